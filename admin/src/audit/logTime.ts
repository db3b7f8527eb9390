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
