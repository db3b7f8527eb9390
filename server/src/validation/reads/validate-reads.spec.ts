import { describe, expect, it } from 'vitest';
import type { Finding } from '../validation.contract.ts';
import type { ExperimentInput, ReadsContext, RunFileInput, RunInput, UploadedFile } from './reads.ts';
import { ReadsValidation } from './validate-reads.ts';

const experiment = (
  more: Partial<ExperimentInput['details']> = {},
  library: Partial<ExperimentInput['details']['library']> = {},
  alias = 'E',
): ExperimentInput => ({
  alias,
  title: '',
  row: 3,
  sheet: null,
  details: {
    study: null,
    sample: { alias: 'S' },
    designDescription: '',
    library: {
      name: 'L',
      strategy: 'WGS',
      source: 'GENOMIC',
      selection: 'RANDOM',
      layout: 'PAIRED',
      insertSize: 300,
      constructionProtocol: null,
      ...library,
    },
    platform: 'ILLUMINA',
    instrumentModel: 'Illumina MiSeq',
    ...more,
  },
});

const fastq = (name: string, more: Partial<RunFileInput> = {}): RunFileInput => ({
  name,
  type: 'fastq',
  md5: name.length.toString(16).padStart(32, '0'),
  readTypes: [],
  ...more,
});
const pair = [fastq('a_1.fastq.gz'), fastq('a_22.fastq.gz')];
const run = (files: readonly RunFileInput[] = pair, alias = 'R', row = 3): RunInput => ({
  alias,
  title: '',
  row,
  sheet: null,
  fileRows: [],
  details: { experiment: { alias: 'E' }, files },
});

const context = (files?: Record<string, UploadedFile>): ReadsContext => ({
  projectAlias: 'seqdb-sub-000001',
  samples: new Set(['S', 'Sample-2']),
  accessions: new Map([['SQDBS0000000172', 'sample']]),
  columns: new Map([['experiment/library_layout', 'H']]),
  files: files && new Map(Object.entries(files)),
});

function found(
  experiments: readonly ExperimentInput[],
  runs: readonly RunInput[],
  files?: Record<string, UploadedFile>,
): Finding[] {
  const validation = new ReadsValidation(context(files));
  return [
    ...experiments.flatMap((one) => validation.experiment(one)),
    ...runs.flatMap((one) => validation.run(one)),
    ...validation.end(),
  ];
}

const brief = (findings: readonly Finding[]) =>
  findings.map(({ severity, rule, field, suggestion }) => [severity, rule, field, suggestion]);

describe('an experiment', () => {
  it('without a fault has no findings', () => {
    expect(found([experiment()], [run()])).toEqual([]);
  });

  const cases: [name: string, given: ExperimentInput, expected: unknown[]][] = [
    [
      'layout in small letters',
      experiment({}, { layout: 'paired' }),
      ['error', 'term.spelling', 'library_layout', 'PAIRED'],
    ],
    ['no strategy', experiment({}, { strategy: '' }), ['error', 'term.required', 'library_strategy', null]],
    [
      'selection in capitals',
      experiment({}, { selection: 'OTHER' }),
      ['error', 'term.spelling', 'library_selection', 'other'],
    ],
    [
      'a maker too many',
      experiment({ instrumentModel: 'Illumina NextSeq 550' }),
      ['error', 'term.unknown', 'instrument_model', 'NextSeq 550'],
    ],
    [
      'a model of another platform',
      experiment({ instrumentModel: 'MinION' }),
      ['error', 'instrument.platform', 'platform', 'OXFORD_NANOPORE'],
    ],
    [
      'an unspecified model without platform',
      experiment({ instrumentModel: 'unspecified', platform: '' }),
      ['error', 'platform.required', 'platform', null],
    ],
    [
      '“None” as insert size',
      experiment({}, { insertSize: 'None' }),
      ['error', 'insert_size.form', 'insert_size', ''],
    ],
    [
      'an insert size with its unit',
      experiment({}, { insertSize: '350 bp' }),
      ['error', 'insert_size.form', 'insert_size', '350'],
    ],
    [
      'a sample that is not there',
      experiment({ sample: { alias: 'Sample-3' } }),
      ['error', 'ref.unknown', 'sample', 'Sample-2'],
    ],
    ['no sample', experiment({ sample: null }), ['error', 'ref.required', 'sample', null]],
    [
      'a project for a sample',
      experiment({ sample: { accession: 'PRJEB1' } }),
      ['error', 'ref.type', 'sample', null],
    ],
    [
      'somebody else’s accession',
      experiment({ sample: { accession: 'SQDBS0000000269' } }),
      ['error', 'ref.unknown', 'sample', null],
    ],
    [
      'another study by alias',
      experiment({ study: { alias: 'other' } }),
      ['error', 'ref.unknown', 'study', 'seqdb-sub-000001'],
    ],
    [
      'a control character',
      experiment({ designDescription: 'a\u0001b' }),
      ['error', 'value.control', 'design_description', 'ab'],
    ],
  ];
  it.each(cases)('with %s', (_name, given, expected) => {
    expect(brief(found([given], [run()]))).toContainEqual(expected);
  });

  it('may refer to what is registered', () => {
    for (const accession of ['ERS123456', 'SAMEA1', 'SQDBS0000000172'])
      expect(found([experiment({ sample: { accession }, study: { accession: 'PRJEB1' } })], [run()])).toEqual(
        [],
      );
  });

  it('is found at its cell, and missed by its runs', () => {
    const [finding] = found([experiment({}, { layout: 'x' })], [run()]);
    expect(finding).toMatchObject({ recordType: 'experiment', position: 0, row: 3, column: 'H', value: 'x' });
    expect(brief(found([experiment()], []))).toEqual([['warning', 'experiment.no_run', 'alias', null]]);
    expect(brief(found([], [run()]))).toEqual([['error', 'ref.unknown', 'experiment', null]]);
  });
});

