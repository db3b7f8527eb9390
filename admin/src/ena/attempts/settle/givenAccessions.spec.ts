import { describe, expect, it } from 'vitest';
import { readAccessions } from './givenAccessions.ts';

const aliases = ['SQDBP1', 'SQDBS1', 'SQDBS2'];

describe('readAccessions', () => {
  it('reads a line for each record, whatever stands between', () => {
    const written =
      'SQDBP1\tPRJEB90000001\r\nSQDBS1, ERS90000001, SAMEA900000001\n\n SQDBS2 SAMEA900000002;ERS90000002 ';
    expect(readAccessions(written, aliases)).toEqual({
      given: [
        { alias: 'SQDBP1', accession: 'PRJEB90000001' },
        { alias: 'SQDBS1', accession: 'ERS90000001', biosample: 'SAMEA900000001' },
        { alias: 'SQDBS2', accession: 'ERS90000002', biosample: 'SAMEA900000002' },
      ],
      missing: [],
      odd: [],
    });
  });

  it('says what is missing, unknown and double', () => {
    const { given, missing, odd } = readAccessions('SQDBP1\nSQDBX9 ERS1\nSQDBS1 ERS2\nSQDBS1 ERS3', aliases);
    expect(given).toEqual([{ alias: 'SQDBS1', accession: 'ERS2' }]);
    expect(missing).toEqual(['SQDBP1', 'SQDBS2']);
    expect(odd).toEqual([
      { line: 2, alias: 'SQDBX9', why: 'unknown' },
      { line: 4, alias: 'SQDBS1', why: 'twice' },
    ]);
  });

  it('takes nothing from nothing', () =>
    expect(readAccessions(' \n', aliases)).toEqual({ given: [], missing: aliases, odd: [] }));
});
