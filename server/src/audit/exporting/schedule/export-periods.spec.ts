import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duePeriods, nextAt } from './export-periods.ts';

const at = (text: string) => new Date(text);
const names = (cadence: 'daily' | 'monthly', since: string, now: string) =>
  duePeriods(cadence, at(since), at(now)).map(({ name }) => name);

/** Any moment, and those about midnights and the ends of months. */
const moments = fc.oneof(
  fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2034-01-01T00:00:00Z'), noInvalidDate: true }),
  fc
    .tuple(
      fc.integer({ min: 0, max: 119 }),
      fc.integer({ min: -1, max: 1 }),
      fc.integer({ min: 0, max: 1000 }),
    )
    .map(([month, day, second]) => new Date(Date.UTC(2024, month, 1 + day, 0, 0, second))),
);

describe('what is due', () => {
  it('is nothing before a period has ended and settled', () => {
    expect(names('daily', '2026-11-20T10:00:00Z', '2026-11-21T00:14:59Z')).toEqual([]);
    expect(names('monthly', '2026-11-20T10:00:00Z', '2026-11-30T23:59:59Z')).toEqual([]);
  });

  it('is the day or month in which it was switched on, and each after it', () => {
    expect(names('daily', '2026-11-20T10:00:00Z', '2026-11-22T00:15:00Z')).toEqual([
      '2026-11-20',
      '2026-11-21',
    ]);
    expect(names('monthly', '2026-10-20T10:00:00Z', '2027-01-01T00:15:00Z')).toEqual([
      '2026-10',
      '2026-11',
      '2026-12',
    ]);
  });

  it('covers whole days and months, also in leap years', () => {
    expect(duePeriods('monthly', at('2028-02-10T00:00:00Z'), at('2028-03-02T00:00:00Z'))).toEqual([
      { name: '2028-02', since: '2028-02-01', until: '2028-02-29' },
    ]);
    expect(duePeriods('daily', at('2028-02-29T12:00:00Z'), at('2028-03-01T12:00:00Z'))).toEqual([
      { name: '2028-02-29', since: '2028-02-29', until: '2028-02-29' },
    ]);
  });

  it('leaves out what lies too far back', () => {
    const due = names('daily', '2026-01-01T00:00:00Z', '2026-11-21T12:00:00Z');
    expect([due.length, due[0], due.at(-1)]).toEqual([31, '2026-10-21', '2026-11-20']);
  });

  it('has no gap and no overlap, and nothing that has not ended', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('daily' as const, 'monthly' as const),
        moments,
        moments,
        (cadence, onSince, now) => {
          const due = duePeriods(cadence, onSince, now);
          for (const [index, { since, until, name }] of due.entries()) {
            expect(until.startsWith(name) && since.startsWith(name)).toBe(true);
            const end = Date.parse(until) + 86_400_000;
            expect(end).toBeLessThanOrEqual(now.getTime());
            expect(end).toBeGreaterThan(onSince.getTime());
            const next = due[index + 1];
            if (next) expect(Date.parse(next.since)).toBe(end);
          }
        },
      ),
    );
  });

  it('is one more at the next moment that is told, and none before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('daily' as const, 'monthly' as const),
        moments,
        moments,
        (cadence, onSince, now) => {
          const next = nextAt(cadence, onSince, now);
          expect(next.getTime()).toBeGreaterThan(now.getTime());
          const due = duePeriods(cadence, onSince, now);
          expect(duePeriods(cadence, onSince, new Date(next.getTime() - 1))).toEqual(due);
          expect(duePeriods(cadence, onSince, next).at(-1)?.name).not.toBe(due.at(-1)?.name);
        },
      ),
    );
  });

  it('is not what had ended when it was switched on, though it had not settled', () => {
    const [onSince, later] = [at('2026-11-22T00:05:00Z'), at('2026-11-22T00:20:00Z')];
    expect(duePeriods('daily', onSince, later)).toEqual([]);
    expect(nextAt('daily', onSince, onSince)).toEqual(at('2026-11-23T00:15:00Z'));
    expect(nextAt('monthly', at('2026-12-01T00:05:00Z'), at('2026-12-01T00:06:00Z'))).toEqual(
      at('2027-01-01T00:15:00Z'),
    );
    // Switched on a second before midnight: its day is due a quarter of an hour later.
    expect(nextAt('daily', at('2026-11-21T23:59:59Z'), later)).toEqual(at('2026-11-23T00:15:00Z'));
    expect(nextAt('daily', at('2026-11-21T23:59:59Z'), onSince)).toEqual(at('2026-11-22T00:15:00Z'));
  });
});
