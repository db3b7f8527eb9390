import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLater, localDay, localTime } from './local-time.ts';
import { cronProblem, isTimeZone, turnsAfter } from './turns.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe', // goes forward by half an hour
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
];
const zone = fc.constantFrom(...zones);
const moment = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2035-12-31T00:00:00Z'),
  noInvalidDate: true,
});

function firstTurns(cron: string, timeZone: string, after: Date, count: number): Date[] {
  const turns: Date[] = [];
  for (const turn of turnsAfter(cron, timeZone, after)) {
    turns.push(turn);
    if (turns.length === count) break;
  }
  return turns;
}

const on = (turns: Date[], day: string, timeZone: string) =>
  turns.filter((turn) => localDay(turn, timeZone) === day).map((turn) => turn.toISOString());

describe('a daily turn at 02:30 in Berlin', () => {
  const turns = (from: string) => firstTurns('30 2 * * *', 'Europe/Berlin', new Date(from), 4);

  it('comes once on the day that has no 02:30, as soon as there is time again', () => {
    expect(on(turns('2027-03-27T00:00:00Z'), '2027-03-28', 'Europe/Berlin')).toEqual([
      '2027-03-28T01:00:00.000Z',
    ]);
  });

  it('comes once on the day that has two', () => {
    expect(on(turns('2027-10-30T00:00:00Z'), '2027-10-31', 'Europe/Berlin')).toEqual([
      '2027-10-31T00:30:00.000Z',
    ]);
  });
});

it('several turns of a night come once each, also in the hour that comes twice', () => {
  const turns = firstTurns('30 1-3 * * *', 'Europe/Berlin', new Date('2027-10-30T12:00:00Z'), 4);
  expect(on(turns, '2027-10-31', 'Europe/Berlin')).toEqual([
    '2027-10-30T23:30:00.000Z',
    '2027-10-31T00:30:00.000Z',
    '2027-10-31T02:30:00.000Z',
  ]);
});

it('a daily turn comes exactly once on each day, in every zone and at every time of day', () => {
  fc.assert(
    fc.property(zone, moment, fc.nat(23), fc.nat(59), (timeZone, from, hour, minute) => {
      const turns = firstTurns(`${minute} ${hour} * * *`, timeZone, from, 30);
      const days = turns.map((turn) => localDay(turn, timeZone));
      expect(new Set(days).size).toBe(30);
      for (const [index, day] of days.slice(1).entries()) expect(day).toBe(daysLater(days[index] ?? '', 1));
    }),
    { numRuns: 150 },
  );
});

it('turns shows their time on the clock, except where the clocks leave it out', () => {
  fc.assert(
    fc.property(zone, moment, fc.nat(23), fc.nat(59), (timeZone, from, hour, minute) => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
      for (const turn of firstTurns(`${minute} ${hour} * * 1`, timeZone, from, 10)) {
        const shown = localTime(turn, timeZone).slice(11);
        if (shown === time) continue;
        // Within the gap: the clock before showed an earlier time, and two seconds around it are further apart.
        const before = localTime(new Date(turn.getTime() - 1_000), timeZone).slice(11);
        expect(before < time && time < shown, `${before} ${time} ${shown}`).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

it('several turns a day never come at one instant, nor out of order', () => {
  fc.assert(
    fc.property(zone, moment, fc.uniqueArray(fc.nat(23), { minLength: 1 }), (timeZone, from, hours) => {
      const turns = firstTurns(`15 ${hours.join(',')} * * *`, timeZone, from, 60);
      for (const [index, turn] of turns.slice(1).entries())
        expect(turn.getTime()).toBeGreaterThan(turns[index]?.getTime() ?? Infinity);
    }),
    { numRuns: 50 },
  );
});

describe('an expression', () => {
  it.each(['0 3 * * 1', '30 2 * * *', '0 3,15 1-7 * MON', '0 8-17 * * 1-5', '0 3 L * *', '0 3 29 2 *'])(
    '%s is fine',
    (cron) => expect(cronProblem(cron)).toBeNull(),
  );

  it.each([
    '',
    '* * * * *',
    '*/5 3 * * *',
    '0,30 3 * * *',
    '0 * * * *',
    '0 */2 * * *',
    '0 25 * * *',
    '60 3 * * *',
    '0 3 30 2 *',
    '0 3 * *',
    '0 0 3 * * 1 2027',
    '0 0 3 * * 1',
    '@weekly',
    '0 3 * * 1; rm -rf',
    '0 3 * * MONDAYISH',
    '0 3- * * 1',
    '0 , * * 1',
  ])('%s is not', (cron) => expect(cronProblem(cron)).not.toBeNull());

  it('of any characters is either fine or refused with words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 30 }),
          fc
            .string({ unit: fc.constantFrom(...'0123456789 ,-*/LW#?'), maxLength: 24 })
            .map((text) => `0 3 ${text}`),
        ),
        (cron) => {
          const problem = cronProblem(cron);
          if (problem === null)
            expect(firstTurns(cron, 'Europe/Berlin', new Date(), 2).length).toBeGreaterThan(0);
          else expect(problem).toMatch(/\w/);
        },
      ),
    );
  });
});

it('knows time zones by their names', () => {
  for (const name of zones) expect(isTimeZone(name), name).toBe(true);
  for (const name of [
    '',
    'Berlin',
    '+02:00',
    'Europe/Berlin ',
    '../etc/passwd',
    'Mars/Olympus',
    'Europe/Berlin\n',
  ])
    expect(isTimeZone(name), name).toBe(false);
});
