import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { describe, expect, it } from 'vitest';
import { aliasColumn, issuedColumns, readCell, sheetColumns, writeCell } from './sheetColumns.ts';

const headers = ['tax_id', 'scientific_name', 'Sample_Alias', 'sample_title', 'collection date', 'latitude'];
const sheet = {
  name: 'potato.tsv',
  columns: headers.map((header, at) => ({
    header,
    letter: 'ABCDEF'[at] ?? '',
    unit: header === 'latitude' ? 'DD' : null,
  })),
} as NonNullable<SubmissionView['sheet']>;
const record = {
  alias: 'BjCoR1',
  title: 'control',
  description: '',
  taxonId: '4113',
  scientificName: 'Solanum tuberosum L.',
  attributes: [
    { tag: 'collection date', value: '2014-10-01', unit: null },
    { tag: 'ploidy', value: 'Tetraploid', unit: null },
  ],
} as unknown as RecordView;

describe('sheetColumns', () => {
  const columns = sheetColumns(sheet, [record]);
  const fields = columns.map(({ field }) => field);

  it('keeps the order of the sheet and leaves the alias to its own column', () => {
    expect(fields.slice(0, 5)).toEqual([
      'tax_id',
      'scientific_name',
      'sample_title',
      'collection date',
      'latitude',
    ]);
    expect(aliasColumn(sheet)).toMatchObject({ field: 'sample_alias', letter: 'C', own: 'alias' });
  });

  it('adds what the sheet lacks: own fields and attributes made by editing', () => {
    expect(fields.slice(5)).toEqual(['sample_description', 'ploidy']);
    expect(columns.at(-1)).toEqual({ field: 'ploidy', letter: null, unit: null, own: null });
  });

  it('knows the names other tools use, unless ENA’s own name is there as well', () => {
    const other = {
      ...sheet,
      columns: ['alias', 'title', 'sample_title'].map((header) => ({ header, letter: 'A', unit: null })),
    };
    expect(sheetColumns(other, []).slice(0, 2)).toEqual([
      { field: 'title', letter: 'A', unit: null, own: null },
      { field: 'sample_title', letter: 'A', unit: null, own: 'title' },
    ]);
    expect(aliasColumn(other).letter).toBe('A');
  });

  it('shows own fields of records that were made by hand', () => {
    expect(sheetColumns(null, []).map(({ own }) => own)).toEqual([
      'taxonId',
      'scientificName',
      'title',
      'description',
    ]);
  });
});

describe('a cell', () => {
  const columns = sheetColumns(sheet, [record]);
  const column = (field: string) => columns.find((each) => each.field === field) ?? aliasColumn(sheet);

  it('reads own fields and attributes; what is not there is empty', () => {
    expect(readCell(record, column('tax_id'))).toBe('4113');
    expect(readCell(record, column('collection date'))).toBe('2014-10-01');
    expect(readCell(record, column('latitude'))).toBe('');
  });

  it('is written as the API takes it, an attribute with its unit', () => {
    expect(writeCell(column('sample_title'), 'x')).toEqual({ title: 'x' });
    expect(writeCell(column('latitude'), '59.8')).toEqual({
      attributes: { latitude: { value: '59.8', unit: 'DD' } },
    });
  });
});

describe('issuedColumns', () => {
  const ena = {
    authority: 'ENA' as const,
    identifier: 'ERS1900001',
    environment: 'sandbox' as const,
    expiresAt: null,
    isExpired: false,
  };
  const approved = { ...record, accession: 'SQDBS0000000142', external: [ena] };

  it('appear with the first identifier of their kind', () => {
    expect(issuedColumns([{ ...record, accession: null, external: [] }])).toEqual([]);
    const columns = issuedColumns([{ ...record, accession: null, external: [] }, approved]);
    expect(columns.map(({ field }) => field)).toEqual(['SeqDB', 'ENA']);
    expect(columns.map((column) => readCell(approved, column))).toEqual(['SQDBS0000000142', 'ERS1900001']);
  });
});
