const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size the way people say it, in thousands: `18.5 kB`. */
export const bytesInWords = (bytes: number, locale: string): string => {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** step);
};
