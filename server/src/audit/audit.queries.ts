import type { z } from 'zod';
import { scopeCondition } from '../platform/access/scope.ts';
import { invalid } from '../platform/errors/app.error.ts';
import type { Reader } from '../platform/lists/list-definition.ts';
import type { Parameters } from '../platform/lists/parameters.ts';
import type { auditFilter, auditListQuery } from './audit.contract.ts';
import type { Openings } from './commitment.ts';

export type AuditFilter = z.infer<typeof auditFilter>;
export type AuditListQuery = z.infer<typeof auditListQuery>;

/** A filter whose `actor` has been looked up: the ids that it may mean. */
export type ResolvedFilter = Omit<AuditFilter, 'actor'> & {
  actorIds?: readonly string[];
  ids?: readonly string[];
  besides?: Besides;
};

/** Events to leave out: about targets of these types, and of these actions. */
export type Besides = { types: readonly string[]; actions: readonly string[] };

export type AuditRow = { id: string; key: string; body: string; opened: Openings };

/**
 * What narrows a list down. A filter with several values is not a condition but a source of keys, each of which is
 * read on its own from its index in the order of the list: `= ANY (…)` would make PostgreSQL collect and sort every
 * event that fits, or read the whole log backwards for a rare one. One source is enough; further ones are checked row
 * by row.
 */
export type Narrowing = { keys: string | null; conditions: string[] };

/**
 * @param action what the reader does with the events
 * @param order `paged` for the first so many in the order of the list, `whole` for all of them
 */
export function narrowingOf(
  filter: ResolvedFilter,
  reader: Pick<Reader, 'ability'>,
  action: 'read' | 'export',
  order: 'paged' | 'whole',
  p: Parameters,
): Narrowing {
  const { ids, actorIds, action: actions, rootType, rootId, targetId, besides } = filter;
  const { from, before } = periodOf(filter.since, filter.until);
  const conditions = [scopeCondition(reader.ability, action, 'AuditEvent', {}, p)];
  let keys: string | null = null;
  if (ids) {
    keys = `unnest(${p.add(ids)}::uuid[], ${p.add(ids.map(momentOf))}::timestamptz[]) AS wanted (id, moment)`;
    conditions.push('e.id = wanted.id AND e.occurred_at = wanted.moment');
  }
  for (const [column, values] of [['e.actor_id', actorIds] as const, ['e.action', actions] as const]) {
    if (values?.length === 1) conditions.push(`${column} = ${p.add(values[0])}`);
    else if (values && (keys || order === 'whole'))
      conditions.push(`${column} = ANY (${p.add(values)}::text[])`);
    else if (values) {
      keys = `unnest(${p.add([...new Set(values)])}::text[]) AS wanted (key)`;
      conditions.push(`${column} = wanted.key`);
    }
  }
  if (targetId !== undefined) conditions.push(`e.target_id = ${p.add(targetId)}`);
  if (rootId !== undefined) conditions.push(`e.root_id = ${p.add(rootId)}`);
  if (rootType !== undefined) conditions.push(`e.root_type = ${p.add(rootType)}`);
  if (besides !== undefined) {
    conditions.push(`e.target_type <> ALL (${p.add(besides.types)}::text[])`);
    conditions.push(`e.action <> ALL (${p.add(besides.actions)}::text[])`);
  }
  if (from) conditions.push(`e.occurred_at >= ${p.add(from)}::timestamptz`);
  if (before) conditions.push(`e.occurred_at < ${p.add(before)}::timestamptz`);
  return { keys, conditions };
}

const dayMs = 86_400_000;

/**
 * The half-open period of `since` and `until`. A date means the whole day in UTC, a moment includes itself.
 *
 * @throws AppError `audit.bad_period` when it ends before it begins
 */
export function periodOf(
  since: string | undefined,
  until: string | undefined,
): { from?: Date; before?: Date } {
  const from = since === undefined ? undefined : new Date(since);
  const length = until?.length === 'YYYY-MM-DD'.length ? dayMs : 1; // the log counts milliseconds
  const before = until === undefined ? undefined : new Date(new Date(until).getTime() + length);
  if (from && before && from >= before) {
    throw invalid('audit.bad_period', 'The period ends before it begins.', [
      { path: 'until', message: 'is before since' },
    ]);
  }
  return { ...(from && { from }), ...(before && { before }) };
}

/** The ids and moments of one page's events, cut on the index alone, before anything else of a row is read. */
export function keysSql({ keys, conditions }: Narrowing, isDescending: boolean, limit: string): string {
  const order = orderSql(isDescending, 'hit.');
  const hits = `SELECT e.occurred_at, e.id FROM audit_events e WHERE ${conditions.join(' AND ')} ORDER BY ${orderSql(isDescending, 'e.')} LIMIT ${limit}`;
  return keys === null
    ? hits
    : `SELECT hit.occurred_at, hit.id FROM ${keys} CROSS JOIN LATERAL (${hits}) hit ORDER BY ${order} LIMIT ${limit}`;
}

/** The events of the given keys with what opens their personal values, in the order of the list. */
export const rowsSql = (keys: string, isDescending: boolean): string =>
  `SELECT e.id, e.occurred_at::text AS key, e.body,
          (SELECT audit_openings(v.opened) FROM audit_personal_values v WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) AS opened
     FROM (${keys}) page JOIN audit_events e ON e.occurred_at = page.occurred_at AND e.id = page.id
    ORDER BY ${orderSql(isDescending, 'e.')}`;

const orderSql = (isDescending: boolean, of: string) => {
  const direction = isDescending ? 'DESC' : 'ASC';
  return `${of}occurred_at ${direction}, ${of}id ${direction}`;
};

/** Counts what fits, up to `limit`. */
export function countSql({ keys, conditions }: Narrowing, limit: string): string {
  const hits = `SELECT 1 FROM audit_events e WHERE ${conditions.join(' AND ')} LIMIT ${limit}`;
  const all = keys === null ? hits : `SELECT 1 FROM ${keys} CROSS JOIN LATERAL (${hits}) hit LIMIT ${limit}`;
  return `SELECT count(*)::int AS count FROM (${all}) counted`;
}

/** An id carries its moment (uuidv7), which names the month to look in. */
export const momentOf = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
