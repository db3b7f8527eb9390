import { describe, expect, it } from 'vitest';
import { placeOfAccession } from './placeOfAccession.ts';

const toOf = (words: string) => placeOfAccession(words)?.to ?? null;

describe('placeOfAccession', () => {
  it.each(['SQDBS0000000172', 'sqdbp0000000172', ' SQDBZ0000000172 ', 'DEMOBANKX0000000172'])(
    'opens the page of %s, which is ours',
    (words) => expect(toOf(words)).toBe(`/accessions/${words.trim().toUpperCase()}`),
  );

  it.each(['ERS990000132', 'SAMEA990000132', 'PRJEB990001', 'PRJEB4019', 'ers1234567890', 'SRR0123456789'])(
    'looks in the register for %s, which another archive gave',
    (words) => expect(toOf(words)).toBe(`/accessions?q=${words.toUpperCase()}`),
  );

  it.each(['', 'queue', 'SUB-000042', 'soil 2024', '123456', 'ERS12'])('takes %j for no accession', (words) =>
    expect(placeOfAccession(words)).toBeNull(),
  );
});
