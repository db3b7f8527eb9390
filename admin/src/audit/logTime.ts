/**
 * A moment the way a log shows it, exact to the second and in the reader's zone: `21 Nov, 13:09:17`; with the year where it is not
 * the present one.
 */
export const logTime = (moment: Date, now: Date, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(moment);

/** A moment to the minute, in the reader's zone and with it: `21 Nov 2026, 13:09 UTC`. */
export const shortMoment = (moment: Date, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(moment);

/** A time zone named by its place, which is right in summer and winter alike: `UTC`, `Berlin`, `Buenos Aires`. */
export const zoneWords = (timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone): string =>
  (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
