/**
 * A moment as clocks of the schedule's zone show it, in words: `2026-11-23T06:00` is `Monday, 23 November 2026 at 06:00`.
 * It is no moment of the reader's zone and is not converted to one.
 */
export const localClock = (local: string, locale: string): string => {
  const shown = new Date(`${local.slice(0, 16)}Z`);
  if (Number.isNaN(shown.getTime())) return local;
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(shown);
};
