import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from './analysis.xml.ts';
import { analysisXml } from './analysis.xml.ts';
import type { ExperimentInput } from './experiment.xml.ts';
import { experimentXml } from './experiment.xml.ts';
import type { ProjectInput } from './project.xml.ts';
import { projectXml } from './project.xml.ts';
import type { RunInput } from './run.xml.ts';
import { runXml } from './run.xml.ts';
import { sampleXml } from './sample.xml.ts';
import { statusChange, submissionXml } from './submission.xml.ts';
import { UnsendableError } from './unsendable.error.ts';

const md5 = '9b8932f85caa54e687eba62fca3edce2';
const experiment: ExperimentInput = {
  alias: 'E1',
  study: { accession: 'PRJEB1' },
  sample: { refname: 'S1' },
  designDescription: '',
  library: { strategy: 'WGS', source: 'GENOMIC', selection: 'RANDOM', layout: 'PAIRED', insertSize: 250 },
  platform: 'ILLUMINA',
  instrumentModel: 'NextSeq 550',
};
const library = (change: Partial<ExperimentInput['library']>) =>
  experimentXml({ ...experiment, library: { ...experiment.library, ...change } });
const run: RunInput = {
  alias: 'R1',
  experiment: { refname: 'E1' },
  files: [{ name: 'a_R1.fastq.gz', type: 'fastq', md5 }],
};
const file = (change: Partial<RunInput['files'][number]>) =>
  runXml({ ...run, files: [{ name: 'x', type: 'bam', md5, ...change }] });
const analysis: AnalysisInput = { alias: 'A1', type: 'PROCESSED_READS', files: run.files };
const typed = (type: string, properties: AnalysisInput['properties'] = {}) =>
  analysisXml({ ...analysis, type, properties });
const project: ProjectInput = {
  alias: 'P1',
  title: 'Potatoes of the Andes, all of them',
  description: 'Groups the projects of five valleys.',
};

