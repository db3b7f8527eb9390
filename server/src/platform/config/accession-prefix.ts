import { z } from 'zod';

/** The letter after the prefix, by kind of record. */
export const kindLetters = { project: 'P', sample: 'S', experiment: 'X', run: 'R', analysis: 'Z' } as const;

/**
 * Accession patterns of INSDC and the European Nucleotide Archive.
 * Source: ENA documentation, "Accession numbers" (general guide).
 */
const insdcPatterns = [
  /^PRJ[EDN][A-Z]\d+$/,
  /^[EDS]R[PSXRZA]\d{6,}$/,
  /^SAM[EDN][A-Z]?\d+$/,
  /^GCA_\d{9}\.\d+$/,
  /^[A-Z]\d{5}(\.\d+)?$/,
  /^[A-Z]{2}\d{6}(\.\d+)?$/,
  /^[A-Z]{2}\d{8}$/,
  /^[A-Z]{4}\d{2}S?\d{6,8}$/,
  /^[A-Z]{6}\d{2}S?\d{7,9}$/,
  /^[A-Z]{3}\d{5}(\.\d+)?$/,
  /^[A-Z]{3}\d{7}(\.\d+)?$/,
];

/** Whether `<prefix><kind letter><ten digits>` could be read as an accession of INSDC, for any kind. */
export function couldBeInsdc(prefix: string): boolean {
  const letters = Object.values(kindLetters);
  return letters.some((letter) =>
    insdcPatterns.some((pattern) => pattern.test(`${prefix}${letter}0000000000`)),
  );
}

/** A usable prefix of our own accessions. */
export const accessionPrefix = z
  .string()
  .regex(/^[A-Z]{2,12}$/, 'must be 2 to 12 capital letters')
  .refine((prefix) => !couldBeInsdc(prefix), {
    message:
      'with a kind letter and ten digits it could be read as an INSDC accession (as 3 or 5 letters are)',
  });
