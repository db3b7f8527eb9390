const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const midnight = (time: Date) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());

/** By the calendar of the person's own zone: what is 30 hours ahead may be tomorrow or the day after. */
const daysBetween = (from: Date, to: Date): number =>
  Math.round((midnight(to) - midnight(from)) / 86_400_000);

/** How long ago (or until) `then` is, in the largest unit that fits: `3 days ago`, `in 2 hours`, `now` below a minute. */
export const relativeTime = (
  then: Date,
  now: Date,
  locale: string,
  style: Intl.RelativeTimeFormatStyle = 'long',
): string => {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  if (unit === 'day') return format.format(daysBetween(now, then), unit);
  return format.format(unit === 'second' ? 0 : Math.trunc(seconds / size), unit);
};

/** A moment in the person's own zone, with the zone: `21 November 2026 at 12:05:09 CET`; 24 hours in every language, as lists have it. */
export const absoluteTime = (then: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', hourCycle: 'h23' }).format(then);

/** A calendar day as such, in no zone: `21 November 2026`. */
export const calendarDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
