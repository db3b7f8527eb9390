import type { DiffPart } from '../../components/wordDiff.ts';

export type ShownPart = DiffPart & { cut?: { start: string; end: string; left: number } };

/** Of a longer stretch that is alike, only this much is shown on each side that a change touches. */
const context = 120;

/** The most that is shown less for the sake of whole words; a longer one, or a script without spaces, is cut anywhere. */
const longestWord = 40;

/** How many of the letters are shown: `wanted`, or fewer, so that they end with a word. */
const untilWord = (letters: readonly string[], wanted: number): number => {
  const isSpace = (at: number) => /\s/u.test(letters[at] ?? ' ');
  for (let end = wanted; end > Math.max(0, wanted - longestWord); end -= 1) if (isSpace(end)) return end;
  return wanted;
};

/** Cuts what is alike to what is needed to see where the changes stand. */
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
