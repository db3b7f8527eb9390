import { diffWordsWithSpace } from 'diff';

export type DiffPart = { text: string; change: 'same' | 'removed' | 'added' };

/** Before and after as one text in which the changed words are marked; removed words stand before added ones. */
export const wordDiff = (before: string, after: string): DiffPart[] => {
  const parts = diffWordsWithSpace(before, after, { timeout: patienceMs });
  // Texts that have next to nothing in common take for ever, and no marks would help to read them.
  if (parts === undefined)
    return [
      { text: before, change: 'removed' },
      { text: after, change: 'added' },
    ];
  return parts.map(({ value, added, removed }) => ({
    text: value,
    change: removed ? 'removed' : added ? 'added' : 'same',
  }));
};

/** A page must not stand still for longer. */
const patienceMs = 400;

/** How a value of any kind is read out for comparison: text as it is, the rest as JSON, nothing as an empty text. */
export const comparable = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
};
