// Reads a moment as the log writes it, `2026-11-21T10:00:00.123Z`, where it lies in a buffer.

const pattern = '0000-00-00T00:00:00.000Z';
export const isoLength = pattern.length;
const zero = 0x30;
/** The last day that was read: most events are of the same one as the one before. */
const lastDay = { digits: 0, ms: Number.NaN };

/** @returns milliseconds since 1970; NaN for what is no such moment */
export function isoAt(bytes: Buffer, from: number): number {
  for (let index = 0; index < isoLength; index++) {
    const [byte, expected] = [bytes[from + index] as number, pattern.charCodeAt(index)];
    if (expected === zero ? byte < zero || byte > zero + 9 : byte !== expected) return Number.NaN;
  }
  const two = (index: number) =>
    10 * (bytes[from + index] as number) + (bytes[from + index + 1] as number) - 11 * zero;
  const day = ((two(0) * 100 + two(2)) * 100 + two(5)) * 100 + two(8);
  if (day !== lastDay.digits) {
    lastDay.digits = day;
    lastDay.ms = dayOf(two(0) * 100 + two(2), two(5), two(8));
  }
  if (two(11) > 23 || two(14) > 59 || two(17) > 59) return Number.NaN;
  const ms = 10 * two(20) + (bytes[from + 22] as number) - zero;
  return lastDay.ms + ((two(11) * 60 + two(14)) * 60 + two(17)) * 1000 + ms;
}

/** @param month from 1 @returns NaN for a day that no calendar has */
function dayOf(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isOne =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isOne ? date.getTime() : Number.NaN;
}
