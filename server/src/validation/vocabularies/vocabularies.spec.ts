import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelList, vocabulariesLacking, words } from '../../../../test/factories/ena-vocabularies.ts';
import { analysisFileTypes, analysisTypes, experimentTypes } from './analyses.contract.ts';
import { readTypes, runFileTypes } from './files.contract.ts';
import { instruments, models, platformOf } from './instruments.contract.ts';
import { librarySelections, librarySources, libraryStrategies } from './library.contract.ts';
import { vocabularies } from './vocabulary.ts';

describe.skipIf(vocabulariesLacking)(`ENA's vocabularies ${vocabulariesLacking ?? ''}`, () => {
  const theirs = (name: string) =>
    words(name)
      .filter((term) => term !== '')
      .sort();
  const cases: [name: string, ours: readonly string[]][] = [
    ['experiment.typeLibraryStrategy', Object.keys(libraryStrategies)],
    ['experiment.typeLibrarySource', Object.keys(librarySources)],
    ['experiment.typeLibrarySelection', Object.keys(librarySelections)],
    ['SRA.run.xsd:filetype', runFileTypes],
    ['SRA.run.xsd:READ_TYPE', readTypes],
    ['SRA.analysis.xsd:filetype', analysisFileTypes.filter((type) => type !== 'agp')],
    ['SRA.analysis.xsd:EXPERIMENT_TYPE', experimentTypes],
    ...Object.entries(instruments).map(([platform, ours]): [string, readonly string[]] => [
      modelList(platform),
      ours,
    ]),
  ];
  it.each(cases)('%s is ours', (name, ours) => {
    expect([...ours].sort()).toEqual(theirs(name));
  });
});

const schema = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd', 'SRA.analysis.xsd');

describe.skipIf(!existsSync(schema))(`the types of ${schema} (skipped when not there)`, () => {
  it('are ours', () => {
    const text = readFileSync(schema, 'utf8');
    const choice = text.slice(text.indexOf('name="ANALYSIS_TYPE"'), text.indexOf('name="FILES"'));
    for (const type of analysisTypes) expect(choice).toContain(`name="${type}"`);
    expect(analysisTypes).toHaveLength(22);
  });
});

describe('what somebody meant', () => {
  const cases: [keyof typeof vocabularies, string, string | undefined][] = [
    ['model', 'Illumina NextSeq 550', 'NextSeq 550'],
    ['model', 'NovaSeq 6000', 'Illumina NovaSeq 6000'],
    ['model', 'illumina miseq', 'Illumina MiSeq'],
    ['model', 'Minion', 'MinION'],
    ['model', 'PacBio Sequel II', 'Sequel II'],
    ['model', 'Ilumina MiSeq', 'Illumina MiSeq'],
    ['strategy', 'rna-seq', 'RNA-Seq'],
    ['strategy', 'RNASeq', 'RNA-Seq'],
    ['strategy', 'Amplicon', 'AMPLICON'],
    ['selection', 'polya', 'PolyA'],
    ['selection', 'Random', 'RANDOM'],
    ['selection', 'OTHER', 'other'],
    ['selection', 'chip', 'ChIP'],
    ['source', 'other', 'OTHER'],
    ['source', 'genomic', 'GENOMIC'],
    ['layout', 'paired', 'PAIRED'],
    ['layout', 'Single-end', 'SINGLE'],
    ['platform', 'illumina', 'ILLUMINA'],
    ['platform', 'PacBio', 'PACBIO_SMRT'],
    ['runFileType', 'FASTQ', 'fastq'],
    ['readType', 'cell barcode', 'cell_barcode'],
    ['analysisType', 'sequence variation', 'SEQUENCE_VARIATION'],
    ['analysisType', 'Processed_Reads', 'PROCESSED_READS'],
    ['analysisFileType', 'VCF', 'vcf'],
    ['analysisFileType', 'tbi', 'tabix'],
    ['strategy', 'something else altogether', undefined],
  ];
  it.each(cases)('%s: “%s” → %s', (name, written, meant) => {
    expect(vocabularies[name].meant(written)).toBe(meant);
  });

  it('is the term itself for every term', () => {
    for (const vocabulary of Object.values(vocabularies))
      for (const term of vocabulary.terms)
        expect(vocabulary.meant(term)?.toLowerCase()).toBe(term.toLowerCase());
  });

  it('every model has the platform that lists it', () => {
    for (const model of models) expect(instruments[platformOf(model)!]).toContain(model);
    expect(platformOf('unspecified')).toBeUndefined();
  });
});
