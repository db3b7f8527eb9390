/** How long something took: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export const durationInWords = (from: string, to: string, locale: string): string =>
  millisecondsInWords(Date.parse(to) - Date.parse(from), locale);

/** How long an answer took: `12 ms`, and from a second on as above. */
export const latencyInWords = (ms: number, locale: string): string =>
  ms >= 1000
    ? millisecondsInWords(ms, locale)
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' }).format(
        Math.max(0, Math.round(ms)),
      );

export const millisecondsInWords = (ms: number, locale: string): string => {
  const seconds = Math.max(0, ms / 1000);
  const say = (value: number, unit: 'second' | 'minute' | 'hour', digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 10) return say(seconds, 'second', 1);
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${say(hours, 'hour')} ${say(minutes, 'minute')}`;
  return minutes > 0 ? `${say(minutes, 'minute')} ${say(whole % 60, 'second')}` : say(whole, 'second');
};
