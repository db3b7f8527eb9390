import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../validation.contract.ts';
import { cellItems } from '../text/list-cell.contract.ts';
import { analysisTypes, propertiesOf, propertyField } from '../vocabularies/analyses.contract.ts';
import type { AnalysisInput, ReadsContext, UploadedFile } from './reads.ts';
import { ReadsValidation } from './validate-reads.ts';

const md5 = (digit: string) => digit.repeat(32);

const analysis = (more: Partial<AnalysisInput['details']> = {}, alias = 'A', row = 3): AnalysisInput => ({
  alias,
  title: '',
  row,
  sheet: null,
  details: {
    type: 'SEQUENCE_VARIATION',
    study: null,
    samples: [{ alias: 'S' }],
    experiments: [],
    runs: [],
    properties: {},
    description: '',
    files: [{ name: 'a.vcf.gz', type: 'vcf', md5: md5('a') }],
    ...more,
  },
});

const context = (files?: Record<string, UploadedFile>): ReadsContext => ({
  projectAlias: 'seqdb-sub-000001',
  samples: new Set(['S', 'Sample-2', 'a;b']),
  accessions: new Map([['SQDBS0000000172', 'sample']]),
  columns: new Map([
    ['analysis/samples', 'C'],
    ['analysis/file_2_md5', 'K'],
    ['analysis/assembly', 'D'],
  ]),
  files: files && new Map(Object.entries(files)),
});

function found(given: readonly AnalysisInput[], files?: Record<string, UploadedFile>): Finding[] {
  const validation = new ReadsValidation(context(files));
  validation.run({
    alias: 'R',
    title: '',
    row: 9,
    sheet: null,
    fileRows: [],
    details: { experiment: null, files: [{ name: 'r.bam', type: 'bam', md5: md5('b'), readTypes: [] }] },
  });
  return [...given.flatMap((one) => validation.analysis(one)), ...validation.end()];
}

const only = (more: Partial<AnalysisInput['details']>) =>
  found([analysis(more)]).map(({ rule, field, value, suggestion }) => [rule, field, value, suggestion]);

describe('an analysis', () => {
  it('that is right has no findings', () => {
    expect(found([analysis()])).toEqual([]);
    expect(found([analysis()], { 'a.vcf.gz': { md5: md5('a'), isVerified: true } })).toEqual([]);
  });

  const cases: [what: string, more: Partial<AnalysisInput['details']>, expected: unknown[]][] = [
    [
      'a type in other letters',
      { type: 'sequence_variation' },
      ['term.spelling', 'analysis_type', 'sequence_variation', 'SEQUENCE_VARIATION'],
    ],
    ['no type', { type: '' }, ['term.required', 'analysis_type', null, null]],
    ['a type that is none', { type: 'constructor' }, ['term.unknown', 'analysis_type', 'constructor', null]],
    [
      'a sample misspelt among others',
      { samples: [{ alias: 'S' }, { alias: 'sample-2' }] },
      ['ref.unknown', 'samples', 'S; sample-2', 'S; Sample-2'],
    ],
    [
      'a run of another type',
      { runs: [{ accession: 'ERX123456' }] },
      ['ref.type', 'runs', 'ERX123456', null],
    ],
    ['a run that is not there', { runs: [{ alias: 'r' }] }, ['ref.unknown', 'runs', 'r', 'R']],
    ['nothing named', { samples: [] }, ['analysis.no_reference', 'samples', null, null]],
    ['a property of another type', { properties: { NAME: 'x' } }, ['property.not_taken', 'name', 'x', '']],
    [
      'a property named like a member of all objects',
      { properties: { constructor: 'x' } },
      ['property.not_taken', 'constructor', 'x', ''],
    ],
    [
      'a value of a closed list',
      { properties: { EXPERIMENT_TYPE: ['Curation', 'exome sequencing'] } },
      ['term.spelling', 'experiment_type', 'Curation; exome sequencing', 'Curation; Exome sequencing'],
    ],
    [
      'a truth in words',
      { properties: { IMPUTATION: 'TRUE' } },
      ['term.spelling', 'imputation', 'TRUE', 'true'],
    ],
    [
      'a broken address',
      { properties: { ASSEMBLY: 'https://' } },
      ['property.form', 'assembly', 'https://', null],
    ],
    [
      'a required property that is missing',
      { type: 'GENOME_MAP', properties: { PLATFORM: 'BioNano' } },
      ['property.required', 'program', null, null],
    ],
    ['no file', { files: [] }, ['file.required', 'file_name', null, null]],
    [
      'files of another kind',
      { files: [{ name: 'a.txt', type: 'tab', md5: md5('c') }] },
      ['file.of_analysis', 'file_name', null, null],
    ],
    [
      'a file type in other letters',
      { type: 'AMR_ANTIBIOGRAM', files: [{ name: 'a.txt', type: 'TAB', md5: md5('c') }] },
      ['term.spelling', 'file_type', 'TAB', 'tab'],
    ],
    [
      'a file that a run names',
      { type: 'PROCESSED_READS', files: [{ name: 'r.bam', type: 'bam', md5: md5('b') }] },
      ['file.shared', 'file_name', 'r.bam', null],
    ],
  ];
  it.each(cases)('%s', (_, more, expected) => {
    expect(only(more)).toEqual([expected]);
  });

  it('has its findings at its row and column', () => {
    const second = { name: 'b.tbi', type: 'tabix', md5: 'x' };
    const files = [...analysis().details.files, second];
    expect(found([analysis({ files, samples: [{ alias: 'none' }] })])).toMatchObject([
      { recordType: 'analysis', position: 1, row: 3, field: 'samples', column: 'C' },
      { field: 'file_2_md5', column: 'K', row: 3 },
    ]);
  });

  it('has an alias of its own, and files of its own', () => {
    expect(found([analysis(), analysis({}, 'A', 4)]).map(({ rule, row }) => [rule, row])).toEqual([
      ['alias.duplicate', 4],
      ['file.shared', 4],
    ]);
  });

  it('has its files looked up among those that were uploaded', () => {
    const rules = (files: Record<string, UploadedFile>) =>
      found([analysis({ samples: [{ alias: 'S' }] })], {
        'r.bam': { md5: md5('b'), isVerified: true },
        ...files,
      }).map(({ rule, value }) => `${rule} ${value}`);
    expect(rules({})).toEqual(['file.missing a.vcf.gz']);
    expect(rules({ 'a.vcf.gz': { md5: md5('c'), isVerified: true } })).toEqual([
      `file.md5_differs ${md5('a')}`,
    ]);
    expect(rules({ 'a.vcf.gz': { md5: null, isVerified: false } })).toEqual(['file.unverified a.vcf.gz']);
    expect(
      rules({ 'a.vcf.gz': { md5: md5('a'), isVerified: true }, x: { md5: null, isVerified: true } }),
    ).toEqual(['file.unused x']);
  });
});

