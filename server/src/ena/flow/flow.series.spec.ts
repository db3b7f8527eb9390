import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowCount, mostItems, seriesOf, startOf, startsOf } from './flow.series.ts';

const today = '2026-11-21';

describe('the range', () => {
  it('is the last thirty days, or twenty-six weeks from Mondays on', () => {
    const days = startsOf({ by: 'day' }, today) as string[];
    expect([days.length, days[0], days.at(-1)]).toEqual([30, '2026-10-23', today]);
    const weeks = startsOf({ by: 'week' }, today) as string[];
    expect([weeks.length, weeks.at(-1)]).toEqual([26, '2026-11-16']);
  });

  it('ends today, begins within three years, and is no longer than a picture can show', () => {
    expect(startsOf({ by: 'day', from: '2026-11-20', to: '2027-05-01' }, today)).toEqual([
      '2026-11-20',
      today,
    ]);
    expect(startsOf({ by: 'day', from: '2027-01-01' }, today)).toMatchObject({ path: 'from' });
    expect(startsOf({ by: 'week', from: '0001-01-01' }, today)).toMatchObject({ path: 'from' });
    expect(startsOf({ by: 'day', from: '2024-11-21' }, today)).toMatchObject({
      message: expect.stringMatching(/week/),
    });
    expect(startsOf({ by: 'week', from: '2024-11-21' }, today)).toHaveLength(105);
  });

  it('has each day or Monday once, over leap days and years', () => {
    const day = fc
      .integer({ min: 0, max: 1_090 })
      .map((back) => new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.constantFrom('day' as const, 'week' as const), (from, to, by) => {
        const starts = startsOf({ from, to, by }, today);
        if (!Array.isArray(starts)) return;
        expect(starts.length).toBeLessThanOrEqual(mostItems);
        expect(starts[0]).toBe(startOf(from, by));
        expect(starts.at(-1)).toBe(startOf(to, by));
        expect(new Set(starts).size).toBe(starts.length);
        if (by === 'week') for (const start of starts) expect(new Date(start).getUTCDay()).toBe(1);
      }),
    );
  });
});

describe('records that wait', () => {
  it('are as many at the end of each day as had entered and not left, whatever happened since', () => {
    const days = startsOf({ by: 'day', from: '2026-11-01' }, today) as string[];
    const record = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }))
      .map(([enters, stays]) => ({
        enters,
        leaves: stays === null || enters + stays > 20 ? null : enters + stays,
      }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.integer({ min: 1, max: 21 }), (records, shown) => {
        const counts = days.flatMap((start, index): FlowCount[] => [
          { start, kind: 'entered', count: records.filter(({ enters }) => enters === index).length },
          { start, kind: 'left', count: records.filter(({ leaves }) => leaves === index).length },
        ]);
        const now = records.filter(({ leaves }) => leaves === null).length;
        const series = seriesOf(days.slice(0, shown), counts, now);
        expect(series.map(({ waiting }) => waiting)).toEqual(
          days
            .slice(0, shown)
            .map(
              (_, day) =>
                records.filter(({ enters, leaves }) => enters <= day && (leaves === null || leaves > day))
                  .length,
            ),
        );
      }),
    );
  });
});
