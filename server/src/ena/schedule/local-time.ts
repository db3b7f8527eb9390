const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** What clocks in the zone show at an instant: `YYYY-MM-DDTHH:MM:SS`. */
export function localTime(instant: Date, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** The calendar day in the zone, `YYYY-MM-DD`. */
export const localDay = (instant: Date, timeZone: string): string =>
  localTime(instant, timeZone).slice(0, 10);

/** The day so many days later. @param day `YYYY-MM-DD` */
export function daysLater(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Saturday or Sunday. @param day `YYYY-MM-DD` */
export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/**
 * The instant at which clocks in the zone show a time. One that is shown twice is the first of the two; one that is
 * left out is the first moment after the gap, as for turns.
 *
 * @param local `YYYY-MM-DDTHH:MM:SS`
 */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`);
  const offsetAt = (ms: number) => Date.parse(`${localTime(new Date(ms), timeZone)}Z`) - ms;
  // The offsets in force a day before and after: a change of the clocks lies between them, if there is one.
  const [before, after] = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)];
  const candidates = [asUtc - before, asUtc - after].sort((one, other) => one - other);
  const shown = candidates.find((ms) => localTime(new Date(ms), timeZone) === local);
  if (shown !== undefined) return new Date(shown);
  return firstAfterGap(candidates[0] as number, candidates[1] as number, offsetAt);
}

/** The moment at which the offset changes, between two instants, to the second. */
function firstAfterGap(from: number, to: number, offsetAt: (ms: number) => number): Date {
  let [low, high] = [from - 1_000, to];
  const before = offsetAt(low);
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return new Date(high);
}
