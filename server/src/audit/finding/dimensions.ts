import type { Parameters } from '../../platform/lists/parameters.ts';
import { momentOf } from '../moment.ts';

/** Ids under which the log has a record: `whole` together with everything that belongs to it, `itself` alone. */
export type RecordIds = { whole: readonly string[]; itself: readonly string[] };

/**
 * One way into the log. Each is read on its own from an index, in the order of the list: with `= ANY (…)`, PostgreSQL
 * would collect and sort every event that fits, or read the whole log backwards for a rare one.
 */
export type Branch = { keys: string | null; condition: string };

/** One filter: as a condition on an event and, if it has an index of its own and several values, as ways in. */
export type Dimension = { condition: () => string; branches?: () => Branch[] };

/** Up to so many values get a branch each, whose plan knows the value; more are looped over. */
const mostBranches = 8;

export const one = (column: string, value: string, p: Parameters): Dimension => ({
  condition: () => `${column} = ${p.add(value)}`,
});

export function anyOf(column: string, values: readonly string[] | undefined, p: Parameters): Dimension[] {
  if (values === undefined) return [];
  const distinct = [...new Set(values)];
  if (distinct.length === 1) return [one(column, distinct[0] as string, p)];
  const isFew = distinct.length > 0 && distinct.length <= mostBranches;
  return [
    {
      condition: () => `${column} = ANY (${p.add(distinct)}::text[])`,
      branches: () =>
        isFew
          ? distinct.map((value) => ({ keys: null, condition: `${column} = ${p.add(value)}` }))
          : [
              {
                keys: `unnest(${p.add(distinct)}::text[]) AS wanted (key)`,
                condition: `${column} = wanted.key`,
              },
            ],
    },
  ];
}

export function byIds(ids: readonly string[], p: Parameters): Dimension {
  const keys = () =>
    `unnest(${p.add(ids)}::uuid[], ${p.add(ids.map(momentOf))}::timestamptz[]) AS wanted (id, moment)`;
  const condition = 'e.id = wanted.id AND e.occurred_at = wanted.moment';
  return {
    condition: () => `EXISTS (SELECT FROM ${keys()} WHERE ${condition})`,
    branches: () => [{ keys: keys(), condition }],
  };
}

/** The index on targets covers only events whose target is not its own root. */
const isPart = 'e.target_id <> e.root_id';

export function byTarget(id: string, p: Parameters): Dimension {
  const branch = (condition: (place: string) => string) => ({ keys: null, condition: condition(p.add(id)) });
  return {
    condition: () => `e.target_id = ${p.add(id)}`,
    branches: () => [
      branch((place) => `e.root_id = ${place} AND e.target_id = ${place}`),
      branch((place) => `e.target_id = ${place} AND ${isPart}`),
    ],
  };
}

export const recordCondition = ({ whole, itself }: RecordIds, p: Parameters) =>
  `(e.root_id = ANY (${p.add(whole)}::text[]) OR e.target_id = ANY (${p.add([...whole, ...itself])}::text[]))`;

export function byRecords({ whole, itself }: RecordIds, p: Parameters): Dimension {
  const alone = itself.filter((id) => !whole.includes(id));
  const branch = (id: string, condition: (place: string) => string) => ({
    keys: null,
    condition: condition(p.add(id)),
  });
  const ofAlone = (condition: (place: string) => string): Branch[] =>
    alone.length <= mostBranches
      ? alone.map((id) => branch(id, condition))
      : [{ keys: `unnest(${p.add(alone)}::text[]) AS wanted (key)`, condition: condition('wanted.key') }];
  const parts = () => {
    const isOther = whole.length === 0 ? 'true' : `e.root_id <> ALL (${p.add(whole)}::text[])`;
    return [
      ...whole.map((id) => branch(id, (place) => `e.target_id = ${place} AND ${isPart} AND ${isOther}`)),
      ...ofAlone((place) => `e.target_id = ${place} AND ${isPart} AND ${isOther}`),
    ];
  };
  return {
    condition: () => recordCondition({ whole, itself: alone }, p),
    branches: () =>
      whole.length + alone.length === 0
        ? [{ keys: null, condition: 'false' }] // nothing is called that
        : [
            ...whole.map((id) => branch(id, (place) => `e.root_id = ${place}`)),
            ...parts(),
            ...ofAlone((place) => `e.root_id = ${place} AND e.target_id = ${place}`),
          ],
  };
}
