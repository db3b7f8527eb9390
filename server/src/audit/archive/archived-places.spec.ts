import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArchivedPlaces, ArchivedTwice } from './archived-places.ts';
import { multirangeOf, stretchesOf } from './multirange.ts';
import type { ReadMonth } from './retained-month.ts';

/** Months that share out some of the first places, each in stretches as the database gives them. */
const shared = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });
const monthOf = (owners: readonly number[], month: number): [number, number][] => {
  const stretches: [number, number][] = [];
  for (const [index, owner] of owners.entries()) {
    const last = stretches.at(-1);
    if (owner !== month) continue;
    if (last && last[1] === index) last[1] = index + 1;
    else stretches.push([index + 1, index + 1]);
  }
  return stretches;
};
const placesOf = (...months: [number, number][][]) =>
  new ArchivedPlaces(months.map((seqs) => ({ stated: { seqs } }) as unknown as ReadMonth));

it('knows each place that some month has, and the next that none has', () => {
  fc.assert(
    fc.property(shared, (owners) => {
      const places = placesOf(...[1, 2, 3].map((month) => monthOf(owners, month)));
      const isArchived = (seq: number) => (owners[seq - 1] ?? 0) > 0;
      expect(places.count).toBe(owners.filter((owner) => owner > 0).length);
      for (let seq = 1; seq <= owners.length + 2; seq++) {
        expect(places.has(seq)).toBe(isArchived(seq));
        let next = seq;
        while (isArchived(next)) next += 1;
        expect(places.nextHere(seq)).toBe(next);
      }
    }),
  );
});

it('takes no place twice', () => {
  expect(() => placesOf([[1, 5]], [[5, 6]])).toThrow(new ArchivedTwice(5));
});

it('is read from the database as it is written there', () => {
  fc.assert(
    fc.property(shared, (owners) => {
      const stretches = monthOf(owners, 1);
      expect(stretchesOf(multirangeOf(stretches))).toEqual(stretches);
    }),
  );
});
