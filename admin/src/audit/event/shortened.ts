import type { DiffPart } from '../../components/wordDiff.ts';

export type ShownPart = DiffPart & { cut?: { start: string; end: string; left: number } };

/** In characters: how much of a longer unchanged stretch is shown on each side that touches a change. */
const context = 120;

/**
 * In characters: by how much less may be shown to end at a whole word. Longer words, and scripts without spaces, are
 * cut anywhere.
 */
const longestWord = 40;

/** How many of the letters are shown: `wanted`, or fewer, so that they end with a word. */
const untilWord = (letters: readonly string[], wanted: number): number => {
  const isSpace = (at: number) => /\s/u.test(letters[at] ?? ' ');
  for (let end = wanted; end > Math.max(0, wanted - longestWord); end -= 1) if (isSpace(end)) return end;
  return wanted;
};

/** Cuts unchanged stretches to what is needed to see where the changes are. */
export const shortened = (parts: readonly DiffPart[]): ShownPart[] =>
  parts.map((part, at) => {
    const letters = [...part.text];
    const most = (isOuter: boolean) => (isOuter ? 0 : context);
    const [first, last] = [at === 0, at === parts.length - 1];
    if (part.change !== 'same' || letters.length - most(first) - most(last) <= context) return part;
    const ahead = first ? 0 : untilWord(letters, context);
    const behind = last ? 0 : untilWord(letters.toReversed(), context);
    return {
      ...part,
      cut: {
        start: letters.slice(0, ahead).join(''),
        end: letters.slice(letters.length - behind).join(''),
        left: letters.length - ahead - behind,
      },
    };
  });
