import { Cron } from 'croner';

/**
 * The instants that a cron expression names, in a time zone. Minute and hour are given as numbers, lists or ranges, so
 * that croner counts each as a time of day: one that does not exist on the day the clocks go forward comes at the first
 * moment that does, one that exists twice comes once.
 *
 * @param after the first instant lies later than this
 */
export function* turnsAfter(cron: string, timeZone: string, after: Date): Generator<Date, void> {
  const pattern = cronOf(cron, timeZone);
  for (let turn = pattern.nextRun(after); turn; turn = pattern.nextRun(turn)) yield turn;
}

const cronOf = (cron: string, timeZone: string) =>
  new Cron(cron, { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true });

const timesOfDay = /^\d{1,2}\s+[\d,-]+\s/;

/** Why an expression cannot be the schedule's; null when it can. */
export function cronProblem(cron: string): string | null {
  if (!timesOfDay.test(cron))
    return 'must begin with one minute and the hours as numbers, e.g. `0 3 * * 1` (Mondays at 03:00)';
  try {
    const next = cronOf(cron, 'UTC').nextRun();
    return next ? null : 'names no moment that will ever come';
  } catch (error) {
    return `is not a cron expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether the runtime knows the zone by an IANA name; offsets (`+02:00`) are none: they know no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
