import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisDetails, ExperimentDraft, RunDraft } from '../record-details.contract.ts';
import { cellOfField } from './cell-of-field.ts';
import { fieldInMessage } from './field-in-message.ts';

const experiment: ExperimentDraft = {
  study: null,
  sample: { alias: 'leaf-1' },
  designDescription: '',
  library: {
    name: 'L',
    strategy: 'RNA-seq',
    source: 'GENOMIC',
    selection: 'PCR',
    layout: 'PAIRED',
    insertSize: null,
    constructionProtocol: null,
  },
  platform: 'ILLUMINA',
  instrumentModel: 'Illumina MiSeq',
};
const run: RunDraft = {
  experiment: { alias: 'E-1' },
  files: [
    { name: 'a_1.fastq.gz', type: 'fastq', md5: 'a'.repeat(32), readTypes: [] },
    { name: 'folder/a_2.fastq.gz', type: 'fastq', md5: null, readTypes: [] },
  ],
};
const analysis: AnalysisDetails = {
  type: 'SEQUENCE_VARIATION',
  study: null,
  samples: [{ alias: 'leaf-1' }],
  experiments: [],
  runs: [],
  properties: { EXPERIMENT_TYPE: ['Curation'] },
  description: '',
  files: [{ name: 'calls.vcf.gz', type: 'vcf', md5: null }],
};

describe('the field that a message is about', () => {
  it.each([
    [experiment, 'library_strategy: “RNA-seq” has to be written “RNA-Seq”', 'library_strategy'],
    [experiment, 'Value "x" of LIBRARY_SELECTION is not one of the enumeration', 'library_selection'],
    [experiment, "Invalid value 'Illumina MiSeq' is not facet-valid", 'instrument_model'],
    [experiment, 'The object in SAMPLE_DESCRIPTOR does not exist', 'sample'],
    [experiment, 'constructor: no field at all', null],
    [experiment, 'Something went wrong', null],
    [run, 'File SUB-1/123/a_2.fastq.gz does not exist in the upload area', 'reverse_file_name'],
    [run, 'Invalid checksum for file a_1.fastq.gz', 'forward_file_md5'],
    [run, 'EXPERIMENT_REF cannot be resolved', 'experiment'],
    [analysis, 'Failed to resolve SAMPLE_REF', 'samples'],
    [analysis, 'EXPERIMENT_TYPE is wrong', 'experiment_type'],
    [analysis, 'calls.vcf.gz is no VCF', 'file_name'],
    [null, 'library_strategy: x', null],
  ])('%#: %s', (details, message, field) => {
    expect(fieldInMessage(details, message)).toBe(field);
  });

  it('is looked for without harm in any message', () => {
    fc.assert(
      fc.property(fc.constantFrom(experiment, run, analysis), fc.string(), (details, message) => {
        expect(() => fieldInMessage(details, message)).not.toThrow();
      }),
    );
  });
});

describe('the cell of a field', () => {
  const table = (kind: 'reads' | 'runs' | 'analyses', columns: Record<string, string[]>) => ({
    kind,
    name: 'a',
    sha256: '',
    bytes: 1,
    encoding: 'utf-8',
    sheet: null,
    rows: 1,
    headerRow: 1,
    notes: [],
    uploadedAt: '',
    columns: Object.entries(columns).map(([letter, places]) => ({ letter, header: letter, places })),
  });
  const reads = {
    studyAliases: [],
    tables: [
      table('runs', { C: ['run/file_name'], D: ['run/file_md5'] }),
      table('analyses', { B: ['analysis/samples'] }),
    ],
  };

  it('is where its record and its column stand; of a file with a row of its own, that row', () => {
    const place = { sheet: 'runs', fileRows: [4, 9] };
    expect(cellOfField(reads, 'run', 'reverse_file_name', { row: 4, place })).toEqual({
      row: 9,
      column: 'C',
      sheet: 'runs',
    });
    expect(cellOfField(reads, 'run', 'forward_file_md5', { row: 4, place: null })).toEqual({
      row: 4,
      column: 'D',
      sheet: null,
    });
    expect(cellOfField(reads, 'analysis', 'samples', { row: 2, place: null })).toMatchObject({
      row: 2,
      column: 'B',
    });
    expect(cellOfField(reads, 'run', 'title', { row: 4, place: null })).toMatchObject({ column: null });
    expect(cellOfField(null, 'run', 'file_name', { row: null, place: null })).toEqual({
      row: null,
      column: null,
      sheet: null,
    });
  });
});
