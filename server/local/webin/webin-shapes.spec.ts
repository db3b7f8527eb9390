import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { actions, attribute, project, sample, study, usual } from '../../../test/factories/webin-xml.ts';
import { SchemaValidator } from '../../src/ena/webin/xml/schema.validator.ts';
import { readSubmitted, UnparseableError } from './submitted.ts';
import type { DocumentType } from './webin-shapes.ts';
import { analysis, experiment, file, run } from './webin.trial.ts';

const ADD = actions('<ADD/>', '<HOLD HoldUntilDate="2027-03-01"/>');
const schemaDir = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');
describe.skipIf(!existsSync(schemaDir))(
  `beside ENA's schemas in ${schemaDir} (skipped without SEQDB_SHARED)`,
  () => {
    const validator = existsSync(schemaDir) ? new SchemaValidator(schemaDir) : null;
    afterAll(() => validator?.dispose());
    const good = sample('a', usual + attribute('x', 'y', 'm'));
    const goodExperiment = experiment('e');
    const goodRun = run('r', file('a.fastq.gz', 'c'));
    const goodAnalysis = analysis('a', file('v.vcf.gz', 'c', 'vcf'));
    it.each([
      good,
      sample('a', usual, '-1'),
      good.replace('<SAMPLE_NAME>', '<TITLE>t</TITLE><SAMPLE_NAME>'),
      good.replace('<SAMPLE_NAME>', '<DESCRIPTION>t</DESCRIPTION><SAMPLE_NAME>'),
      good.replace('<SAMPLE_NAME>', '<TITLE>t</TITLE><TITLE>t</TITLE><SAMPLE_NAME>'),
      good.replace('alias=', 'name='),
      good.replace(/<TAXON_ID>.*<\/TAXON_ID>/, ''),
      good.replace(/<TAXON_ID>.*<\/TAXON_ID>/, '<SCIENTIFIC_NAME/><TAXON_ID>1</TAXON_ID>'),
      good.replace('4113', '4113.5'),
      good.replace('4113', ''),
      good.replace('<SAMPLE_NAME>', 'text<SAMPLE_NAME>'),
      good.replace('<VALUE>y</VALUE>', ''),
      good.replace('<TAG>x</TAG>', ''),
      good.replace('<TAG>x</TAG>', '<TAG>x</TAG><NOTE/>'),
      good.replace(/<SAMPLE_ATTRIBUTE>.*<\/SAMPLE_ATTRIBUTE>/, ''),
      project('p'),
      project('p', 'Potatoes'),
      project('p', 'x'.repeat(251)),
      project('p').replace(/<DESCRIPTION>.*<\/DESCRIPTION>/, ''),
      project('p').replace('<TITLE>', '<NAME>n</NAME><TITLE>'),
      study,
      study.replace(/<STUDY_TITLE>.*<\/STUDY_TITLE>/, ''),
      ADD,
      ADD.replace('<ADD/>', '<ADD>x</ADD>'),
      ADD.replace('<ADD/>', '<PUT/>'),
      ADD.replace('<ADD/>', '<CANCEL/>'),
      ADD.replace('<ACTION><ADD/></ACTION>', ''),
      study.replace('"Other"', '"other"'),
      goodExperiment,
      goodExperiment.replace('<DESIGN_DESCRIPTION/>', ''),
      goodExperiment.replace('<LIBRARY_NAME>l</LIBRARY_NAME>', ''),
      goodExperiment.replace('RANDOM', 'random'),
      goodExperiment.replace('GENOMIC', 'Genomic'),
      goodExperiment.replace('>WGS<', '>WGA <'),
      goodExperiment.replace('<PAIRED NOMINAL_LENGTH="300"/>', '<SINGLE/>'),
      goodExperiment.replace('<PAIRED NOMINAL_LENGTH="300"/>', '<SINGLE/><PAIRED/>'),
      goodExperiment.replace('<PAIRED NOMINAL_LENGTH="300"/>', ''),
      goodExperiment.replace('Illumina MiSeq', 'MiSeq'),
      goodExperiment.replaceAll('ILLUMINA', 'OXFORD_NANOPORE'),
      goodExperiment.replaceAll('ILLUMINA', 'ROCHE'),
      goodExperiment.replace(/<PLATFORM>.*<\/PLATFORM>/, ''),
      goodExperiment.replace('<STUDY_REF refname="p"/>', ''),
      goodRun,
      goodRun.replace('filetype="fastq"', 'filetype="FASTQ"'),
      goodRun.replace('filetype="fastq"', ''),
      goodRun.replace('checksum_method="MD5"', 'checksum_method="SHA-256"'),
      goodRun.replace('checksum_method="MD5"', 'checksum_method="SHA1"'),
      goodRun.replace(/checksum="[^"]*"/, ''),
      goodRun.replace(/<DATA_BLOCK>.*<\/DATA_BLOCK>/, ''),
      goodRun.replace(/<FILE .*\/>/, ''),
      goodRun.replace('"MD5" checksum="c"/>', '"MD5" checksum="c"><READ_TYPE>paired</READ_TYPE></FILE>'),
      goodRun.replace('"MD5" checksum="c"/>', '"MD5" checksum="c"><READ_TYPE>pair</READ_TYPE></FILE>'),
      goodRun.replace(/<EXPERIMENT_REF .*?\/>/, ''),
      goodAnalysis,
      goodAnalysis.replace('Whole genome sequencing', 'whole genome sequencing'),
      goodAnalysis.replace(/<EXPERIMENT_TYPE>.*<\/EXPERIMENT_TYPE>/, ''),
      goodAnalysis.replace(
        /<ANALYSIS_TYPE>.*<\/ANALYSIS_TYPE>/,
        '<ANALYSIS_TYPE><PHYLOGENY_ANALYSIS/></ANALYSIS_TYPE>',
      ),
      goodAnalysis.replace(/<ANALYSIS_TYPE>.*<\/ANALYSIS_TYPE>/, '<ANALYSIS_TYPE/>'),
      goodAnalysis.replace(
        /<ANALYSIS_TYPE>.*<\/ANALYSIS_TYPE>/,
        '<ANALYSIS_TYPE><VARIANTS/></ANALYSIS_TYPE>',
      ),
      goodAnalysis.replace('filetype="vcf"', 'filetype="VCF"'),
      goodAnalysis.replace('"MD5"', '"SHA-256"'),
      goodAnalysis.replace(/<FILES>.*<\/FILES>/, ''),
      goodAnalysis.replace('<SAMPLE_REF refname="s"/>', '<SAMPLE_REF refname="s"/><SAMPLE_REF refname="t"/>'),
      goodAnalysis.replace('<STUDY_REF refname="p"/>', '<STUDY_REF refname="p"/><STUDY_REF refname="q"/>'),
      goodAnalysis.replace('<TITLE>', '<NAME>n</NAME><TITLE>'),
    ])('the sandbox and they agree on variation %#', (xml) => {
      expect(validator?.validate(Buffer.from(xml)).length === 0).toBe(isShapely(xml));
    });
  },
);

function isShapely(xml: string): boolean {
  const part = /^<([A-Z]+)/.exec(xml)?.[1]?.toLowerCase() as DocumentType;
  try {
    return readSubmitted([{ part, fileName: 'x.xml', bytes: Buffer.from(xml) }]).schemaErrors.length === 0;
  } catch (error) {
    expect(error).toBeInstanceOf(UnparseableError);
    return false;
  }
}
