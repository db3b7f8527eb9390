import { describe, expect, it } from 'vitest';
import { wrong } from '../flaw-sentences.contract.ts';
import { damaged, Found } from '../verifier/verdict.ts';
import { placeNamed } from './place-named.contract.ts';
import { damageOf } from './bad-places.ts';
import { Flaws, mostNamed } from './flaws.ts';

const id = '01a200b0-f722-7000-8000-0a7025ba2b29';
const other = '01a200b0-f722-7000-8000-0a7025ba2b30';

describe('a bad place', () => {
  it.each([
    ['events', { kind: 'events' }],
    ['heads', { kind: 'heads' }],
    ['archive', { kind: 'archive' }],
    ['archive of 2026-03', { kind: 'archive', id: '2026-03' }],
    ['event 12', { kind: 'event', number: 12 }],
    [`event ${id}`, { kind: 'event', id }],
    ['segment 3', { kind: 'segment', number: 3 }],
    [`hold ${id}`, { kind: 'hold', id }],
    ['key 1f2e', { kind: 'key', id: '1f2e' }],
    ['person curator-1', { kind: 'person', id: 'curator-1' }],
    [`verification ${id}`, { kind: 'verification', id }],
    [`erasure ${id}`, { kind: 'erasure', id }],
    ['audit_refuse()', { kind: 'guard', id: 'audit_refuse()' }],
    ['audit_events of a month', { kind: 'guard', id: 'audit_events of a month' }],
    ['event 1e5', { kind: 'guard', id: 'event 1e5' }],
    ['archive of 2026-13', { kind: 'guard', id: 'archive of 2026-13' }],
  ] as const)('is what it is named: %s', (name, place) => {
    expect(placeNamed(name)).toEqual({ id: null, number: null, ...place });
  });
});

const foundBy = (work: () => void): Found => {
  try {
    work();
  } catch (error) {
    if (error instanceof Found) return error;
    throw error;
  }
  throw new Error('nothing was found');
};
const flawsOf = (...places: string[]) => {
  const flaws = new Flaws();
  for (const [index, place] of places.entries())
    flaws.add('event', place, wrong('event_segment', { said: index, segment: 1 }), index);
  return foundBy(() => flaws.assertNone());
};

describe('what a verification found', () => {
  it('names each event by what it is opened by, where it is there', async () => {
    const asked: unknown[][] = [];
    const found = flawsOf('event 2', `event ${id}`, 'event 5', 'event 6', 'segment 3', `event ${other}`);
    const { places, unnamed } = await damageOf((_, values) => {
      asked.push(values);
      return Promise.resolve([
        { number: 2, id: other, isThere: true },
        { number: 5, id, isThere: false },
        { number: null, id, isThere: true },
      ]);
    }, found);
    expect(asked).toEqual([
      [
        [2, 5, 6],
        [id, other],
        [expect.any(Date), expect.any(Date)],
      ],
    ]);
    expect(places.map(({ kind, number, id: which, isThere }) => [kind, number, which, isThere])).toEqual([
      ['event', 2, other, true],
      ['event', null, id, true],
      ['event', 5, id, false],
      ['event', 6, null, false],
      ['segment', 3, null, false],
      ['event', null, other, false],
    ]);
    expect(places[3]).toMatchObject({
      says: 'is said to lie in segment 3, and lies in segment 1',
      reason: { code: 'flaw.event_segment', params: { said: 3, segment: 1 } },
    });
    expect(unnamed).toBe(0);
    expect(found.flaw.says).toBe('is said to lie in segment 0, and lies in segment 1');
    expect(found.message).toBe(
      `event 2: ${found.flaw.says}; other bad places: event ${id}, event 5, event 6, segment 3, event ${other}`,
    );
  });

  it('is one place where the run ended at the first', async () => {
    const found = damaged('heads', 'heads_foreign', { name: 'x' });
    expect(await damageOf(() => Promise.resolve([]), found)).toEqual({
      places: [
        {
          kind: 'heads',
          id: null,
          number: null,
          isThere: false,
          says: 'x in the bucket is no head of a log',
          reason: { code: 'flaw.heads_foreign', params: { name: 'x' } },
        },
      ],
      unnamed: 0,
    });
  });

  it('counts what it does not name', async () => {
    const found = flawsOf(...Array.from({ length: 50 }, (_, index) => `event ${index + 1}`));
    const { places, unnamed } = await damageOf(() => Promise.resolve([]), found);
    expect([places.length, unnamed]).toEqual([mostNamed + 1, 50 - mostNamed - 1]);
    expect(found.message).toMatch(/event 21 and 29 more$/);
  });
});
