import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldDifference } from './fieldDifference.ts';
import { rowDifference, type TableRow } from './rowDifference.ts';

describe('rowDifference', () => {
  it('follows rows by their name', () => {
    expect(
      rowDifference(
        [
          { alias: 'A', sex: 'f' },
          { alias: 'B', sex: 'm' },
          { alias: 'C', sex: 'm' },
        ],
        [
          { alias: 'C', sex: 'm' },
          { alias: 'A', sex: 'm' },
          { alias: 'D', sex: 'f' },
        ],
      ),
    ).toEqual({
      columns: ['alias', 'sex'],
      alike: 1,
      rows: [
        { change: 'removed', before: { alias: 'B', sex: 'm' } },
        { change: 'changed', before: { alias: 'A', sex: 'f' }, after: { alias: 'A', sex: 'm' } },
        { change: 'added', after: { alias: 'D', sex: 'f' } },
      ],
    });
  });

  it('follows rows without a name by their place', () => {
    expect(rowDifference([{ a: 1 }, { a: 2 }, { a: 3 }], [{ a: 1 }, { a: 9 }, { a: 3 }, { a: 4 }])).toEqual({
      columns: ['a'],
      alike: 2,
      rows: [
        { change: 'changed', before: { a: 2 }, after: { a: 9 } },
        { change: 'added', after: { a: 4 } },
      ],
    });
  });

  it('accounts for every row of both tables', () => {
    const rows = fc.array(
      fc.record({ alias: fc.constantFrom('a', 'b', 'c', 'd'), n: fc.nat(2) }, { requiredKeys: ['n'] }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, rows, (before: TableRow[], after: TableRow[]) => {
        const { rows: changes, alike } = rowDifference(before, after);
        const count = (change: string) => changes.filter((row) => row.change === change).length;
        expect(alike + count('changed') + count('added')).toBe(after.length);
        expect(alike + count('changed') + count('removed')).toBe(before.length);
      }),
    );
  });
});

describe('fieldDifference', () => {
  it('names the fields that differ by their path', () => {
    expect(
      fieldDifference(
        { library: { layout: 'SINGLE', source: 'DNA' }, files: ['a'], kept: 1 },
        { library: { layout: 'PAIRED', source: 'DNA' }, files: ['a', 'b'], kept: 1, more: null },
      ),
    ).toEqual([
      { path: 'library.layout', before: 'SINGLE', after: 'PAIRED' },
      { path: 'files', before: ['a'], after: ['a', 'b'] },
      { path: 'more', before: undefined, after: null },
    ]);
  });
  it('has nothing to say of equal structures', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(fieldDifference(value, structuredClone(value))).toEqual([]);
      }),
    );
  });
});
