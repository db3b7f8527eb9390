/** Characters that look like a blank or like nothing. */
const odd = /[\u007f-\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\t\r\n]/g;

/** The value a person meant: no blanks around it, every odd blank a plain one, zero-width characters gone. */
export function tidy(value: string): string {
  return value
    .replaceAll(odd, (character) => (/[\u007f-\u009f\u200b-\u200f\u2060\ufeff]/.test(character) ? '' : ' '))
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** For comparing what people write: case, accents, punctuation and blanks do not count. */
export function folded(value: string): string {
  return value
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
