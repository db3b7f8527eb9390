import type { TakenName } from '@contract/audit/audit.contract.ts';
import { type LineFilters, lineOf } from '@contract/audit/finding/search-line.contract.ts';

/** The filters that name people, and whether they take several names. */
const naming = { actor: false, notActor: false, onBehalfOf: false, record: true, notRecord: true } as const;
export type NamingFilter = keyof typeof naming;

type Person = TakenName['people'][number] & {
  /** The value of the filter if only this person is meant. */
  narrowed: string;
};
export type Taken = {
  filter: NamingFilter;
  /** As it stands in the search line, e.g. `-actor:ada`. */
  written: string;
  people: Person[];
};

/**
 * The people whom each name in the filters matches.
 *
 * @param values the filters in force
 * @param taken the people by name, from the server; names that no filter has any more are passed over
 */
export function takenIn(values: Readonly<LineFilters>, taken: readonly TakenName[]): Taken[] {
  return Object.entries(naming).flatMap(([filter, isList]) => {
    const value = values[filter] ?? '';
    const names = isList ? value.split(',') : [value];
    return names.flatMap((name, at): Taken[] => {
      const found = taken.find(({ text }) => text === name);
      if (name === '' || found === undefined) return [];
      const people = found.people.map((person) => ({
        ...person,
        narrowed: names.with(at, person.id).join(','),
      }));
      return [{ filter: filter as NamingFilter, written: lineOf({ [filter]: name }), people }];
    });
  });
}
