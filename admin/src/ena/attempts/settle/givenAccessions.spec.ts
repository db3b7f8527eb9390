import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../../providers/problem.ts';
import { givenOf, lackOf, onTheirLines, readPasted, type UnclearRecord } from './givenAccessions.ts';

const record = (enaAlias: string, type: UnclearRecord['type']): UnclearRecord => ({
  enaAlias,
  type,
  title: '',
  alias: enaAlias.toLowerCase(),
});
const records = [record('SQDBP1', 'project'), record('SQDBS1', 'sample'), record('SQDBS2', 'sample')];

describe('readPasted', () => {
  it('reads a line for each record, whatever stands between and in whatever order', () => {
    const pasted =
      'SQDBP1\tPRJEB90000001\r\nSQDBS1, ERS90000001, SAMEA900000001\n\n SAMEA900000002;ERS90000002 SQDBS2 ';
    const { entries, unknown } = readPasted(pasted, records);
    expect(Object.fromEntries(entries)).toEqual({
      SQDBP1: { accession: 'PRJEB90000001', biosample: '' },
      SQDBS1: { accession: 'ERS90000001', biosample: 'SAMEA900000001' },
      SQDBS2: { accession: 'ERS90000002', biosample: 'SAMEA900000002' },
    });
    expect(unknown).toEqual([]);
  });

  it('names what belongs to no record, and keeps the last of two lines', () => {
    const { entries, unknown } = readPasted('SQDBX9 ERS1\nSQDBS1 ERS2\nSQDBS1 ERS3', records);
    expect([...entries]).toEqual([['SQDBS1', { accession: 'ERS3', biosample: '' }]]);
    expect(unknown).toEqual(['SQDBX9']);
  });

  it('makes nothing up: each word comes from the line that names the record', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (pasted) => {
        const { entries } = readPasted(pasted, records);
        for (const [alias, { accession, biosample }] of entries) {
          const line = pasted.split(/\r?\n/).findLast((one) => one.split(/[\s,;]+/).includes(alias));
          expect(line).toContain(accession);
          expect(line).toContain(biosample);
        }
      }),
    );
  });
});

describe('a line', () => {
  it.each([
    [{ accession: '', biosample: '' }, 'sample', null],
    [{ accession: 'ERS1', biosample: ' ' }, 'sample', 'biosample'],
    [{ accession: 'ERS1', biosample: 'SAMEA1' }, 'sample', null],
    [{ accession: '', biosample: 'SAMEA1' }, 'sample', 'accession'],
    [{ accession: 'PRJEB1', biosample: '' }, 'project', null],
  ] as const)('%o of a %s lacks %s', (entry, type, lack) => expect(lackOf(entry, type)).toBe(lack));
});

describe('givenOf', () => {
  it('sends the lines that are filled in, and leaves the others open', () => {
    const entries = new Map([
      ['SQDBS2', { accession: ' ERS2 ', biosample: 'SAMEA2' }],
      ['SQDBP1', { accession: 'PRJEB1', biosample: 'SAMEA9' }],
      ['SQDBS1', { accession: ' ', biosample: '' }],
    ]);
    expect(givenOf(entries, records)).toEqual([
      { alias: 'SQDBP1', accession: 'PRJEB1' },
      { alias: 'SQDBS2', accession: 'ERS2', biosample: 'SAMEA2' },
    ]);
  });
});

describe('onTheirLines', () => {
  const given = [
    { alias: 'SQDBP1', accession: 'PRJEB1' },
    { alias: 'SQDBS1', accession: 'ERS1' },
  ];

  it('takes what is said of a line to it, and leaves the rest', () => {
    const refused = new ApiProblem({
      status: 422,
      code: 'ena.bad_accessions',
      detail: 'They cannot be.',
      errors: [
        { path: 'accessions.1', message: 'ERS1 is the accession of another record' },
        { path: 'accessions.1.accession', message: 'is too short' },
        { path: 'accessions.7', message: 'no such line' },
        { path: 'reason', message: 'is missing' },
      ],
    });
    const { problems, rest } = onTheirLines(refused, given);
    expect([...problems]).toEqual([['SQDBS1', 'ERS1 is the accession of another record; is too short']]);
    expect(rest).toMatchObject({ status: 422, message: 'They cannot be.' });
    expect((rest as ApiProblem).errors.map(({ path }) => path)).toEqual(['accessions.7', 'reason']);
  });

  it('passes on whatever is no refusal of the server', () => {
    const lost = new Error('lost');
    expect(onTheirLines(lost, given)).toEqual({ problems: new Map(), rest: lost });
  });
});