describe('what is written', () => {
  it('an experiment that refers to its study and sample', () => {
    const xml = experimentXml({ ...experiment, title: 'Potato <leaf>', centerName: 'CIP' });
    expect(xml).toContain('<EXPERIMENT alias="E1" center_name="CIP">');
    expect(xml).toContain('<STUDY_REF accession="PRJEB1"/>');
    expect(xml).toContain('<SAMPLE_DESCRIPTOR refname="S1"/>');
    expect(xml).toContain('<PAIRED NOMINAL_LENGTH="250"/>');
    expect(xml).toContain('<TITLE>Potato &lt;leaf&gt;</TITLE>');
    expect(xml).not.toContain('LIBRARY_NAME');
  });

  it('a run with its files, checksums in lower case', () => {
    const files = [
      { name: '/in/a.bam', type: 'bam', md5: md5.toUpperCase(), readTypes: ['paired', 'umi_barcode'] },
    ];
    expect(runXml({ ...run, files })).toContain(
      `<FILE filename="/in/a.bam" filetype="bam" checksum_method="MD5" checksum="${md5}">` +
        '<READ_TYPE>paired</READ_TYPE><READ_TYPE>umi_barcode</READ_TYPE></FILE>',
    );
  });

  it('references of an analysis in the three ways they come', () => {
    const xml = typed('SEQUENCE_VARIATION', {
      ASSEMBLY: 'GCA_000002655 ASM265v1',
      SEQUENCE: ['CM00169.1 I', 'my contig'],
      IMPUTATION: 'false',
    });
    expect(xml).toContain('<STANDARD accession="GCA_000002655" refname="ASM265v1"/>');
    expect(xml).toContain('<SEQUENCE accession="CM00169.1" label="I"/><SEQUENCE refname="my contig"/>');
    expect(xml).toContain('<IMPUTATION>false</IMPUTATION>');
    expect(typed('PROCESSED_READS', { ASSEMBLY: 'https://x.example/r.fa?a&b' })).toContain(
      '<CUSTOM><URL_LINK><URL>https://x.example/r.fa?a&amp;b</URL></URL_LINK></CUSTOM>',
    );
    expect(
      typed('TAXONOMIC_REFERENCE_SET', { NAME: 'n', TAXONOMY_SYSTEM: 's', CUSTOM_FIELDS: ['a: b:c'] }),
    ).toContain('<CUSTOM_FIELDS><FIELD><NAME>a</NAME><DESCRIPTION>b:c</DESCRIPTION></FIELD></CUSTOM_FIELDS>');
  });

  it('an umbrella with the projects under it, and the locus tags of an ordinary one', () => {
    const related = [{ relation: 'child', accession: 'PRJEB2' } as const];
    const umbrella = projectXml({ ...project, isUmbrella: true, related });
    expect(umbrella).toContain('<UMBRELLA_PROJECT/>');
    expect(umbrella).toContain('<RELATED_PROJECT><CHILD_PROJECT accession="PRJEB2"/></RELATED_PROJECT>');
    expect(projectXml({ ...project, locusTagPrefixes: ['PAPA1'] })).toContain(
      '<SEQUENCING_PROJECT><LOCUS_TAG_PREFIX>PAPA1</LOCUS_TAG_PREFIX></SEQUENCING_PROJECT>',
    );
  });

  it('changes of status, one action for each target', () => {
    const targets = ['ERR000001', 'ERX000001'];
    expect(submissionXml(statusChange({ alias: 'C', action: 'CANCEL', targets }))).toContain(
      '<ACTION><CANCEL target="ERR000001"/></ACTION>\n      <ACTION><CANCEL target="ERX000001"/></ACTION>',
    );
    const held = statusChange({
      alias: 'H',
      action: 'HOLD',
      targets: ['PRJEB1'],
      holdUntilDate: '2027-01-31',
    });
    expect(submissionXml(held)).toContain('<HOLD target="PRJEB1" HoldUntilDate="2027-01-31"/>');
  });
});

