/** @param text an int8multirange as PostgreSQL writes it, `{[1,5),[7,8)}` */
export const stretchesOf = (text: string): [first: number, last: number][] =>
  [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, before]) => [Number(from), Number(before) - 1]);

/** As PostgreSQL reads it. */
export const multirangeOf = (stretches: readonly (readonly [first: number, last: number])[]): string =>
  `{${stretches.map(([first, last]) => `[${first},${last + 1})`).join(',')}}`;
