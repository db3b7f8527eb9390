/** A time that is left, as roughly as it is known: `40 s`, `3 min`, `2 h 5 min`. */
export const timeInWords = (seconds: number, locale: string): string => {
  const say = (value: number, unit: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  if (seconds < 60)
    return say(Math.max(1, seconds < 10 ? Math.round(seconds) : Math.round(seconds / 5) * 5), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say(minutes, 'minute');
  const rest = minutes % 60;
  const hours = say(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? hours : `${hours} ${say(rest, 'minute')}`;
};
