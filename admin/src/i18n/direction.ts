const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** The writing direction of a locale such as `en` or `ar-EG`. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
