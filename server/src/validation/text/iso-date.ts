/** A moment or a part of time, as far as it is given. */
export type PartialDate = {
  year: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  text: string;
};

const form =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?Z?(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?)?$/;

/** Reads `2014`, `2014-10`, `2014-10-01`, `2014-10-01T12:30[:59][Z][+02]`; undefined for any other form. */
export function partialDate(text: string): PartialDate | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const [year = 0, month, day, hour, minute, second] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  return {
    year,
    text,
    ...(month !== undefined && { month }),
    ...(day !== undefined && { day }),
    ...(hour !== undefined && { hour }),
    ...(minute !== undefined && { minute }),
    ...(second !== undefined && { second }),
  };
}

/** Both ends of `2014-10/2014-11`, or the one date of anything else. */
export function datesOf(value: string): PartialDate[] {
  return value.split('/').flatMap((part) => partialDate(part) ?? []);
}

/** What the calendar or the clock has against a date; undefined for nothing. */
export function impossiblePart({ year, month, day, hour, minute, second }: PartialDate): string | undefined {
  if (month !== undefined && (month < 1 || month > 12)) return `there is no month ${month}`;
  if (month !== undefined && day !== undefined) {
    const days = daysIn(year, month);
    if (day < 1 || day > days) return `${monthNames[month - 1] ?? ''} ${year} has ${days} days`;
  }
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return 'there is no such time of day';
  return undefined;
}

/** Whether `one` certainly ends before `other` begins, as far as both are given. */
export function isBefore(one: PartialDate, other: PartialDate): boolean {
  const length = Math.min(one.text.length, other.text.length, 'YYYY-MM-DDThh:mm'.length);
  return one.text.slice(0, length) < other.text.slice(0, length);
}

export const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
