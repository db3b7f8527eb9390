import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellItems, listCell } from './list-cell.contract.ts';

describe('a cell of several items', () => {
  it.each([
    ['', []],
    [' ; ;', []],
    ['one', ['one']],
    ['one;two', ['one', 'two']],
    ['one ; two\nthree\r\n', ['one', 'two', 'three']],
    ['a, b; c', ['a, b', 'c']],
    ['a\\;b; c', ['a;b', 'c']],
    ['C:\\x; d', ['C:\\x', 'd']],
  ])('“%s”', (cell, items) => {
    expect(cellItems(cell)).toEqual(items);
  });

  it('gives back what was written', () => {
    const item = fc
      .oneof(
        fc.string({ maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('\\', ';', 'a', ' '), maxLength: 8 }),
      )
      .map((text) => text.replaceAll(/[\r\n]/g, '').trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(cellItems(listCell(items))).toEqual(items);
      }),
    );
  });
});
