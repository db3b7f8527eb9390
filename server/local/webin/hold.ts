import type { SubmittedAction } from './submitted.ts';

/** The date on which a submission's objects become public, or what ENA has against the one given. */
export type Hold = { readonly until: string; readonly isHeld: boolean } | { readonly error: string };

/**
 * HOLD with a date: that date, at most two years ahead. Without one: two years. No HOLD at all: two months, which
 * surprises people. How ENA words its refusals is not known.
 */
export function holdOf(actions: readonly SubmittedAction[], now: Date): Hold {
  const latest = later(now, 24);
  if (actions.some(({ type }) => type === 'RELEASE')) return { until: day(now), isHeld: false };
  const hold = actions.find(({ type }) => type === 'HOLD');
  if (!hold) return { until: later(now, 2), isHeld: false };
  const { holdUntilDate: date } = hold;
  if (date === undefined) return { until: latest, isHeld: true };
  if (!isDate(date))
    return { error: `Failed to validate submission xml, error: Invalid date value: ${date}` };
  if (date > latest) return { error: `The hold date ${date} is more than two years in the future.` };
  if (date < day(now)) return { error: `The hold date ${date} is in the past.` };
  return { until: date, isHeld: true };
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && day(new Date(time)) === text;
}

function later(now: Date, months: number): string {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() + months);
  return day(date);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
