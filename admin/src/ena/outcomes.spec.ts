import { describe, expect, it } from 'vitest';
import { found, outcomesOf } from './outcomes.ts';

const rows = [
  { outcome: 'accepted', words: ['SUB-000001', 'Potato leaves'] },
  { outcome: 'refused', words: ['SUB-000002', null] },
  { outcome: 'refused', words: ['SUB-000012', 'Cave sediment'] },
];
const itself = (row: (typeof rows)[number]) => row;
const numbersOf = (q: string, view: string | null = null) =>
  found(rows, itself, { view, q }).map(({ words }) => words[0]);

describe('outcomesOf', () => {
  it('counts what occurred, in the order given', () => {
    expect(outcomesOf(rows, ['attention', 'refused', 'accepted'])).toEqual([
      { key: 'refused', count: 2 },
      { key: 'accepted', count: 1 },
    ]);
  });
});

describe('found', () => {
  it('takes all where nothing is asked', () => expect(numbersOf('  ')).toHaveLength(3));
  it('finds by outcome', () => expect(numbersOf('', 'refused')).toEqual(['SUB-000002', 'SUB-000012']));
  it('finds by any of the words, letters large or small', () => {
    expect(numbersOf('00001')).toEqual(['SUB-000001', 'SUB-000012']);
    expect(numbersOf(' CAVE ')).toEqual(['SUB-000012']);
  });
  it('finds by both', () => expect(numbersOf('sub-00000', 'refused')).toEqual(['SUB-000002']));
  it('finds nothing where nothing has it', () => expect(numbersOf('marmot')).toEqual([]));
});
