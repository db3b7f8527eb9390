import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { daysLater } from './local-time.ts';
import type { HolidayRegion, SkipDay } from './schedule.contract.ts';

/** Why nothing is sent on a day (`YYYY-MM-DD`); null for a day like any other. */
export type SkipDays = (day: string) => string | null;

/** The days that people named, and the public holidays of a country or part of it (rules of npm `date-holidays`). */
export function skipDaysOf(named: readonly SkipDay[], region: HolidayRegion | null): SkipDays {
  const labels = new Map(named.map(({ date, label }) => [date, label]));
  const holidays = region ? holidaysOf(region) : () => null;
  return (day) => labels.get(day) ?? holidays(day);
}

/** All countries' rules take 12 MB of memory: they are loaded when a schedule first names a country. */
const calendarClass = (): typeof Holidays =>
  createRequire(import.meta.url)('date-holidays') as typeof Holidays;

const calendars = new Map<string, SkipDays>();

/** Years are worked out when they are first asked for and kept: Easter and the moon take milliseconds. */
function holidaysOf(region: HolidayRegion): SkipDays {
  const key = [region.country, region.state, region.region].join('/');
  const known = calendars.get(key);
  if (known) return known;
  const rules = rulesOf(region);
  const years = new Map<string, ReadonlyMap<string, string>>();
  const calendar: SkipDays = (day) => {
    const year = day.slice(0, 4);
    const days = years.get(year) ?? daysOf(rules, Number(year));
    years.set(year, days);
    return days.get(day) ?? null;
  };
  calendars.set(key, calendar);
  return calendar;
}

function daysOf(rules: Holidays, year: number): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  // The year before, too: a holiday of several days may reach into this one.
  for (const { date, start, end, name } of [...rules.getHolidays(year - 1), ...rules.getHolidays(year)]) {
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
    for (let offset = 0; offset < length; offset++) days.set(daysLater(date.slice(0, 10), offset), name);
  }
  return days;
}

const rulesOf = ({ country, state, region }: HolidayRegion) =>
  new (calendarClass())(
    { country, ...(state && { state }), ...(region && { region }) },
    { types: ['public'], languages: ['en'] },
  );

/** Whether the calendar knows the country and, where they are given, its state and region. */
export function isKnownRegion({ country, state, region }: HolidayRegion): boolean {
  const all = new (calendarClass())();
  const has = (places: Record<string, string> | undefined, code: string) =>
    places !== undefined && Object.hasOwn(places, code);
  if (!has(all.getCountries(), country)) return false;
  if (!state) return !region;
  if (!has(all.getStates(country), state)) return false;
  return !region || has(all.getRegions(country, state), region);
}