describe('what cannot be sent is refused with record and field', () => {
  const cases: [string, () => unknown, string][] = [
    [
      'a platform that is none',
      () => experimentXml({ ...experiment, platform: 'X><Y' }),
      'experiment "E1", platform: "X><Y" is not a platform',
    ],
    [
      'no instrument',
      () => experimentXml({ ...experiment, instrumentModel: ' ' }),
      'experiment "E1", instrument model: is missing',
    ],
    ['no strategy', () => library({ strategy: '' }), 'experiment "E1", library strategy: is missing'],
    ['a layout that is none', () => library({ layout: 'paired' as 'PAIRED' }), 'neither SINGLE nor PAIRED'],
    [
      'inserts of single reads',
      () => library({ layout: 'SINGLE' }),
      'insert size: is given, but the layout is SINGLE',
    ],
    ['half a base', () => library({ insertSize: 250.5 }), 'insert size: 250.5 is not'],
    [
      'an endless deviation',
      () => library({ insertSizeDeviation: Infinity }),
      'insert size: Infinity is not',
    ],
    [
      'an accession that is none',
      () => experimentXml({ ...experiment, sample: { accession: 'TODO: sample' } }),
      'experiment "E1", sample: "TODO: sample" is not an accession',
    ],
    [
      'an empty reference',
      () => experimentXml({ ...experiment, study: { refname: ' ' } }),
      'experiment "E1", study: ',
    ],
    [
      'a reference that would be trimmed',
      () => runXml({ ...run, experiment: { refname: 'E1 ' } }),
      'run "R1", experiment: ',
    ],
    ['no file', () => runXml({ ...run, files: [] }), 'run "R1", files: there are none'],
    [
      'a file twice',
      () => runXml({ ...run, files: [...run.files, ...run.files] }),
      '"a_R1.fastq.gz" is given twice',
    ],
    ['a file name in Greek', () => file({ name: 'αβγ.bam' }), '"αβγ.bam" is not a file name that ENA takes'],
    ['a file name with a line break', () => file({ name: 'a\nb' }), 'is not a file name'],
    ['a file above the upload area', () => file({ name: 'a/../../b' }), 'is not a file name'],
    ['no checksum', () => file({ md5: '' }), 'run "R1", files: "x" has no MD5 checksum'],
    ['no file type', () => file({ type: '' }), 'file type of "x": is missing'],
    ['a read type without a name', () => file({ readTypes: [''] }), 'read type: is missing'],
    ['a genome assembly', () => typed('SEQUENCE_ASSEMBLY'), 'SEQUENCE_ASSEMBLY goes through Webin-CLI'],
    ['a transcriptome assembly', () => typed('TRANSCRIPTOME_ASSEMBLY'), 'goes through Webin-CLI'],
    ['an unknown type', () => typed('constructor'), 'analysis "A1", analysis type: "constructor" is not one'],
    [
      'a property of another type',
      () => typed('PROCESSED_READS', { NAME: 'x' }),
      'NAME: is nothing that PROCESSED_READS takes',
    ],
    [
      'a property that is missing',
      () => typed('GENOME_MAP', { PROGRAM: 'x' }),
      'analysis "A1", PLATFORM: is missing',
    ],
    [
      'a value that ENA does not know',
      () => typed('SEQUENCE_VARIATION', { EXPERIMENT_TYPE: 'curation' }),
      '"curation" is not one',
    ],
    [
      'a value too many',
      () => typed('SEQUENCE_VARIATION', { PROGRAM: ['a', 'b'] }),
      'PROGRAM: has more than one',
    ],
    [
      'a truth that is none',
      () => typed('SEQUENCE_VARIATION', { IMPUTATION: 'yes' }),
      'IMPUTATION: is neither',
    ],
    [
      'an address that is none',
      () => typed('PROCESSED_READS', { ASSEMBLY: 'https://' }),
      'ASSEMBLY: "https://" is not',
    ],
    [
      'a day that is none',
      () => analysisXml({ ...analysis, analysisDate: new Date(Number.NaN) }),
      'analysis date: is not a date',
    ],
    [
      'a control character',
      () => typed('SEQUENCE_VARIATION', { PROGRAM: 'a\u0001' }),
      'PROGRAM: contains U+0001',
    ],
    [
      'a related project without accession',
      () => projectXml({ ...project, related: [{ relation: 'parent', accession: 'ERP000001' }] }),
      'project "P1", related project: "ERP000001" is not',
    ],
    [
      'a short locus tag',
      () => projectXml({ ...project, locusTagPrefixes: ['a1'] }),
      'locus tag prefix: "a1" is not one',
    ],
    [
      'locus tags of an umbrella',
      () => projectXml({ ...project, isUmbrella: true, locusTagPrefixes: ['PAPA1'] }),
      'an umbrella project has none',
    ],
    [
      'a link that runs',
      () => projectXml({ ...project, links: [{ url: 'javascript:alert(1)', label: 'x' }] }),
      'link: "javascript:alert(1)" is not a web address',
    ],
    [
      'a link to nothing',
      () => sampleXml({ alias: 'S', taxonId: 1, links: [{ db: 'PUBMED', id: '' }] }),
      'sample "S", link (identifier): is missing',
    ],
    [
      'a hold without a date',
      () => statusChange({ alias: 'H', action: 'HOLD', targets: ['PRJEB1'] }),
      'submission "H", hold date: is missing',
    ],
    [
      'a change of nothing',
      () => submissionXml(statusChange({ alias: 'C', action: 'CANCEL', targets: [] })),
      'there are none',
    ],
  ];
  it.each(cases)('%s', (_what, build, message) => {
    expect(build).toThrow(UnsendableError);
    expect(build).toThrow(message);
  });
});
