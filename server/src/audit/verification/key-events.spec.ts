import { describe, expect, it } from 'vitest';
import { flawOfKey } from './key-events.ts';

const name = 'log.example/audit';
const added = (target: string, at: string, ended: string | null = null, overlapMinutes: unknown = 60) => ({
  target,
  facts: { name, publicKey: `key ${target}`, at, ended, overlapMinutes },
});
const stood = (target: string, validFrom: string, validUntil: string | null) => ({
  target,
  facts: {
    name,
    publicKey: `key ${target}`,
    at: '2026-05-01T00:00:00.000Z',
    validFrom,
    validUntil,
    ended: null,
  },
});
const key = (id: string, from: string, until: string | null = null) => ({
  name,
  id,
  publicKey: `key ${id}`,
  from,
  until,
});
const told = [
  stood('a', '2026-01-01T00:00:00.123456Z', '2026-02-01T01:00:00.654321Z'),
  stood('b', '2026-02-01T00:00:00.654321Z', null),
  added('c', '2026-06-01T00:00:00.500Z', 'b'),
];
const [a, b, c] = [
  key('a', '2026-01-01T00:00:00.123456Z', '2026-02-01T01:00:00.654321Z'),
  key('b', '2026-02-01T00:00:00.654321Z', '2026-06-01T01:00:00.500000Z'),
  key('c', '2026-06-01T00:00:00.500000Z'),
] as const;

describe('a key is', () => {
  it.each([a, b, c])('as the log says: $id', (known) => {
    expect(flawOfKey(known, told)).toBeUndefined();
  });

  it.each([
    ['that nothing tells of', key('x', '2026-06-01T00:00:00.500000Z')],
    ['that nothing tells of, from before all that is told', key('x', '2020-01-01T00:00:00.000000Z')],
    ['of another name', { ...c, name: `${name}-exports` }],
    ['with other bytes', { ...c, publicKey: 'another' }],
    ['brought back', { ...a, until: null }],
    ['brought back for a while', { ...a, until: '2027-01-01T00:00:00.000000Z' }],
    ['whose end was taken away', { ...b, until: null }],
    ['whose end was put off', { ...b, until: '2026-06-01T01:00:00.500001Z' }],
    ['ended by nothing', { ...c, until: '2026-07-01T00:00:00.000000Z' }],
    ['good from earlier on', { ...c, from: '2026-05-31T00:00:00.000000Z' }],
  ])('found: one %s', (_, made) => {
    expect(flawOfKey(made, told)).toEqual(expect.any(String));
  });

  it('not ended by an event of another name, or by one that names a part of its id', () => {
    const other = added('d', '2026-07-01T00:00:00.000Z', 'c');
    const renamed = { ...other, facts: { ...other.facts, name: `${name}-exports` } };
    expect(
      flawOfKey(c, [...told, renamed, added('e', '2026-07-01T00:00:00.000Z', 'cc, xc')]),
    ).toBeUndefined();
  });

  it.each([null, 'soon', -1, 1e300, {}])('found where its end is said with %s minutes', (minutes) => {
    const found = flawOfKey(c, [...told, added('d', '2026-07-01T00:00:00.000Z', 'c', minutes)]);
    expect(found).toBe('key_until');
  });

  it('found where what tells of it is none of ours', () => {
    expect(flawOfKey(c, [{ target: 'c', facts: null }])).toBe('key_untold');
    expect(flawOfKey(c, [added('c', 'not a moment')])).toBe('key_from');
  });
});
