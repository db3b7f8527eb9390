const OFFSET = new Intl.DateTimeFormat('en', { timeZone: 'Europe/London', timeZoneName: 'longOffset' });

/** ENA's clock is London's, and its dates carry the offset: `2026-03-07Z` in winter, `2026-07-12+01:00` in summer. */
export function londonDate(date: string): string {
  return `${date}${offsetAt(new Date(`${date}T12:00:00Z`))}`;
}

/** @returns `2026-08-24T10:55:41.020+01:00` */
export function londonDateTime(moment: Date): string {
  const offset = offsetAt(moment);
  const local = offset === 'Z' ? moment : new Date(moment.getTime() + 3_600_000);
  return local.toISOString().replace('Z', offset);
}

/** The alias that ENA makes up for a submission without one: `SUBMISSION-24-08-2026-10:55:40:854`. */
export function madeUpAlias(moment: Date): string {
  const [date = '', time = ''] = londonDateTime(moment).slice(0, 23).split('T');
  return `SUBMISSION-${date.split('-').reverse().join('-')}-${time.replace('.', ':')}`;
}

/** @returns `27-09-2024 06:06:40`, as reports have it */
export function reportTime(moment: Date): string {
  const [date = '', time = ''] = londonDateTime(moment).slice(0, 19).split('T');
  return `${date.split('-').reverse().join('-')} ${time}`;
}

function offsetAt(moment: Date): string {
  const name = OFFSET.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value;
  return name?.replace('GMT', '').replace('+00:00', '') || 'Z';
}
