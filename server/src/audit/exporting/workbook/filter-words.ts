import { isChangesView } from '../../finding/changes-view.contract.ts';
import { lineFilterNames, lineOf } from '../../finding/search-line.contract.ts';
import { fieldWords } from './code-words.ts';
import { oneLine, valueWords } from './value-words.ts';

type Filter = Readonly<Record<string, unknown>>;

/**
 * A filter as somebody finds it again: the view of the log, what stands in the search line, and what only a link can
 * say. In the last, the name of each filter is in words.
 */
export type FilterParts = {
  isChanges: boolean;
  line: string;
  others: (readonly [name: string, value: string])[];
};

/** What only a link can say, by the names of the columns. */
const besides: Readonly<Record<string, string>> = {
  rootType: 'Belongs to',
  rootId: 'Belongs to id',
  targetId: 'Record id',
};

export function partsOf(filter: Filter): FilterParts {
  const all = Object.entries(filter).map(([name, value]) => [name, textOf(value)] as const);
  const isView = ([name, value]: readonly [string, string]) => isChangesView(name, value);
  const given = all.filter((each) => !isView(each));
  return {
    isChanges: all.some(isView),
    line: oneLine(lineOf(Object.fromEntries(given))),
    others: given
      .filter(([name]) => !lineFilterNames.includes(name))
      .map(([name, value]) => [besides[name] ?? fieldWords(name), oneLine(value)]),
  };
}

/** As the API takes it: several values are separated by commas. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : valueWords(value);

/** A filter on one line. */
export function filterWords(filter: Filter): string {
  const { isChanges, line, others } = partsOf(filter);
  const told = [
    ...(isChanges ? ['view “Changes”'] : []),
    ...(line === '' ? [] : [line]),
    ...others.map(([name, value]) => `${name} ${value}`),
  ];
  return told.length === 0 ? 'none: the whole log' : told.join('; ');
}
