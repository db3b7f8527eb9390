import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessionPrefix, kindLetters } from './accession-prefix.ts';

/** As ENA's documentation prints them ("Accession numbers", general guide), with its unescaped dots. */
const documented = [
  /^PRJ(E|D|N)[A-Z][0-9]+$/,
  /^(E|D|S)RP[0-9]{6,}$/,
  /^SAM(E|D|N)[A-Z]?[0-9]+$/,
  /^(E|D|S)R[SXRZ][0-9]{6,}$/,
  /^ERA[0-9]{6,}$/,
  /^GCA_[0-9]{9}\.[0-9]+$/,
  /^[A-Z][0-9]{5}.[0-9]+$/,
  /^[A-Z]{2}[0-9]{6}.[0-9]+$/,
  /^[A-Z]{2}[0-9]{8}$/,
  /^[A-Z]{4}[0-9]{2}S?[0-9]{6,8}$/,
  /^[A-Z]{6}[0-9]{2}S?[0-9]{7,9}$/,
  /^[A-Z]{3}[0-9]{5}\.[0-9]+$/,
  /^[A-Z]{3}[0-9]{7}\.[0-9]+$/,
];

const isAccepted = (prefix: string) => accessionPrefix.safeParse(prefix).success;
const capitals = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength, maxLength });
const nasty = fc.constantFrom(
  'PRJE',
  'PRJEB',
  'PRJN',
  'SAM',
  'SAME',
  'SAMEA',
  'ER',
  'DR',
  'SR',
  'ERS',
  'GCA',
);

describe('an accepted prefix', () => {
  it('never makes an accession that INSDC could have given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          capitals(1, 13),
          nasty,
          fc.tuple(nasty, capitals(0, 3)).map((parts) => parts.join('')),
        ),
        fc.constantFrom(...Object.values(kindLetters)),
        fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 }),
        (prefix, letter, digits) => {
          fc.pre(isAccepted(prefix));
          const accession = `${prefix}${letter}${digits}`;
          expect(documented.filter((pattern) => pattern.test(accession))).toEqual([]);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('is of two, four or six and more capital letters', () => {
    for (const prefix of ['SQDB', 'QX', 'SEQDBX', 'SEQDATABASES'])
      expect(isAccepted(prefix), prefix).toBe(true);
    for (const prefix of ['', 'S', 'sqdb', 'SQ1B', 'SQD_', 'SEQDATABASESX', 'ÄQDB', 'SQDB ', 'SQDB\n'])
      expect(isAccepted(prefix), prefix).toBe(false);
  });

  it('is none of those that INSDC uses', () => {
    for (const prefix of ['ER', 'DR', 'SR', 'PRJE', 'PRJD', 'PRJN', 'SAME', 'SAMD', 'SAMN', 'ABC', 'ABCDE'])
      expect(isAccepted(prefix), prefix).toBe(false);
  });
});
