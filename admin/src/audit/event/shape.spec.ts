import { describe, expect, it } from 'vitest';
import { hashesApart, hashesIn, shapeOf } from './shape.ts';

describe('shapeOf', () => {
  it.each([
    [null, 'nothing'],
    ['', 'nothing'],
    [0, 'number'],
    [false, 'boolean'],
    ['4723dc0113a0e9fb468059763d9ccb2d845e0237e5f4336dc5a86e0e0fa38f7a', 'hash'],
    ['01a1f3bc-d5d1-711c-8da5-deeec032828a', 'identifier'],
    ['SUB-000042', 'identifier'],
    ['ERC000011', 'identifier'],
    ['REQ-000007', 'request'],
    ['SQDBS0000013268', 'accession'],
    ['SQDBP0000000708', 'accession'],
    ['sandbox', 'text'],
    ['2026-11-21', 'text'],
    ['2026-10-26T03:00:00.000Z', 'moment'],
    ['2026-13-26T03:00:00Z', 'text'],
    ['2026-10-26T03:00', 'text'],
    [{ a: 1 }, 'structure'],
  ])('%j is %s', (value, shape) => expect(shapeOf(value)).toBe(shape));
});

describe('several hashes in one text', () => {
  const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];

  it('are told apart, and nothing else is', () => {
    expect(hashesIn(`${one}, ${other}`)).toEqual([one, other]);
    for (const value of [one, '', null, 7, `${one}, more`, 'samples, runs'])
      expect(hashesIn(value)).toBeNull();
  });

  it('are compared one by one, also with one or none', () => {
    expect(hashesApart(one, `${one}, ${other}`)).toEqual([[one], [one, other]]);
    expect(hashesApart(null, `${one}, ${other}`)).toEqual([null, [one, other]]);
    expect(hashesApart(one, other)).toEqual([one, other]);
    expect(hashesApart('a, b', 'c, d')).toEqual(['a, b', 'c, d']);
  });
});
