import type { Parameters } from '../../platform/lists/parameters.ts';
import { periodSql, type ResolvedFilter } from '../audit.queries.ts';
import { orderSql } from './page.sql.ts';

/** Conditions on columns that each have an index, but none in common, and the period that they apply to. */
export type Meeting = { conditions: string[]; range: string[] };

/**
 * The conditions of a filter that asks for two or more of actor, action, type and source, with one value each, and
 * otherwise at most for a period.
 *
 * @returns undefined for every other filter
 */
export function meetingOf(filter: ResolvedFilter, p: Parameters): Meeting | undefined {
  const { actorIds, actions, types, sources, since, until, without = {}, meant: _, ...others } = filter;
  const isOther = [...Object.values(others), ...Object.values(without)].some((each) => each !== undefined);
  const asked = [
    ['e.actor_id', actorIds],
    ['e.action', actions],
    ['e.target_type', types],
    ['e.actor_type', sources],
  ] as const;
  const columns = asked.flatMap(([column, values]) => (values === undefined ? [] : [{ column, values }]));
  // The source `user` has no index, since most events are by people.
  const isIndexed = columns.every(({ values }) => values.length === 1 && values[0] !== 'user');
  if (isOther || !isIndexed || columns.length < 2) return undefined;
  return {
    conditions: columns.map(({ column, values }) => `${column} = ${p.add(values[0])}`),
    range: periodSql({ since, until }, 'e', p),
  };
}

const keysOf = (condition: string, { range }: Meeting, isDescending: boolean) =>
  `SELECT e.occurred_at, e.id FROM audit_events e WHERE ${[condition, ...range].join(' AND ')} ORDER BY ${orderSql(isDescending, 'e.')}`;

/** How many milliseconds lie between the first event of each condition and the one `depth` further; null where there are fewer. */
export function spansSql(meeting: Meeting, isDescending: boolean, depth: string): string {
  const spans = meeting.conditions.map((condition) => {
    const keys = keysOf(condition, meeting, isDescending);
    const at = (offset: string) => `(SELECT k.occurred_at FROM (${keys} OFFSET ${offset} LIMIT 1) k)`;
    return `abs(extract(epoch FROM ${at('0')} - ${at(depth)})) * 1000`;
  });
  return `SELECT ARRAY[${spans.join(', ')}]::float8[] AS spans`;
}

/** How many of the first `depth` events of one condition fit the others, too. @param at index of that condition */
export function oftenSql(meeting: Meeting, at: number, isDescending: boolean, depth: string): string {
  const { conditions, range } = meeting;
  const own = [conditions[at] ?? 'true', ...range];
  return `SELECT count(*)::int AS often
            FROM (SELECT e.actor_id, e.action, e.target_type, e.actor_type FROM audit_events e
                   WHERE ${own.join(' AND ')} ORDER BY ${orderSql(isDescending, 'e.')} LIMIT ${depth}) e
           WHERE ${conditions.filter((_, other) => other !== at).join(' AND ')}`;
}

/**
 * Settings that make PostgreSQL read all indexes side by side. By itself it would prefer to look at every event of one
 * condition, or to walk through a month by its key while the newest pages have not been vacuumed.
 */
export const sideBySide = [
  'enable_nestloop = off',
  'enable_hashjoin = off',
  'enable_sort = off',
  'max_parallel_workers_per_gather = 0',
  'random_page_cost = 0.1',
  'cpu_operator_cost = 1',
]
  .map((setting) => `SET LOCAL ${setting}`)
  .join('; ');

/** The keys that fit all conditions, in the order of the list: read off the indexes alone. */
export function meetingSql(meeting: Meeting, isDescending: boolean, limit: string): string {
  const [first = 'true', ...others] = meeting.conditions;
  const joined = others.map(
    (condition, at) =>
      `JOIN (${keysOf(condition, meeting, isDescending)}) k${at} ON k${at}.occurred_at = k.occurred_at AND k${at}.id = k.id`,
  );
  return `SELECT k.occurred_at, k.id FROM (${keysOf(first, meeting, isDescending)}) k ${joined.join(' ')}
           ORDER BY ${orderSql(isDescending, 'k.')} LIMIT ${limit}`;
}
