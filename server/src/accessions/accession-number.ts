import { kindLetters } from '../platform/config/accession-prefix.ts';
import type { AccessionKind } from './accession.contract.ts';

/** Digits of the running number; with the two check digits an accession has ten. */
const numberDigits = 8;

/**
 * An accession: prefix, kind letter, eight digits, two check digits, e.g. `SQDBS0000000172`.
 *
 * The check digits are ISO 7064 MOD 97-10 over everything before them, letters counted from A = 10 as in IBAN
 * (ISO 13616), so that one mistyped character or two swapped ones never give another accession.
 *
 * @param number running number of its kind, 1 to 99 999 999
 * @throws RangeError outside of that
 */
export function formatAccession(prefix: string, kind: AccessionKind, number: number): string {
  if (!Number.isInteger(number) || number < 1 || number >= 10 ** numberDigits) {
    throw new RangeError(`${number} is no accession number`);
  }
  const stem = `${prefix}${kindLetters[kind]}${String(number).padStart(numberDigits, '0')}`;
  const check = 98 - remainder97(`${stem}00`);
  return `${stem}${String(check).padStart(2, '0')}`;
}

/**
 * Whether the text is an accession whose check digits are right.
 *
 * @param prefix of this installation; any when left out: what was minted under another one stays valid
 */
export function isAccession(text: string, prefix = '[A-Z]{2,12}'): boolean {
  const letters = Object.values(kindLetters).join('');
  return new RegExp(`^${prefix}[${letters}]\\d{${numberDigits + 2}}$`).test(text) && remainder97(text) === 1;
}

/** The text read as a number (A = 10 … Z = 35), modulo 97. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
