import type { DiffPart } from '../../components/wordDiff.ts';

const lettersOf = (parts: readonly DiffPart[], changes: readonly DiffPart['change'][]) =>
  parts
    .filter(({ change }) => changes.includes(change))
    .reduce((sum, { text }) => sum + text.replace(/\s/g, '').length, 0);

/**
 * The least share of the shorter text that both have in common: below it, marking words one by one makes neither text
 * readable.
 */
const least = 0.3;

/** Whether so little is unchanged that the texts are better read one after the other. */
export const isRewritten = (parts: readonly DiffPart[]): boolean => {
  const kept = lettersOf(parts, ['same']);
  const shorter = Math.min(lettersOf(parts, ['same', 'removed']), lettersOf(parts, ['same', 'added']));
  return kept < least * shorter;
};

/**
 * Whether a text runs from right to left, decided by its first letter as with `dir="auto"`. Two texts of different
 * direction cannot be read as one.
 */
export const startsRightToLeft = (text: string): boolean =>
  /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);
