import { bare, type LineFilters, reasonWords } from '@contract/audit/finding/search-line.contract.ts';
import { actionGroups } from '../actions.ts';
import { isUuid } from '../filters/isUuid.ts';
import { types } from '../typeWords.ts';
import { nearestOf } from './nearest.ts';

/** Something in the filters that may be why nothing was found, and filters to try in its place. */
export type Remark = {
  what: 'action' | 'type' | 'record';
  written: string;
  meant: { name: string; filters: LineFilters }[];
};

const actions: readonly string[] = Object.values(actionGroups).flat();
const parts: readonly string[] = [...new Set(actions.flatMap((action) => action.split('.')))];

const itemsOf = (value = ''): string[] => value.split(',').filter((item) => item !== '');

/** The items of a list of values that are not among the known ones, each with those it may be a slip of. */
const unknownIn = (
  what: 'action' | 'type',
  filters: Readonly<LineFilters>,
  knownOf: (item: string) => readonly string[],
): Remark[] => {
  const items = itemsOf(filters[what]);
  return items
    .filter((item) => !item.includes('*') && !knownOf(item).includes(item))
    .map((written) => ({
      what,
      written,
      meant: nearestOf(written, knownOf(written)).map((name) => ({
        name: `${what}:${name}`,
        filters: { [what]: items.map((item) => (item === written ? name : item)).join(',') },
      })),
    }));
};

/** References, accessions (ours and ENA's), checklists and ids. */
const isName = (word: string): boolean =>
  /^(SUB|ENA|REQ)-\d+$|^[A-Z]{3,9}\d{5,12}$/i.test(word) || isUuid(word);

/** Names of records among the words that are looked for in reasons. */
const namesIn = ({ reason = '', record }: Readonly<LineFilters>): Remark[] => {
  const words = reasonWords(reason);
  return words.filter(isName).map((written) => ({
    what: 'record',
    written,
    meant: [
      {
        name: `record:${written}`,
        filters: {
          reason: words
            .filter((word) => word !== written)
            .map(bare)
            .join(' '),
          record: [...new Set([...itemsOf(record), written])].join(','),
        },
      },
    ],
  }));
};

/** What may be amiss in filters that found nothing, as far as the console can tell. */
export const remarksOn = (filters: Readonly<LineFilters>): Remark[] => [
  ...namesIn(filters),
  ...unknownIn('action', filters, (item) => (item.includes('.') ? actions : parts)),
  ...unknownIn('type', filters, () => types),
];
