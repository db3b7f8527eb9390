// ENA's reports give London's wall clock without saying so; other services of its give ISO 8601.
const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/**
 * Reads `dd-MM-yyyy HH:mm:ss` (also without a time, or the year first, as in ISO 8601) as London's time; a text with a
 * time zone says its own. Of the hour that the clocks go through twice, the first is meant; in the hour they skip, the
 * time that the clocks would have shown.
 * @returns null for anything that is not a time
 */
export function londonInstant(text: string): Date | null {
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? new Date(text) : null;
  if (zoned) return Number.isNaN(zoned.getTime()) ? null : zoned;
  const match =
    /^(?<day>\d\d)-(?<month>\d\d)-(?<year>\d{4})(?:[ T](?<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?$/.exec(
      text,
    ) ??
    /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[ T](?<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?$/.exec(text);
  const { year = '', month = '', day = '', time = '00:00:00' } = match?.groups ?? {};
  const clock = time.length === 5 ? `${time}:00` : time;
  const wall = Date.parse(`${year}-${month}-${day}T${clock}Z`);
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(`${year}-${month}-${day}T${clock}`))
    return null;
  // London is at UTC or an hour before it: the earlier instant that shows this time, else the one that would have.
  const summer = wall - 3_600_000;
  return new Date(wallClock(summer) === wall ? summer : wall);
}

/** The day, `YYYY-MM-DD`, that it is in London at an instant. */
export const londonDay = (at: Date): string =>
  new Date(wallClock(new Date(at).getTime())).toISOString().slice(0, 10);

/** What London's clocks show at an instant, counted as if it were UTC. */
function wallClock(time: number): number {
  const part = Object.fromEntries(LONDON.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
