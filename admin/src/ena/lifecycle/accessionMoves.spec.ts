import { describe, expect, it } from 'vitest';
import { accessionMovesOf } from './accessionMoves.ts';

describe('accessionMovesOf', () => {
  it('offers what fits the publicity', () => {
    const all = () => true;
    expect(accessionMovesOf('private', all)).toEqual(['release', 'hold', 'withdraw']);
    expect(accessionMovesOf('public', all)).toEqual(['suppress']);
    expect(accessionMovesOf('withdrawn', all)).toEqual([]);
  });

  it('offers nothing without the right', () =>
    expect(accessionMovesOf('private', (what) => what === 'hold')).toEqual(['hold']));
});
