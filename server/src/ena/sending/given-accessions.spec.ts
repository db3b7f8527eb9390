import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './given-accessions.ts';
import { nextLook, resendAfterSeconds } from './resend-time.ts';

const items = [
  { type: 'project', enaAlias: 'P1' },
  { type: 'sample', enaAlias: 'S1' },
  { type: 'sample', enaAlias: 'S2' },
] as const;
const right = [
  { alias: 'P1', accession: 'PRJEB1' },
  { alias: 'S1', accession: 'ERS000001', biosample: 'SAMEA1' },
  { alias: 'S2', accession: 'ERS000002', biosample: 'SAMEA2' },
];

describe('accessions that a person gives', () => {
  it('are taken when each is of its own record, for all of them or some, in any order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(right, { minLength: 1 }),
        (given) => problemsOf(given, items).length === 0,
      ),
    );
  });

  it('are not taken when any is given twice, or of another form', () => {
    const at = fc.nat(2);
    const wrong = fc.constantFrom(
      '',
      'ERS1',
      'PRJEB',
      'SRX000001',
      'SAMEA1',
      'ERS000001; DROP',
      'ERA0000001',
    );
    fc.assert(
      fc.property(at, wrong, (which, accession) => {
        expect(problemsOf([...right, right[which]!], items)).not.toEqual([]);
        const bent = right.map((one, index) => (index === which ? { ...one, accession } : one));
        expect(problemsOf(bent, items)).not.toEqual([]);
      }),
    );
  });

  it('are not taken for what is not in the request', () => {
    expect(problemsOf([...right, { alias: 'S3', accession: 'ERS000003' }], items)).toHaveLength(1);
  });

  it('are not taken for a sample without its BioSample', () => {
    const [project, one] = right;
    const given = [project!, one!, { alias: 'S2', accession: 'ERS000002' }];
    expect(problemsOf(given, items)).toEqual([
      { path: 'accessions.2', message: 'the sample S2 has no BioSample' },
    ]);
  });
});

describe('the rest after a lost answer', () => {
  it('is longer than ENA takes over a request, and short in the sandbox', () => {
    for (const ENA_ENVIRONMENT of ['test', 'production'] as const)
      expect(resendAfterSeconds({ ENA_ENVIRONMENT })).toBeGreaterThan(600);
    expect(resendAfterSeconds({ ENA_ENVIRONMENT: 'sandbox' })).toBeLessThan(10);
    expect(resendAfterSeconds({ ENA_ENVIRONMENT: 'test', ENA_RESEND_AFTER_SECONDS: 0 })).toBe(0);
  });

  it('ends with a look at its very end', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 659.9, noNaN: true }), (since) => {
        let at = since;
        for (let looks = 0; at < 660; looks++) {
          at += nextLook(at, 660);
          expect(looks).toBeLessThan(60);
        }
        return Math.abs(at - 660) < 1e-6;
      }),
    );
  });
});
