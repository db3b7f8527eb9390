import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { describe, expect, it } from 'vitest';
import { analysisAliasColumn, analysisColumns } from './analysisColumns.ts';
import { cellOptions } from './cellOptions.ts';
import {
  experimentColumns,
  readsAliasColumn,
  readsColumnOf,
  runColumns,
  typeOfField,
} from './readsColumns.ts';
import { isColumnOf, readCell, writeCell } from './sheetColumns.ts';

const table = (kind: 'reads' | 'experiments' | 'runs' | 'analyses', ...headers: string[]) =>
  ({ kind, columns: headers.map((header, at) => ({ header, letter: 'ABCDEFGH'[at] ?? '' })) }) as NonNullable<
    SubmissionView['reads']
  >[number];
const portal = [table('reads', 'Sample', 'Library Strategy', 'forward_file_name', 'reverse_file_md5')];
const tool = [
  table('experiments', 'alias', 'title', 'sample_alias', 'library_strategy'),
  table('runs', 'alias', 'experiment_alias', 'file_name', 'file_checksum'),
];
const experiment = {
  type: 'experiment',
  alias: 'E-1',
  title: '',
  details: {
    study: null,
    sample: { alias: 'S-1' },
    designDescription: '',
    library: {
      name: 'L',
      strategy: 'RNA-Seq',
      source: 'TRANSCRIPTOMIC',
      selection: 'PolyA',
      layout: 'PAIRED',
      insertSize: 300,
      constructionProtocol: null,
    },
    platform: 'ILLUMINA',
    instrumentModel: 'Illumina MiSeq',
  },
} as unknown as RecordView;
const file = (name: string) => ({ name, type: 'fastq', md5: `md5 of ${name}`, readTypes: [] });
const run = (...names: string[]) =>
  ({
    type: 'run',
    alias: 'R-1',
    details: { experiment: { accession: 'ERX1' }, files: names.map(file) },
  }) as unknown as RecordView;

const columnOf = (columns: ReturnType<typeof experimentColumns>, field: string) => {
  const found = columns.find((column) => column.field === field);
  if (!found) throw new Error(`no column ${field}`);
  return found;
};

describe('columns of experiments', () => {
  it('show what an experiment says, with the letters of its sheet', () => {
    const columns = experimentColumns(portal);
    expect(columnOf(columns, 'sample').letter).toBe('A');
    expect(columnOf(columns, 'library_strategy').letter).toBe('B');
    const values = ['sample', 'study', 'library_strategy', 'insert_size', 'instrument_model'].map((field) =>
      readCell(experiment, columnOf(columns, field)),
    );
    expect(values).toEqual(['S-1', '', 'RNA-Seq', '300', 'Illumina MiSeq']);
    expect(columnOf(experimentColumns(tool), 'sample').letter).toBe('C');
    expect(readsAliasColumn(tool, 'experiment').letter).toBe('A');
    expect(readsAliasColumn(portal, 'run').letter).toBeNull();
  });

  it('are written as the API takes them', () => {
    const columns = experimentColumns(portal);
    expect(writeCell(columnOf(columns, 'insert_size'), '250')).toEqual({ details: { insert_size: '250' } });
    expect(writeCell(columnOf(columns, 'title'), 'T')).toEqual({ title: 'T' });
  });

  it('suggest what ENA takes', () => {
    expect(cellOptions(columnOf(experimentColumns(null), 'library_strategy'))).toContain('RNA-Seq');
    expect(cellOptions(columnOf(experimentColumns(null), 'instrument_model'))).toContain('Illumina MiSeq');
    expect(cellOptions(columnOf(experimentColumns(null), 'library_name'))).toEqual([]);
  });
});

