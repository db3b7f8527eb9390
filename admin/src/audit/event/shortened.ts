import type { DiffPart } from '../../components/wordDiff.ts';

export type ShownPart = DiffPart & { cut?: { start: string; end: string; left: number } };

/** Of a longer stretch that is alike, only this much is shown on each side that a change touches. */
const context = 120;

/** Cuts what is alike to what is needed to see where the changes stand. */
export const shortened = (parts: readonly DiffPart[]): ShownPart[] =>
  parts.map((part, at) => {
    const letters = [...part.text];
    const ahead = at === 0 ? 0 : context;
    const behind = at === parts.length - 1 ? 0 : context;
    const left = letters.length - ahead - behind;
    if (part.change !== 'same' || left <= context) return part;
    return {
      ...part,
      cut: {
        start: letters.slice(0, ahead).join(''),
        end: letters.slice(letters.length - behind).join(''),
        left,
      },
    };
  });
