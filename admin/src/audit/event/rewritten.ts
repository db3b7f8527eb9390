import type { DiffPart } from '../../components/wordDiff.ts';

const lettersOf = (parts: readonly DiffPart[], changes: readonly DiffPart['change'][]) =>
  parts
    .filter(({ change }) => changes.includes(change))
    .reduce((sum, { text }) => sum + text.replace(/\s/g, '').length, 0);

/** With less than this of the shorter text in both, words that are marked one by one read as neither. */
const least = 0.3;

/** Whether so little is alike that the texts are better read one after the other. */
export const isRewritten = (parts: readonly DiffPart[]): boolean => {
  const kept = lettersOf(parts, ['same']);
  const shorter = Math.min(lettersOf(parts, ['same', 'removed']), lettersOf(parts, ['same', 'added']));
  return kept < least * shorter;
};

/**
 * Whether a text runs from right to left, as `dir="auto"` has it: by its first letter. Two texts that run differently
 * cannot be read as one.
 */
export const startsRightToLeft = (text: string): boolean =>
  /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);