describe('columns of runs', () => {
  it('are as many as the run with the most files needs', () => {
    const columns = runColumns(portal, [run('a_1', 'a_2'), run('b')]);
    expect(columns.map(({ field }) => field)).toEqual([
      'experiment',
      'title',
      ...['name', 'md5'].map((part) => `forward_file_${part}`),
      'file_type',
      ...['name', 'md5'].map((part) => `reverse_file_${part}`),
      'file_2_type',
    ]);
    expect(readCell(run('a_1', 'a_2'), columnOf(columns, 'reverse_file_name'))).toBe('a_2');
    expect(readCell(run('b'), columnOf(columns, 'reverse_file_name'))).toBe('');
    expect(readCell(run('b'), columnOf(columns, 'experiment'))).toBe('ERX1');
    expect(columnOf(columns, 'forward_file_name').letter).toBe('C');
    expect(columnOf(columns, 'reverse_file_md5').letter).toBe('D');
  });

  it('are found by every name that a finding has for them, and changed by one', () => {
    const forward = columnOf(runColumns(portal, [run('a')]), 'forward_file_md5');
    expect(['file_md5', 'forward_file_md5'].map((field) => isColumnOf(forward, field))).toEqual([true, true]);
    expect(isColumnOf(forward, 'reverse_file_md5')).toBe(false);
    expect(writeCell(forward, 'x')).toEqual({ details: { file_1_md5: 'x' } });
    expect(writeCell(readsColumnOf('reverse_file_md5'), 'x')).toEqual({ details: { file_2_md5: 'x' } });
    expect(writeCell(readsColumnOf('library_layout'), 'SINGLE')).toEqual({
      details: { library_layout: 'SINGLE' },
    });
  });

  it('know their letters in a table of one row a file', () => {
    const columns = runColumns(tool, [run('a_1', 'a_2')]);
    expect(columnOf(columns, 'experiment').letter).toBe('B');
    expect(columnOf(columns, 'forward_file_md5').letter).toBe('D');
    expect(columnOf(columns, 'reverse_file_name').letter).toBeNull();
  });
});

it('a link that names only a column leads to the records that have it', () => {
  expect(typeOfField(portal, 'forward_file_name')).toBe('run');
  expect(typeOfField(portal, 'library_strategy')).toBe('experiment');
  expect(typeOfField(portal, 'collection date')).toBeUndefined();
  expect(typeOfField(null, 'library_strategy')).toBeUndefined();
});

describe('the columns of analyses', () => {
  const variation = {
    type: 'analysis',
    alias: 'V',
    title: 'Variants',
    details: {
      type: 'SEQUENCE_VARIATION',
      study: null,
      samples: [{ alias: 'S-1' }, { accession: 'ERS123456' }],
      experiments: [],
      runs: [{ alias: 'R' }],
      properties: { EXPERIMENT_TYPE: ['Curation', 'Exome sequencing'], PROGRAM: 'bcftools' },
      description: '',
      files: [
        { name: 'a.vcf.gz', type: 'vcf', md5: 'x' },
        { name: 'a.vcf.gz.tbi', type: 'tabix', md5: null },
      ],
    },
  } as unknown as RecordView;
  const tables = [
    table('analyses', 'Analysis Alias', 'sample', 'EXPERIMENT_TYPE', 'file_name', 'file_2_checksum'),
  ];
  const columns = analysisColumns(tables, [variation]);
  const named = (field: string) => columns.find((column) => isColumnOf(column, field))!;

  it('are those that its type takes, each with its letter and its value', () => {
    const shown = (field: string) => [named(field).letter, readCell(variation, named(field))];
    expect(analysisAliasColumn(tables).letter).toBe('A');
    expect(shown('samples')).toEqual(['B', 'S-1; ERS123456']);
    expect(shown('experiment_type')).toEqual(['C', 'Curation; Exome sequencing']);
    expect(shown('program')).toEqual([null, 'bcftools']);
    expect(shown('file_name')).toEqual(['D', 'a.vcf.gz']);
    expect(shown('file_2_md5')).toEqual(['E', '']);
    expect(shown('file_2_name')).toEqual([null, 'a.vcf.gz.tbi']);
    expect(columns.map(({ field }) => field)).not.toContain('taxonomy_system');
  });

  it('are changed by the names that the server knows, with the values that ENA takes offered', () => {
    expect(writeCell(named('samples'), 'S-2')).toEqual({ details: { samples: 'S-2' } });
    expect(writeCell(named('file_2_md5'), 'y')).toEqual({ details: { file_2_md5: 'y' } });
    expect(cellOptions(named('experiment_type'), 'analysis')).toContain('Genotyping by array');
    expect(cellOptions(named('imputation'), 'analysis')).toEqual(['true', 'false']);
    expect(cellOptions(named('file_type'), 'analysis')).toContain('tabix');
    expect(cellOptions(named('analysis_type'))).toContain('PROCESSED_READS');
  });

  it('are found from a link that names only the column', () => {
    const all = [...portal, ...tables];
    expect(typeOfField(all, 'experiment_type')).toBe('analysis');
    expect(typeOfField(all, 'file_name')).toBe('run');
    expect(typeOfField(tables, 'file_name')).toBe('analysis');
    expect(typeOfField(all, 'platform')).toBe('experiment');
  });
});