describe('a run', () => {
  const bam = (name: string) => fastq(name, { type: 'bam' });
  const cases: [name: string, files: RunFileInput[], expected: unknown[]][] = [
    ['no file', [], ['error', 'file.required', 'forward_file_name', null]],
    ['one file of a pair', [pair[0]!], ['error', 'file.layout', 'forward_file_name', null]],
    ['two BAM files', [bam('a.bam'), bam('b2.bam')], ['error', 'file.count', 'forward_file_name', null]],
    ['FASTQ and BAM', [pair[0]!, bam('b.bam')], ['error', 'file.mixed', 'forward_file_name', null]],
    [
      'three FASTQ files',
      [...pair, fastq('index_001.fastq.gz')],
      ['error', 'file.read_types', 'forward_file_name', null],
    ],
    ['the same file twice', [pair[0]!, pair[0]!], ['error', 'file.twice', 'reverse_file_name', null]],
    [
      'the same MD5 twice',
      [pair[0]!, { ...pair[1]!, md5: pair[0]!.md5 }],
      ['error', 'md5.twice', 'reverse_file_md5', null],
    ],
    [
      'a file that is not compressed',
      [pair[0]!, fastq('a_22.fastq')],
      ['error', 'file.compression', 'reverse_file_name', null],
    ],
    [
      'an MD5 in capitals',
      [pair[0]!, fastq('b.fastq.gz', { md5: 'A'.repeat(32) })],
      ['error', 'md5.form', 'reverse_file_md5', 'a'.repeat(32)],
    ],
    [
      'a name ENA does not take',
      [pair[0]!, fastq('b&ü.fastq.gz')],
      ['error', 'file.name', 'reverse_file_name', 'b_u.fastq.gz'],
    ],
    ['a way up', [pair[0]!, fastq('../b.fastq.gz')], ['error', 'file.name', 'reverse_file_name', null]],
    [
      'a type in capitals',
      [pair[0]!, fastq('b.fastq.gz', { type: 'FASTQ' })],
      ['error', 'term.spelling', 'file_2_type', 'fastq'],
    ],
    [
      'a read type that is none',
      [pair[0]!, fastq('b.fastq.gz', { readTypes: ['Paired'] })],
      ['error', 'term.spelling', 'file_2_read_type', 'paired'],
    ],
  ];
  it.each(cases)('with %s', (_name, files, expected) => {
    expect(brief(found([experiment()], [run(files)]))).toContainEqual(expected);
  });

  it('may have ten FASTQ files when it is said what their reads are', () => {
    const files = Array.from({ length: 10 }, (_, index) =>
      fastq(`${'x'.repeat(index)}.fastq.gz`, { readTypes: ['paired'] }),
    );
    expect(found([experiment()], [run(files)])).toEqual([]);
    expect(brief(found([experiment()], [run([...files, fastq('eleven.fastq.gz')])]))[0]?.[1]).toBe(
      'file.count',
    );
  });

  it('shares no file with another', () => {
    const findings = found([experiment()], [run(), run([pair[0]!, fastq('other.fastq.gz')], 'R2', 4)]);
    expect(brief(findings)).toEqual([['error', 'file.shared', 'forward_file_name', null]]);
    expect(findings[0]).toMatchObject({ row: 4, message: expect.stringContaining('row 3') });
  });

  it('needs an alias of its own', () => {
    const findings = found([experiment()], [run(), run([fastq('c.fastq.gz'), fastq('dd.fastq.gz')])]);
    expect(brief(findings)).toEqual([['error', 'alias.duplicate', 'alias', null]]);
  });
});

describe('files that were uploaded', () => {
  const [one, two] = pair;
  const good = (file: RunFileInput): UploadedFile => ({ md5: file.md5, isVerified: true });

  it('are matched by name and MD5', () => {
    expect(found([experiment()], [run()], { [one!.name]: good(one!), [two!.name]: good(two!) })).toEqual([]);
    const other = { md5: 'f'.repeat(32), isVerified: true };
    expect(brief(found([experiment()], [run()], { [one!.name]: good(one!), [two!.name]: other }))).toEqual([
      ['error', 'file.md5_differs', 'reverse_file_md5', 'f'.repeat(32)],
    ]);
  });

  it('are named when they are missing, not checked yet, or not wanted', () => {
    const files = { [one!.name]: { md5: null, isVerified: false }, 'stray.fastq.gz': good(one!) };
    expect(brief(found([experiment()], [run()], files))).toEqual([
      ['error', 'file.unverified', 'forward_file_name', null],
      ['error', 'file.missing', 'reverse_file_name', null],
      ['info', 'file.unused', null, null],
    ]);
  });

  it('are said to be missing once when there are none', () => {
    expect(found([experiment()], [run()], {})).toMatchObject([
      { rule: 'file.missing', position: null, message: expect.stringContaining('None of the 2 files') },
    ]);
  });
});
