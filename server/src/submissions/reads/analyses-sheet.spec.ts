import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbook } from '../../../../test/factories/workbooks.ts';
import {
  analysisTypes,
  propertiesOf,
  propertyFields,
} from '../../validation/vocabularies/analyses.contract.ts';
import type { AnalysisDetails } from '../record-details.contract.ts';
import type { RecordRow } from '../record-rows.ts';
import { sheetLine } from '../sheet-line.ts';
import { changedDetails } from './changed-details.ts';
import { analysesHeader, type AnalysesShape, analysesTemplate, analysisCells } from './analyses-sheet.ts';
import { ofAnalysis } from './analysis-details.ts';
import { ReadsRecords } from './reads-records.ts';
import { workbookSources } from '../sheet/workbook/workbook.reader.ts';
import { readTables } from './tables.ts';

const text = fc
  .oneof(
    fc.constantFrom('Ñandú', '"quoted"', 'a;b', 'a\\;b', 'back\\', '=SUM(A1)', '#1', '__proto__'),
    fc.string({ maxLength: 20 }),
  )
  .map((value) => value.replaceAll(/\p{C}/gu, '').trim());
const some = text.filter((value) => value !== '');
const ref = fc.oneof(
  some.filter((alias) => !/^(?:ER[SXRZ]|SAM|PRJ)/.test(alias)).map((alias) => ({ alias })),
  fc.constantFrom({ accession: 'ERS123456' }, { accession: 'ERX123456' }),
);
const details: fc.Arbitrary<AnalysisDetails> = fc.constantFrom(...analysisTypes).chain((type) =>
  fc.record({
    type: fc.constant(type),
    study: fc.oneof(fc.constant(null), ref),
    samples: fc.array(ref, { maxLength: 3 }),
    experiments: fc.array(ref, { maxLength: 2 }),
    runs: fc.array(ref, { maxLength: 2 }),
    properties: fc
      .record(
        Object.fromEntries(
          propertiesOf(type).map(({ name, isMultiple }) => [
            name,
            isMultiple ? fc.array(some, { minLength: 1, maxLength: 3 }) : some,
          ]),
        ),
        { requiredKeys: [] },
      )
      .map((found) => found as AnalysisDetails['properties']),
    description: text,
    files: fc.array(
      fc.record({ name: some.filter((name) => !name.startsWith('/')), type: some, md5: fc.option(some) }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);
const given = fc.uniqueArray(fc.record({ alias: some, title: text, details }), {
  selector: ({ alias }) => alias,
  minLength: 1,
  maxLength: 4,
});

const shape: AnalysesShape = { properties: propertyFields, mostFiles: 4 };
type Content = Pick<RecordRow, 'alias' | 'title' | 'details'>;

async function readBack(bytes: Buffer): Promise<Content[]> {
  const { reads } = await readTables(bytes, workbookSources);
  const made = new ReadsRecords(new Set(['own-study']));
  return reads
    .flatMap((table) => [...made.of(table)])
    .map(({ alias, title, details: found }) => ({ alias, title, details: found }));
}

const tsv = (rows: readonly (readonly string[])[]) => Buffer.from(rows.map(sheetLine).join(''));

describe('a table made of analyses', () => {
  it('gives the same ones when it is read, as text and as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (records) => {
        const rows = [analysesHeader(shape), ...records.map((record) => analysisCells(shape, record))];
        expect(await readBack(tsv(rows))).toEqual(records);
        expect(await readBack(workbook({ analyses: rows }))).toEqual(records);
      }),
      { numRuns: 150 },
    );
  });

  it('is read by whatever names its columns go by, with types by name and by the first row', async () => {
    const rows = [
      ['AnalysisType', 'SEQUENCE_VARIATION', 'Analysis submission type'],
      [
        'Analysis Alias',
        'sample_ref',
        'RUN_REF',
        'Study',
        'EXPERIMENT_TYPE',
        'File_Name',
        'file_2_name',
        'file checksum',
      ],
      [
        'v1',
        'S1;S2',
        'ERR123456,ERR123457',
        'own-study',
        'Curation; Exome sequencing',
        '/a/b.vcf.gz',
        'b.vcf.gz.tbi',
        'x',
      ],
    ];
    expect(await readBack(tsv(rows))).toEqual([
      {
        alias: 'v1',
        title: '',
        details: {
          type: 'SEQUENCE_VARIATION',
          study: null,
          samples: [{ alias: 'S1' }, { alias: 'S2' }],
          experiments: [],
          runs: [{ accession: 'ERR123456' }, { accession: 'ERR123457' }],
          properties: { EXPERIMENT_TYPE: ['Curation', 'Exome sequencing'] },
          description: '',
          files: [
            { name: 'a/b.vcf.gz', type: 'vcf', md5: 'x' },
            { name: 'b.vcf.gz.tbi', type: 'tabix', md5: null },
          ],
        },
      },
    ]);
  });

  it('stands beside other tables of a workbook', async () => {
    const { samples, reads } = await readTables(
      workbook({
        samples: [
          ['sample_alias', 'tax_id'],
          ['S1', '9606'],
        ],
        reads: [
          ['sample', 'library_strategy', 'file_name'],
          ['S1', 'WGS', 'a.bam'],
        ],
        analyses: [
          ['analysis_type', 'alias', 'sample', 'file_name'],
          ['PROCESSED_READS', 'p', 'S1', 'p.bam'],
        ],
        notes: [['whatever']],
      }),
    );
    expect(samples?.rowCount).toBe(1);
    expect(reads.map(({ kind, sheet }) => [kind, sheet])).toEqual([
      ['reads', 'reads'],
      ['analyses', 'analyses'],
    ]);
  });

  it('tells of a column that is none of it', async () => {
    const { reads } = await readTables(
      tsv([
        ['analysis_type', 'alias', 'experiment_typ'],
        ['PROCESSED_READS', 'a', 'b'],
      ]),
    );
    expect(reads[0]?.notes).toMatchObject([
      {
        rule: 'sheet.column_unknown',
        column: 'C',
        row: 1,
        message: expect.stringContaining('experiment_type'),
      },
    ]);
  });

  it.each(analysisTypes)('is offered empty for %s, and can be filled in', async (type) => {
    const [first = '', header = ''] = analysesTemplate(type).split('\n');
    const columns = header.split('\t');
    const row = columns.map((column) => (column === 'alias' ? 'A' : column === 'file_name' ? 'x.txt' : ''));
    const [record] = await readBack(Buffer.from(`${first}\n${header}\n${row.join('\t')}\n`));
    expect(record).toMatchObject({ alias: 'A', details: { type, files: [{ name: 'x.txt' }] } });
    await expect(readTables(Buffer.from(`${first}\n${header}\n`))).rejects.toThrow(/no rows/);
  });
});

