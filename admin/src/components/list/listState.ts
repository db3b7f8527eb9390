import type { SortPayload } from 'react-admin';

/** What a list shows, as its address says it: `?view=waiting&q=potato&findings=errors&sort=-submittedAt&after=…`. */
export type ListState = {
  view: string | null;
  q: string;
  filters: Record<string, string>;
  sort: SortPayload;
  after: string | null;
  before: string | null;
};

const reserved = new Set(['view', 'q', 'sort', 'after', 'before']);

const readSort = (text: string): SortPayload =>
  text.startsWith('-') ? { field: text.slice(1), order: 'DESC' } : { field: text, order: 'ASC' };

export const writeSort = ({ field, order }: SortPayload): string => `${order === 'DESC' ? '-' : ''}${field}`;

/** Reads the address; a parameter that is no filter of this list is left alone. */
export const readListState = (
  query: URLSearchParams,
  filters: readonly string[],
  defaultSort: SortPayload,
): ListState => ({
  view: query.get('view'),
  q: query.get('q') ?? '',
  filters: Object.fromEntries(
    filters
      .filter((name) => !reserved.has(name))
      .map((name) => [name, query.get(name) ?? ''])
      .filter(([, value]) => value !== ''),
  ),
  sort: query.get('sort') ? readSort(query.get('sort') ?? '') : defaultSort,
  after: query.get('after'),
  before: query.get('before'),
});

/**
 * The address with some parameters changed; null or an empty text removes one. Whatever changes what the list holds leads back
 * to its start, since a cursor belongs to the list it was made for.
 */
export const changeQuery = (
  query: URLSearchParams,
  change: Record<string, string | null>,
): URLSearchParams => {
  const next = new URLSearchParams(query);
  next.delete('after');
  next.delete('before');
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
};

/** The order after a click on a column: ascending first, then the other way round. */
export const turnedSort = (current: SortPayload, field: string): SortPayload => ({
  field,
  order: current.field === field && current.order === 'ASC' ? 'DESC' : 'ASC',
});
