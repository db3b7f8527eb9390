/** Letters and digits that nobody mistakes for one another when they are read out or written down. */
export const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;
const groupLength = 5;

/** A random number below `limit`, each equally likely: numbers from the uneven rest at the end are drawn again. */
const drawBelow = (limit: number): number => {
  const even = 256 - (256 % limit);
  const [drawn = 0] = crypto.getRandomValues(new Uint8Array(1));
  return drawn < even ? drawn % limit : drawBelow(limit);
};

/** A password such as `k7wqm-3xdfp-…`, of 20 characters out of 31: 99 bits. */
export const suggestedPassword = (): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => alphabet[drawBelow(alphabet.length)]).join(''),
  ).join('-');