describe('a change of an analysis', () => {
  it('to what it says already changes nothing, whatever it says', () => {
    fc.assert(
      fc.property(details, (before) => {
        expect(changedDetails(before, ofAnalysis(before), new Set())).toEqual({ details: before });
      }),
    );
  });

  it('goes field by field', () => {
    const before: AnalysisDetails = {
      type: 'AMR_ANTIBIOGRAM',
      study: null,
      samples: [{ alias: 'S' }],
      experiments: [],
      runs: [],
      properties: {},
      description: '',
      files: [
        { name: 'a.tsv', type: 'tsv', md5: 'x' },
        { name: 'b.txt', type: 'other', md5: null },
      ],
    };
    const after = (change: Record<string, string>) => changedDetails(before, change, new Set());
    expect(after({ samples: 'S; T' })).toEqual({
      details: { ...before, samples: [{ alias: 'S' }, { alias: 'T' }] },
    });
    expect(after({ analysis_type: 'SEQUENCE_VARIATION', experiment_type: 'Curation' })).toEqual({
      details: { ...before, type: 'SEQUENCE_VARIATION', properties: { EXPERIMENT_TYPE: ['Curation'] } },
    });
    expect(after({ file_2_name: '' })).toEqual({ details: { ...before, files: before.files.slice(0, 1) } });
    expect(after({ file_1_md5: '' })).toMatchObject({
      details: { files: [{ name: 'a.tsv', md5: null }, {}] },
    });
    expect(after({ library_name: 'x' })).toEqual({ unknown: 'library_name' });
    expect(after({ constructor: 'x' })).toEqual({ unknown: 'constructor' });
  });
});
