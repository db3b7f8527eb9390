import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsOf } from './records.ts';
import { readableText } from './text-encoding.ts';

const rowsOf = (text: string) => {
  const readable = readableText(Buffer.from(text));
  if (!readable) throw new Error('not text');
  return [...recordsOf(readable)];
};
const cellsOf = (text: string) => rowsOf(text).map(({ cells }) => cells);

describe('line ends', () => {
  it.each([
    ['LF', 'a\tb\nc\td\n'],
    ['CRLF', 'a\tb\r\nc\td\r\n'],
    ['CR', 'a\tb\rc\td\r'],
    ['mixed', 'a\tb\r\nc\td\n'],
    ['none at the end', 'a\tb\nc\td'],
  ])('%s', (_, text) => {
    expect(cellsOf(text).filter((cells) => cells.join('') !== '')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('counts blank lines', () => {
    expect(rowsOf('a\n\n\nb\n').find(({ cells }) => cells[0] === 'b')?.row).toBe(4);
  });
});

describe('quotes', () => {
  it.each([
    ['around a cell', 'a\t"b, c"\td', [['a', 'b, c', 'd']]],
    ['doubled inside', '"say ""no"""\tb', [['say "no"', 'b']]],
    ['empty', '""\tb', [['', 'b']]],
    ['only quotes', '""""\tb', [['"', 'b']]],
    ['inside a plain cell', '5" pot\tb', [['5" pot', 'b']]],
    ['around a part', '"Foo" bar\tb', [['"Foo" bar', 'b']]],
    ['opened and never closed', '"abc\tb', [['"abc', 'b']]],
    [
      'opened at the end of a line',
      'a\t"b\nc\td',
      [
        ['a', '"b'],
        ['c', 'd'],
      ],
    ],
    [
      'closed only after a tab',
      'a\t"b\nc\td"\te',
      [
        ['a', '"b'],
        ['c', 'd"', 'e'],
      ],
    ],
    [
      'closed only after a line with tabs',
      'a\t"b\nc\td\ne"\tf',
      [
        ['a', '"b'],
        ['c', 'd'],
        ['e"', 'f'],
      ],
    ],
    [
      'over two lines',
      'a\t"b\nc"\td\ne\tf',
      [
        ['a', 'b\nc', 'd'],
        ['e', 'f'],
      ],
    ],
    ['over three lines with CRLF', 'a\t"b\r\n\r\nc"\r\nd', [['a', 'b\n\nc'], ['d']]],
    ['two cells over lines', 'a\t"b\nc"\t"d\ne"\nf', [['a', 'b\nc', 'd\ne'], ['f']]],
  ])('%s', (_, text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  it('counts a cell over lines as one row, as a spreadsheet does', () => {
    expect(rowsOf('a\n"b\nc"\nd').map(({ row, cells }) => [row, cells[0]])).toEqual([
      [1, 'a'],
      [2, 'b\nc'],
      [3, 'd'],
    ]);
  });
});

/** As a spreadsheet writes a cell: quoted when it has to be. */
const written = (cell: string) => (/["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '"', ' ', '\n', ',', '5', '漢') });

it('gives back what a spreadsheet wrote, row for row', () => {
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
      // A mark, so that no table is taken for anything but UTF-8.
      const text = `\ufeff${rows.map((cells) => cells.map(written).join('\t')).join(lineEnd)}`;
      const read = rowsOf(text);
      expect(read.slice(0, rows.length).map(({ cells }) => cells)).toEqual(rows.slice(0, read.length));
      expect(rows.slice(read.length).flat().join('')).toBe('');
      expect(read.map(({ row }) => row)).toEqual(read.map((_, index) => index + 1));
    }),
    { numRuns: 500 },
  );
});

it('does not care where its chunks end', () => {
  const rows = Array.from({ length: 6_000 }, (_, n) => [
    `sample-${n}`,
    `“Sóller” ${'x'.repeat(n % 97)}`,
    n % 500 === 0 ? `two\nlines ${n}` : `${n}`,
  ]);
  const text = rows.map((cells) => cells.map(written).join('\t')).join('\r\n');
  expect(text.length).toBeGreaterThan(200_000);
  expect(cellsOf(text)).toEqual(rows);
});
