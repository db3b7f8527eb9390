import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnLetters } from './column-letters.ts';

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('names column %i %s', (index, letters) => {
  expect(columnLetters(index)).toBe(letters);
});

it('gives every column another name, longer ones later', () => {
  fc.assert(
    fc.property(fc.nat(20_000), (index) => {
      const [here, next] = [columnLetters(index), columnLetters(index + 1)];
      expect(next.length > here.length || (next.length === here.length && next > here)).toBe(true);
    }),
  );
});
