import type { Narrowing } from '../audit.queries.ts';
import type { Branch } from './dimensions.ts';

const orderSql = (isDescending: boolean, of: string) => {
  const direction = isDescending ? 'DESC' : 'ASC';
  return `${of}occurred_at ${direction}, ${of}id ${direction}`;
};

/** Every way in, each with what follows its conditions: an order, a limit. */
function ways({ joins, conditions, branches }: Narrowing, columns: string, ending: string): string[] {
  const select = (also: readonly string[]) =>
    `SELECT ${columns} FROM audit_events e ${joins.join(' ')} WHERE ${[...also, ...conditions].join(' AND ')} ${ending}`;
  if (branches.length === 0) return [select([])];
  return branches.map(({ keys, condition }: Branch) =>
    keys === null
      ? `(${select([condition])})`
      : `(SELECT hit.* FROM ${keys} CROSS JOIN LATERAL (${select([condition])}) hit)`,
  );
}

/** The ids and moments of one page's events, cut on the index alone, before anything else of a row is read. */
export function keysSql(narrowing: Narrowing, isDescending: boolean, limit: string): string {
  const ending = `ORDER BY ${orderSql(isDescending, 'e.')} LIMIT ${limit}`;
  const [first = '', ...others] = ways(narrowing, 'e.occurred_at, e.id', ending);
  return others.length === 0 && narrowing.branches.length === 0
    ? first
    : `SELECT hit.occurred_at, hit.id FROM (${[first, ...others].join(' UNION ALL ')}) hit ORDER BY ${orderSql(isDescending, 'hit.')} LIMIT ${limit}`;
}

/** The events of the given keys with what opens their personal values, in the order of the list. */
export const rowsSql = (keys: string, isDescending: boolean): string =>
  `SELECT e.id, e.occurred_at::text AS key, e.body,
          (SELECT audit_openings(v.opened) FROM audit_personal_values v WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) AS opened
     FROM (${keys}) page JOIN audit_events e ON e.occurred_at = page.occurred_at AND e.id = page.id
    ORDER BY ${orderSql(isDescending, 'e.')}`;

/** Counts what fits, up to `limit`. */
export function countSql(narrowing: Narrowing, limit: string): string {
  const all = ways(narrowing, '1', `LIMIT ${limit}`).join(' UNION ALL ');
  return `SELECT count(*)::int AS count FROM (SELECT FROM (${all}) hit LIMIT ${limit}) counted`;
}

/** The newest events' values of a column, up to `limit` of them. */
export function valuesSql(narrowing: Narrowing, column: string, limit: string): string {
  const ending = `ORDER BY ${orderSql(true, 'e.')} LIMIT ${limit}`;
  const all = ways(narrowing, `${column} AS value, e.occurred_at`, ending).join(' UNION ALL ');
  return `SELECT value FROM (${all}) hit ORDER BY hit.occurred_at DESC LIMIT ${limit}`;
}
