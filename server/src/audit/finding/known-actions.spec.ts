import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMeant } from './known-actions.ts';

it.each([
  ['submission.approve', 'submission.approve', true],
  ['submission.*', 'submission.approve', true],
  ['*.approve', 'ena_batch.approve', true],
  ['approve', 'ena_batch.approve', true],
  ['submission', 'submission.approve', true],
  ['ena_*', 'ena_batch.send', true],
  ['ena', 'ena_batch.send', false],
  ['*.app', 'submission.approve', false],
  ['submission.*', 'record.update', false],
  ['.*', 'submission.approve', false],
  ['*ss*ss*', 'submission.approve', false],
  ['s*on', 'submission.approve', true],
  ['ab*ba', 'x.aba', false],
])('%s for %s: %s', (pattern, action, is) => expect(isMeant(pattern, action)).toBe(is));

/** By definition: a star takes nothing, or one character more. */
function isLike(part: string, text: string): boolean {
  if (part === '') return text === '';
  if (part.startsWith('*'))
    return isLike(part.slice(1), text) || (text !== '' && isLike(part, text.slice(1)));
  return text.startsWith(part.charAt(0)) && isLike(part.slice(1), text.slice(1));
}

it('stars stand for what they stand for by definition', () => {
  const of = (...characters: string[]) =>
    fc.array(fc.constantFrom(...characters), { maxLength: 7 }).map((each) => each.join(''));
  fc.assert(
    fc.property(of('a', 'b', '*', '\\', '['), of('a', 'b', '\\', '['), (part, text) => {
      expect(isMeant(`*.${part}`, `x.${text}`)).toBe(isLike(part, text));
      expect(isMeant(`${part}.*`, `${text}.x`)).toBe(isLike(part, text));
    }),
    { numRuns: 1_000 },
  );
});

it('any number of stars is answered at once', () => {
  // A reader that tried where each star ends would not come to the end of the first of these in a lifetime.
  for (const stars of [20, 200, 100_000])
    for (const piece of ['*', '*s', 's*', '*ss'])
      expect(isMeant(`${piece.repeat(stars)}x`, `${'s'.repeat(stars)}.${'s'.repeat(stars)}y`)).toBe(false);
});
