import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platformOf } from '../../validation/vocabularies/instruments.contract.ts';
import { workbook } from '../../../../test/factories/workbooks.ts';
import type { RecordRow } from '../record-rows.ts';
import { sheetLine } from '../sheet-line.ts';
import { ReadsRecords } from './reads-records.ts';
import { type ReadsShape, readsCells, readsHeader } from './reads-sheet.ts';
import { workbookSources } from '../sheet/workbook/workbook.reader.ts';
import { readTables } from './tables.ts';

/** Text as a cell can hold it: no tab, no control characters, nothing but blanks. */
const text = fc
  .oneof(
    fc.constantFrom('Ñandú', '"quoted"', '"half', '=SUM(A1)', 'a "b" c', '#1', "it's", 'ß→μ'),
    fc.string({ maxLength: 30 }),
  )
  .map((value) => value.replaceAll(/\p{C}/gu, '').trim());
const some = text.filter((value) => value !== '');
const word = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,15}$/);
const ref = fc.oneof(
  word.map((alias) => ({ alias })),
  fc.constantFrom({ accession: 'ERS123456' }, { accession: 'SAMEA12' }),
);
const model = fc.oneof(fc.constantFrom('MinION', 'NextSeq 550', 'unspecified'), text);

const library = fc.record({
  name: text,
  strategy: text,
  source: text,
  selection: text,
  layout: fc.constantFrom('SINGLE', 'PAIRED', 'paired', 'x'),
  insertSize: fc.oneof(
    fc.constant(null),
    fc.integer({ min: 1, max: 5_000 }),
    fc.constantFrom('None', '0', '1.5'),
  ),
  constructionProtocol: fc.oneof(fc.constant(null), some),
});
const experimentDetails = fc
  .record({
    study: fc.oneof(fc.constant(null), ref),
    sample: ref,
    designDescription: text,
    library,
    instrumentModel: model,
    platform: text,
  })
  .map((details) => ({
    ...details,
    platform: details.platform || (platformOf(details.instrumentModel) ?? ''),
  }));
const file = fc.record({
  name: word.map((name) => `${name}.fastq.gz`),
  type: fc.constantFrom('fastq', 'bam', 'FASTQ'),
  md5: fc.oneof(fc.constant(null), some),
  readTypes: fc.uniqueArray(fc.constantFrom('single', 'paired', 'cell_barcode'), { maxLength: 2 }),
});
const pairs = fc.uniqueArray(
  fc.record({
    alias: word,
    titles: fc.tuple(text, text),
    details: experimentDetails,
    files: fc.array(file, { minLength: 1, maxLength: 10 }),
  }),
  { selector: ({ alias }) => alias, minLength: 1, maxLength: 5 },
);

type Content = Pick<RecordRow, 'type' | 'alias' | 'title' | 'details'>;

const shape: ReadsShape = {
  fileType: 'fastq',
  mostFiles: 10,
  hasFileTypes: true,
  hasReadTypes: true,
  hasExperimentTitles: true,
  hasRunTitles: true,
};

async function readBack(bytes: Buffer): Promise<Content[]> {
  const { reads } = await readTables(bytes, workbookSources);
  const made = new ReadsRecords(new Set());
  return reads
    .flatMap((table) => [...made.of(table)])
    .map(({ type, alias, title, details }) => ({ type, alias, title, details }));
}

describe('a sheet made of experiments and runs', () => {
  it('gives the same ones when it is read, as text and as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (given) => {
        const records = given.map(({ alias, titles: [one, two], details, files }): [Content, Content] => [
          { type: 'experiment', alias, title: one, details },
          { type: 'run', alias: `${alias}-run`, title: two, details: { experiment: { alias }, files } },
        ]);
        const rows = [
          ['FileType', 'fastq'],
          readsHeader(shape),
          ...records.map(([experiment, run]) => readsCells(shape, experiment, run)),
        ];
        expect(await readBack(Buffer.from(rows.map(sheetLine).join('')))).toEqual(records.flat());
        expect(await readBack(workbook({ reads: rows }))).toEqual(records.flat());
      }),
      { numRuns: 150 },
    );
  });

  it('is read in every encoding of text alike', async () => {
    const header = 'sample\tlibrary_name\tforward_file_name';
    const sheet = `FileType\tfastq\r\n${header}\r\nP1\tÑandú\ta.fastq.gz\r\n`;
    const utf16 = Buffer.from(`\ufeff${sheet}`, 'utf16le');
    const expected = await readBack(Buffer.from(sheet));
    for (const bytes of [
      utf16,
      Buffer.from(`\ufeff${sheet}`),
      Buffer.from(sheet.replaceAll('\r\n', '\r')),
      Buffer.from(sheet, 'latin1'),
    ])
      expect(await readBack(bytes)).toEqual(expected);
  });

  it('that is hostile is refused with a place, or read', async () => {
    const header = 'sample\tforward_file_name\n';
    await expect(readBack(Buffer.from(`${header}A\t${'x'.repeat(1_000_000)}\n`))).rejects.toThrow(
      /1000000 characters/,
    );
    await expect(readBack(Buffer.from(`${header}A\tb\0c\n`))).rejects.toThrow(/binary/);
    await expect(readBack(Buffer.from(`${header}A\tb\tc\n`))).rejects.toThrow(/column C/);
    const [experiment] = await readBack(Buffer.from(`${header}=cmd|' /C calc'!A0\ta.fastq.gz\n`));
    expect(experiment?.details).toMatchObject({ sample: { alias: "=cmd|' /C calc'!A0" } });
  });
});
