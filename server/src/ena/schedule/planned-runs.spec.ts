import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './due-decisions.ts';
import { daysLater, instantOf, isWeekend, localDay, localTime } from './local-time.ts';
import { dueRuns, type Plan, type PlannedRun, plannedRuns } from './planned-runs.ts';
import { isKnownRegion, skipDaysOf } from './skip-days.ts';

const weekly: Plan = {
  cron: '0 3 * * 1',
  timeZone: 'Europe/Berlin',
  skipDays: [],
  holidays: { country: 'DE', state: 'BE' },
  onSkipDay: 'next-working-day',
};

function first(plan: Plan, after: string | Date, count: number): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (const run of plannedRuns(plan, new Date(after))) {
    runs.push(run);
    if (runs.length === count) break;
  }
  return runs;
}

const shown = ({ turnAt, runAt, skipDay }: PlannedRun) => [
  localDay(turnAt, 'Europe/Berlin'),
  runAt && localTime(runAt, 'Europe/Berlin'),
  skipDay?.label ?? null,
];

describe('a turn on a holiday', () => {
  it('goes on the next working day at the same time, over a change of the clocks, too', () => {
    // Easter Monday 2027 is 29 March; the clocks went forward the night before.
    expect(first(weekly, '2027-03-20T00:00:00Z', 3).map(shown)).toEqual([
      ['2027-03-22', '2027-03-22T03:00:00', null],
      ['2027-03-29', '2027-03-30T03:00:00', 'Easter Monday'],
      ['2027-04-05', '2027-04-05T03:00:00', null],
    ]);
  });

  it('is left to the next turn where that is wanted', () => {
    const [, easter] = first({ ...weekly, onSkipDay: 'next-turn' }, '2027-03-20T00:00:00Z', 2);
    expect(easter).toMatchObject({ runAt: null, skipDay: { date: '2027-03-29' } });
  });

  it('is left to the next turn when that comes before', () => {
    const daily = { ...weekly, cron: '0 3 * * *', holidays: null };
    const skipDays = ['2027-05-06', '2027-05-07'].map((date) => ({ date, label: 'Closed' }));
    expect(first({ ...daily, skipDays }, '2027-05-05T12:00:00Z', 3).map(shown)).toEqual([
      ['2027-05-06', null, 'Closed'],
      // Friday: the next working day is Monday, but Saturday's turn comes before.
      ['2027-05-07', null, 'Closed'],
      ['2027-05-08', '2027-05-08T03:00:00', null],
    ]);
  });
});

const days = fc.integer({ min: 0, max: 700 }).map((offset) => daysLater('2026-06-01', offset));
const plan: fc.Arbitrary<Plan> = fc.record({
  cron: fc
    .tuple(
      fc.nat(59),
      fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('*', '1', '0', '1-5', '6', '2,4'),
    )
    .map(([minute, hours, weekdays]) => `${minute} ${hours.join(',')} * * ${weekdays}`),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo'),
  skipDays: fc
    .uniqueArray(days, { maxLength: 60 })
    .map((dates) => dates.map((date) => ({ date, label: `closed ${date}` }))),
  holidays: fc.constantFrom(null, { country: 'DE' }, { country: 'JP' }, { country: 'US', state: 'NY' }),
  onSkipDay: fc.constantFrom('next-working-day' as const, 'next-turn' as const),
});
const start = days.map((day) => new Date(`${day}T05:17:00Z`));

describe('of any plan', () => {
  it('no two runs come at one instant, they keep their order, and none comes on a skip day', () => {
    fc.assert(
      fc.property(plan, start, (given, after) => {
        const skips = skipDaysOf(given.skipDays, given.holidays);
        const runs = first(given, after, 25);
        const instants = runs.flatMap(({ runAt }) => (runAt ? [runAt.getTime()] : []));
        expect(instants).toEqual([...new Set(instants)].sort((one, other) => one - other));
        expect(new Set(runs.map(({ turnAt }) => turnAt.getTime())).size).toBe(runs.length);
        for (const { turnAt, runAt, skipDay } of runs) {
          if (runAt) expect(skips(localDay(runAt, given.timeZone))).toBeNull();
          if (skipDay === null) expect(runAt).toEqual(turnAt);
          if (runAt && runAt > turnAt) expect(isWeekend(localDay(runAt, given.timeZone))).toBe(false);
          if (given.onSkipDay === 'next-turn' && skipDay) expect(runAt).toBeNull();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('however often one looks, each turn is due once', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 6 * 24 * 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(plan, start, looks, (given, from, steps) => {
        let at = from;
        const seen: PlannedRun[] = [];
        for (const minutes of steps) {
          const until = new Date(at.getTime() + minutes * 60_000);
          seen.push(...dueRuns(given, at, until));
          at = until;
        }
        expect(seen.map(({ turnAt }) => turnAt).sort((a, b) => a.getTime() - b.getTime())).toEqual(
          dueRuns(given, from, at).map(({ turnAt }) => turnAt),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('what becomes of turns that are due', () => {
  const situation = fc.record({
    makeUpHours: fc.nat(168),
    isRunning: fc.boolean(),
    pause: fc.option(fc.constant({ reason: 'ENA is moving' })),
  });

  it('one begins at most, never while paused or while another is at work, never too late', () => {
    fc.assert(
      fc.property(plan, start, fc.nat(40 * 24 * 60), situation, (given, from, minutes, rest) => {
        const now = new Date(from.getTime() + minutes * 60_000);
        const due = dueRuns(given, from, now);
        const decisions = decide(due, { now, ...rest });
        expect(decisions.map(({ turnAt }) => turnAt)).toEqual(due.map(({ turnAt }) => turnAt));
        const begun = decisions.filter(({ skipReason }) => skipReason === null);
        expect(begun.length).toBeLessThanOrEqual(rest.pause || rest.isRunning ? 0 : 1);
        for (const { turnAt } of begun) {
          const run = due.find((other) => other.turnAt === turnAt);
          const late = now.getTime() - (run?.runAt?.getTime() ?? 0);
          expect(late).toBeLessThanOrEqual(Math.max(5 * 60_000, rest.makeUpHours * 3_600_000));
        }
        const last = due.findLast(({ runAt }) => runAt !== null)?.runAt;
        const isInTime = last && now.getTime() - last.getTime() <= rest.makeUpHours * 3_600_000;
        if (isInTime && !rest.pause && !rest.isRunning) expect(begun).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});

it('local times are read back as they were written, but for those that a clock leaves out', () => {
  fc.assert(
    fc.property(
      start,
      fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York'),
      (at, zone) => {
        const local = localTime(at, zone);
        expect(localTime(instantOf(local, zone), zone)).toBe(local);
      },
    ),
  );
  expect(instantOf('2027-03-28T02:30:00', 'Europe/Berlin').toISOString()).toBe('2027-03-28T01:00:00.000Z');
  expect(instantOf('2027-10-31T02:30:00', 'Europe/Berlin').toISOString()).toBe('2027-10-31T00:30:00.000Z');
});

it('knows countries, states and regions, and nothing that is not one', () => {
  expect(isKnownRegion({ country: 'DE' })).toBe(true);
  expect(isKnownRegion({ country: 'DE', state: 'BY', region: 'A' })).toBe(true);
  for (const region of [
    { country: 'XX' },
    { country: 'DE', state: 'XX' },
    { country: 'DE', region: 'A' },
    { country: 'DE', state: 'BY', region: 'XX' },
    { country: 'DE', state: 'constructor' },
    { country: '__proto__' },
  ])
    expect(isKnownRegion(region), JSON.stringify(region)).toBe(false);
});
