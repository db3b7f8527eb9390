import type { Narrowing } from '../audit.queries.ts';
import type { Branch } from './dimensions.ts';

export const orderSql = (isDescending: boolean, of = '', id = 'id') => {
  const direction = isDescending ? 'DESC' : 'ASC';
  return `${of}occurred_at ${direction}, ${of}${id} ${direction}`;
};

/**
 * Adds the condition that a page lies beyond its cursor, to the table that the page is read from.
 *
 * @param condition makes it from the columns of time and id
 */
export function beyond(narrowing: Narrowing, condition: (columns: string) => string[]): Narrowing {
  const { beside, conditions } = narrowing;
  return beside === null
    ? { ...narrowing, conditions: [...conditions, ...condition('(e.occurred_at, e.id)')] }
    : { ...narrowing, beside: [...beside, ...condition('(v.occurred_at, v.event_id)')] };
}

type Ending = { isDescending?: boolean; limit: string };

/** A query for every way in, each cut at the limit and, if asked for, in the order of the list. */
function ways(narrowing: Narrowing, columns: string, { isDescending, limit }: Ending): string[] {
  const { beside, conditions, branches } = narrowing;
  const order = (of: string, id: string) =>
    isDescending === undefined ? '' : `ORDER BY ${orderSql(isDescending, of, id)}`;
  // Joined row by row (LATERAL … LIMIT 1), since the planner would badly underestimate a plain join of the two tables.
  if (beside !== null)
    return [
      `(SELECT ${columns} FROM audit_personal_values v CROSS JOIN LATERAL (
          SELECT e.occurred_at, e.id, e.action, e.actor_id, e.actor_type, e.target_type FROM audit_events e
           WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id AND ${conditions.join(' AND ')} LIMIT 1) e
        WHERE ${beside.join(' AND ')} ${order('v.', 'event_id')} LIMIT ${limit})`,
    ];
  const select = (also: readonly string[]) =>
    `SELECT ${columns} FROM audit_events e WHERE ${[...also, ...conditions].join(' AND ')} ${order('e.', 'id')} LIMIT ${limit}`;
  if (branches.length === 0) return [`(${select([])})`];
  return branches.map(({ keys, condition }: Branch) =>
    keys === null
      ? `(${select([condition])})`
      : `(SELECT hit.* FROM ${keys} CROSS JOIN LATERAL (${select([condition])}) hit)`,
  );
}

/** The keys (time and id) of one page's events, read from the index alone, before anything else of a row is read. */
export function keysSql(narrowing: Narrowing, isDescending: boolean, limit: string): string {
  const all = ways(narrowing, 'e.occurred_at, e.id', { isDescending, limit });
  return all.length === 1 && narrowing.branches.length === 0
    ? (all[0] as string)
    : `SELECT hit.occurred_at, hit.id FROM (${all.join(' UNION ALL ')}) hit ORDER BY ${orderSql(isDescending, 'hit.')} LIMIT ${limit}`;
}

/** The events of the given keys with what opens their personal values, in the order of the list. */
export const rowsSql = (keys: string, isDescending: boolean): string =>
  `SELECT e.id, e.occurred_at::text AS key, e.body,
          (SELECT audit_openings(v.opened) FROM audit_personal_values v WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) AS opened
     FROM (${keys}) page JOIN audit_events e ON e.occurred_at = page.occurred_at AND e.id = page.id
    ORDER BY ${orderSql(isDescending, 'e.')}`;

/** Keys that are known already. @param moments @param ids placeholders of the two arrays */
export const givenSql = (moments: string, ids: string): string =>
  `SELECT * FROM unnest(${moments}::timestamptz[], ${ids}::uuid[]) AS given (occurred_at, id)`;

/** Counts what fits, up to `limit`. */
export function countSql(narrowing: Narrowing, limit: string): string {
  const all = ways(narrowing, '1', { limit }).join(' UNION ALL ');
  return `SELECT count(*)::int AS count FROM (SELECT FROM (${all}) hit LIMIT ${limit}) counted`;
}

/** The values of a column in the newest events, up to `limit` of them. */
export function valuesSql(narrowing: Narrowing, column: string, limit: string): string {
  const all = ways(narrowing, `${column} AS value, e.occurred_at`, { isDescending: true, limit });
  return `SELECT value FROM (${all.join(' UNION ALL ')}) hit ORDER BY hit.occurred_at DESC LIMIT ${limit}`;
}
