import type { z } from 'zod';
import { scopeCondition } from '../platform/access/scope.ts';
import { invalid } from '../platform/errors/app.error.ts';
import { containing } from '../platform/lists/like.ts';
import type { Reader } from '../platform/lists/list-definition.ts';
import type { Parameters } from '../platform/lists/parameters.ts';
import type { auditFilter, auditListQuery } from './audit.contract.ts';
import {
  anyOf,
  type Branch,
  byIds,
  byRecords,
  byTarget,
  type Dimension,
  one,
  recordCondition,
  type RecordIds,
} from './finding/dimensions.ts';
import { reasonWords } from './finding/search-line.contract.ts';

export type AuditFilter = z.infer<typeof auditFilter>;
export type AuditListQuery = z.infer<typeof auditListQuery>;

/** A filter whose names have been looked up: the ids and actions that they may mean. */
export type ResolvedFilter = Pick<
  AuditFilter,
  'rootType' | 'rootId' | 'targetId' | 'since' | 'until' | 'reason' | 'requestId' | 'address'
> & {
  ids?: readonly string[];
  actorIds?: readonly string[];
  onBehalfOfIds?: readonly string[];
  actions?: readonly string[];
  types?: readonly string[];
  sources?: readonly string[];
  records?: RecordIds;
  without?: {
    actorIds?: readonly string[];
    actions?: readonly string[];
    types?: readonly string[];
    sources?: readonly string[];
    records?: RecordIds;
  };
  besides?: Besides;
  /** By text of the filter, the person it means, so that the text goes when they are erased. */
  meant?: ReadonlyMap<string, string>;
};

/** Events to leave out: about targets of these types, and of these actions. */
export type Besides = { types: readonly string[]; actions: readonly string[] };

/** @property opened what lies beside it: openings, unless somebody with power over the tables put something else there */
export type AuditRow = { id: string; key: string; body: string; opened: unknown };

/**
 * What narrows a list down: the conditions that hold for all of its events, and the disjoint ways into the log
 * (`Branch`). If `beside` is not null, it is the only way in: conditions on `v`, the row beside the event.
 */
export type Narrowing = { beside: string[] | null; conditions: string[]; branches: Branch[] };

/**
 * @param action what the reader does with the events
 * @param order `paged` for the first so many in the order of the list, `whole` for all of them in one condition
 * @throws AppError `audit.bad_period`
 */
export function narrowingOf(
  filter: ResolvedFilter,
  reader: Pick<Reader, 'ability'>,
  action: 'read' | 'export',
  order: 'paged' | 'whole',
  p: Parameters,
): Narrowing {
  const scope = scopeCondition(reader.ability, action, 'AuditEvent', {}, p);
  const [text, ...texts] = textsOf(filter, p);
  const isBeside = order === 'paged' && text !== undefined && !isNarrow(filter);
  const dimensions = dimensionsOf(filter, p);
  // One way in is enough; the other filters are checked row by row. `dimensionsOf` lists the narrowest first.
  const way =
    order === 'paged' && !isBeside ? dimensions.find(({ branches }) => branches !== undefined) : undefined;
  const rest = dimensions.filter((each) => each !== way).map(({ condition }) => condition());
  const checked = text === undefined || isBeside ? texts : [text, ...texts];
  const conditions = [scope, ...rest, ...withoutOf(filter, p), ...checked.map(existsSql)];
  const period = periodSql(filter, isBeside ? 'v' : 'e', p);
  return isBeside
    ? { beside: [text, ...period], conditions, branches: [] }
    : { beside: null, conditions: [...conditions, ...period], branches: way?.branches?.() ?? [] };
}

/** Whether the filter fits so few events that all other conditions can be checked on them. */
const isNarrow = ({ ids, requestId, records, targetId, rootId, onBehalfOfIds }: ResolvedFilter) =>
  [ids, requestId, records, targetId, rootId, onBehalfOfIds].some((each) => each !== undefined);

function dimensionsOf(filter: ResolvedFilter, p: Parameters): Dimension[] {
  const { ids, records, targetId, rootId, rootType, requestId } = filter;
  const { actorIds, onBehalfOfIds, actions, types, sources } = filter;
  return [
    ...(ids ? [byIds(ids, p)] : []),
    ...(requestId === undefined ? [] : [one('e.request_id', requestId, p)]),
    ...(records ? [byRecords(records, p)] : []),
    ...(targetId === undefined ? [] : [byTarget(targetId, p)]),
    ...(rootId === undefined ? [] : [one('e.root_id', rootId, p)]),
    ...(rootType === undefined ? [] : [one('e.root_type', rootType, p)]),
    ...anyOf('e.on_behalf_of', onBehalfOfIds, p),
    ...anyOf('e.actor_id', actorIds, p),
    ...anyOf('e.action', actions, p),
    ...anyOf('e.target_type', types, p),
    ...anyOf('e.actor_type', sources, p),
  ];
}

function withoutOf({ without = {}, besides }: ResolvedFilter, p: Parameters): string[] {
  const { records } = without;
  const left = [
    ['e.actor_id', without.actorIds],
    ['e.action', without.actions],
    ['e.target_type', without.types],
    ['e.actor_type', without.sources],
    ['e.target_type', besides?.types],
    ['e.action', besides?.actions],
  ] as const;
  return [
    ...left.flatMap(([column, values]) =>
      values === undefined || values.length === 0 ? [] : [`${column} <> ALL (${p.add(values)}::text[])`],
    ),
    ...(records === undefined ? [] : [`NOT ${recordCondition(records, p)}`]),
  ];
}

/** Conditions on reasons and addresses, which lie beside the events: at most one row for each event has them. */
function textsOf({ reason, address }: ResolvedFilter, p: Parameters): string[] {
  const words = reason === undefined ? [] : reasonWords(reason);
  const contains = words.map((word) => `v.reason ILIKE ${p.add(containing(word))}`);
  return [
    ...(address === undefined ? [] : [`v.address = ${p.add(address)}`]),
    ...(reason === undefined ? [] : [['v.reason IS NOT NULL', ...contains].join(' AND ')]),
  ];
}

const existsSql = (what: string) =>
  `EXISTS (SELECT FROM audit_personal_values v WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id AND ${what})`;

export function periodSql(
  { since, until }: Pick<ResolvedFilter, 'since' | 'until'>,
  table: 'e' | 'v',
  p: Parameters,
): string[] {
  const { from, before } = periodOf(since, until);
  return [
    ...(from ? [`${table}.occurred_at >= ${p.add(from)}::timestamptz`] : []),
    ...(before ? [`${table}.occurred_at < ${p.add(before)}::timestamptz`] : []),
  ];
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
