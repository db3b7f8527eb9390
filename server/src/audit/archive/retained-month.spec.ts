import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../sealing/signing-key.ts';
import { signersOf } from '../sealing/signed-note.ts';
import {
  brokenChain,
  hashOfNote,
  monthAfter,
  readRetained,
  type ReadMonth,
  type RetainedMonth,
  signRetained,
  startOf,
} from './retained-month.ts';

const origin = 'audit.example.org/seqdb';
const key = signingKey(origin, randomBytes(32).toString('base64'));
const month = (change: Partial<RetainedMonth> = {}): RetainedMonth => ({
  month: '2026-03',
  events: 3,
  seqs: [
    [1, 2],
    [5, 5],
  ],
  lastSegment: 4,
  bucket: 'exports',
  key: 'archive/2026-03.jsonl.gz',
  sha256: 'a'.repeat(64),
  bytes: 100,
  at: '2026-07-01T03:00:00.000Z',
  previous: null,
  remembers: [{ id: 'x', action: 'audit.hold', target: 'y', facts: { kind: 'period' } }],
  ...change,
});
const signed = (change: Partial<RetainedMonth> = {}) => signRetained(origin, month(change), [key]);
const read = (note: string): ReadMonth => {
  const found = readRetained(origin, note);
  if (!found) throw new Error('not read');
  return found;
};

describe('a statement', () => {
  it('is read as it was signed', () => {
    const { stated, note, hash } = read(signed());
    expect(stated).toEqual(month());
    expect(signersOf(note, [key])).toEqual([key]);
    expect(hash).toBe(hashOfNote(signed()));
  });

  it.each([
    ['of another log', readRetained('other.example/audit', signed())],
    ['cut', readRetained(origin, signed().slice(0, -1))],
    ['of no month', readRetained(origin, signed({ month: '2026-13' }))],
    ['with another number of places', readRetained(origin, signed({ events: 4 }))],
    [
      'with a place twice',
      readRetained(
        origin,
        signed({
          seqs: [
            [1, 2],
            [2, 2],
          ],
        }),
      ),
    ],
    ['with a stretch turned round', readRetained(origin, signed({ events: 0, seqs: [[2, 1]] }))],
    ['with more than it should say', readRetained(origin, signed().replace('"month"', '"x":1,"month"'))],
    ['that is a head', readRetained(origin, signed().replace('\nretention\n', '\n7\n'))],
    ['of nothing', readRetained(origin, '')],
    ['whose text is no JSON', readRetained(origin, signed().replace('{"month"', '{month'))],
  ])('%s is none', (_, found) => expect(found).toBeUndefined());
});

describe('a chain of statements', () => {
  const first = signed();
  const second = (change: Partial<RetainedMonth> = {}) =>
    signed({
      month: '2026-04',
      seqs: [
        [3, 4],
        [6, 6],
      ],
      lastSegment: 5,
      previous: hashOfNote(first),
      ...change,
    });

  it('holds when each follows the one before', () => {
    expect(brokenChain([])).toBeUndefined();
    expect(brokenChain([read(first), read(second())])).toBeUndefined();
  });

  it('holds over months that the log never had room for', () => {
    expect(brokenChain([read(first), read(second({ month: '2027-02' }))])).toBeUndefined();
  });

  it.each([
    ['a month comes twice', second({ month: '2026-03' })],
    ['a month comes after a later one', second({ month: '2026-02' })],
    ['the segments go back', second({ lastSegment: 3 })],
    ['it follows another statement', second({ previous: hashOfNote('x') })],
    ['it follows none', second({ previous: null })],
  ])('breaks when %s', (_, other) => {
    const broken = read(other).stated.month;
    expect(brokenChain([read(first), read(other)])).toMatchObject({ month: broken });
  });

  it('breaks when its beginning is gone', () => {
    expect(brokenChain([read(second())])).toEqual({
      month: '2026-04',
      wrong: { code: 'archive_before_missing', params: {} },
    });
  });
});

it.each([
  ['2026-12', 1, '2027-01'],
  ['2026-01', -1, '2025-12'],
  ['2026-11', -11, '2025-12'],
])('%s and %i months are %s', (from, by, to) => {
  expect(monthAfter(from, by)).toBe(to);
  expect(startOf(to).toISOString()).toBe(`${to}-01T00:00:00.000Z`);
});