describe('whatever an analysis says', () => {
  const word = fc.oneof(
    fc.constantFrom('', ' ', 'S', 'a;b', 'ERS123456', '__proto__', '\u0000', 'true'),
    fc.string({ maxLength: 12 }),
  );
  const ref = word.map((alias) => ({ alias }));
  const details = fc.record({
    type: fc.oneof(fc.constantFrom(...analysisTypes), word),
    study: fc.option(ref),
    samples: fc.array(ref, { maxLength: 3 }),
    experiments: fc.array(ref, { maxLength: 2 }),
    runs: fc.array(ref, { maxLength: 2 }),
    properties: fc.dictionary(
      fc.oneof(
        fc.constantFrom('ASSEMBLY', 'SEQUENCE', 'EXPERIMENT_TYPE', 'PROGRAM', 'NAME', 'CUSTOM_FIELDS'),
        word,
      ),
      fc.oneof(word, fc.array(word, { maxLength: 3 })),
      { maxKeys: 4 },
    ),
    description: word,
    files: fc.array(fc.record({ name: word, type: word, md5: fc.option(word) }), { maxLength: 3 }),
  });

  it('is judged without harm, each finding at the record', () => {
    fc.assert(
      fc.property(details, (given) => {
        for (const finding of found([analysis(given)])) expect([1, null]).toContain(finding.position);
      }),
    );
  });

  it('is right once what is proposed is taken, for names that are near to one', () => {
    fc.assert(
      fc.property(
        fc.subarray(['S', 'Sample-2', 'a;b'], { minLength: 1 }),
        fc.boolean(),
        (aliases, isUpper) => {
          const samples = aliases.map((alias) => ({ alias: isUpper ? alias.toUpperCase() : alias }));
          const wrong = found([analysis({ samples })]);
          if (!isUpper) expect(wrong).toEqual([]);
          if (wrong[0]?.suggestion == null) return;
          const mended = cellItems(wrong[0].suggestion).map((alias) => ({ alias }));
          expect(found([analysis({ samples: mended })])).toEqual([]);
        },
      ),
    );
  });

  it('lacks what its type requires, and nothing else', () => {
    for (const type of analysisTypes) {
      const required = propertiesOf(type).filter(({ isRequired }) => isRequired);
      const missing = only({ type }).filter(([rule]) => rule === 'property.required');
      expect(missing.map(([, field]) => field)).toEqual(required.map(({ name }) => propertyField(name)));
    }
  });
});
