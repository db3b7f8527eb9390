import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAccession } from '../../accessions/accession-number.ts';
import { objectAlias } from './object-alias.ts';

const accession = fc.integer({ min: 1, max: 99_999_999 }).map((n) => formatAccession('SQDB', 'sample', n));
const batch = fc.integer({ min: 1, max: 999_999 }).map(String);

describe('the alias that ENA gets for a record', () => {
  it('is its accession wherever it is for good', () => {
    fc.assert(
      fc.property(accession, batch, (name, number) => {
        expect(objectAlias(name, 'production', number)).toBe(name);
        expect(objectAlias(name, 'sandbox', number)).toBe(name);
      }),
    );
  });

  it('is another one for each record and batch on the test service, and none of production', () => {
    fc.assert(
      fc.property(accession, batch, accession, batch, (name, number, other, second) => {
        const isSame = name === other && number === second;
        expect(objectAlias(name, 'test', number) === objectAlias(other, 'test', second)).toBe(isSame);
        expect(objectAlias(name, 'test', number)).not.toBe(objectAlias(other, 'production', second));
      }),
    );
  });
});
