// The example documents of ENA's documentation and schemas, made again from inputs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { webinDocument, webinParts } from '../webin-document.ts';
import type { AnalysisInput } from './analysis.xml.ts';
import type { AttributeInput } from './attribute.xml.ts';
import type { ExperimentInput } from './experiment.xml.ts';
import type { FileInput } from './file.xml.ts';
import type { ProjectInput } from './project.xml.ts';
import type { SampleInput } from './sample.xml.ts';
import type { SubmissionInput } from './submission.xml.ts';
import { statusChange } from './submission.xml.ts';
import type { SetName, WebinDocument } from './webin.xml.ts';

const folder = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'documents');
const submission: SubmissionInput = {
  actions: [{ type: 'ADD' }, { type: 'HOLD', holdUntilDate: '2025-01-12' }],
};
const read = (file: string) => readFileSync(join(folder, file));

/** Element, attributes and text of a document, without what says nothing and what ENA writes into it itself. */
function shape(bytes: Uint8Array): unknown {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    return shapeOf(document.root);
  } finally {
    document.dispose();
  }
}

function shapeOf(element: XmlElement): unknown {
  const children: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next)
    if (node instanceof XmlElement) children.push(node);
  const own = element.attrs.filter(({ name, value }) => value !== '' && !isEnas(element, name));
  const attributes = Object.fromEntries(own.map(({ name, value }) => [name, value.replace(/\.0+Z$/, 'Z')]));
  const text = children.length === 0 ? element.content.replaceAll(/\s+/g, ' ').trim() : '';
  const inner = children
    .filter(({ name }) => name !== 'IDENTIFIERS')
    .map(shapeOf)
    .filter((child) => child !== null);
  const isEmpty = inner.length === 0 && text === '' && own.length === 0;
  const isOptional = ['COMMON_NAME', 'LIBRARY_NAME'].includes(element.name);
  return isEmpty && isOptional ? null : [element.name, attributes, text, ...inner];
}

/** Accessions of new objects, the broker, and names beside the accession of a reference. */
function isEnas(element: XmlElement, attribute: string): boolean {
  if (attribute === 'broker_name' || attribute === 'refcenter') return true;
  if (element.name === 'ANALYSIS') return attribute === 'accession';
  return attribute === 'refname' && element.name.endsWith('_REF') && element.get('@accession') !== null;
}

interface Values {
  of: (path: string) => string;
  attributes: AttributeInput[];
  files: FileInput[];
}

/** The values of a document, whatever they are: the inputs are the structure. */
function from<T>(file: string, make: (values: Values) => T): T {
  const { root, ...document } = open(file);
  const of = (path: string) => root.get(path)?.content ?? '';
  const attributes = root.find('//SAMPLE_ATTRIBUTE|//EXPERIMENT_ATTRIBUTE').map((node) => ({
    tag: node.get('TAG')?.content ?? '',
    value: node.get('VALUE')?.content ?? '',
    units: node.get('UNITS')?.content,
  }));
  const files = root.find('//FILE').map((node) => ({
    name: node.get('@filename')?.content ?? '',
    type: node.get('@filetype')?.content ?? '',
    md5: node.get('@checksum')?.content ?? '',
  }));
  try {
    return make({ of, attributes, files });
  } finally {
    document.close();
  }
}

function open(file: string) {
  const document = XmlDocument.fromBuffer(read(file));
  return { root: document.root, close: () => document.dispose() };
}

const sampleOf = ({ of, attributes }: Values): SampleInput => ({
  alias: of('//SAMPLE/@alias'),
  title: of('//SAMPLE/TITLE'),
  taxonId: Number(of('//TAXON_ID')),
  scientificName: of('//SCIENTIFIC_NAME'),
  attributes,
});
const projectOf = ({ of }: Values): ProjectInput => ({
  alias: of('//PROJECT/@alias'),
  name: of('//PROJECT/NAME'),
  title: of('//PROJECT/TITLE'),
  description: of('//PROJECT/DESCRIPTION'),
  links: [{ db: of('//XREF_LINK/DB'), id: of('//XREF_LINK/ID') }],
});
const experimentOf = ({ of, attributes }: Values): ExperimentInput => ({
  alias: of('//EXPERIMENT/@alias'),
  title: of('//TITLE'),
  study: { accession: 'SRP017801' },
  sample: { accession: 'SRS462875' },
  designDescription: '',
  library: {
    strategy: 'RNA-Seq',
    source: 'TRANSCRIPTOMIC',
    selection: 'cDNA',
    layout: 'PAIRED',
    insertSize: 250,
    insertSizeDeviation: 30,
    constructionProtocol: of('//LIBRARY_CONSTRUCTION_PROTOCOL'),
  },
  platform: 'ILLUMINA',
  instrumentModel: 'Illumina HiSeq 2000',
  attributes,
});
const alignmentOf = ({ of, files }: Values): AnalysisInput => ({
  alias: of('//ANALYSIS/@alias'),
  title: of('//TITLE'),
  description: of('//ANALYSIS/DESCRIPTION'),
  study: { accession: 'ERP020641' },
  samples: [{ accession: 'ERS150992' }],
  runs: ['ERR178314', 'ERR178374', 'ERR178386'].map((accession) => ({ accession })),
  type: 'REFERENCE_ALIGNMENT',
  properties: { ASSEMBLY: 'GCA_000005575.1', SEQUENCE: 'CM000356.1' },
  files,
});
const CHROMOSOMES = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'];
const variationOf = ({ of, files }: Values): AnalysisInput => ({
  alias: of('//ANALYSIS/@alias'),
  centerName: of('//ANALYSIS/@center_name'),
  analysisCenter: of('//ANALYSIS/@analysis_center'),
  analysisDate: new Date(of('//ANALYSIS/@analysis_date')),
  title: of('//TITLE'),
  description: of('//ANALYSIS/DESCRIPTION'),
  study: { accession: 'ERP002270' },
  samples: [{ accession: 'ERS216917' }],
  type: 'SEQUENCE_VARIATION',
  properties: {
    ASSEMBLY: 'GCA_000002655 ASM265v1',
    SEQUENCE: CHROMOSOMES.map((label, n) => `CM00${169 + n}.1 ${label}`),
  },
  files,
});

describe.skipIf(!existsSync(folder))(`the documents in ${folder} (skipped without SEQDB_SHARED)`, () => {
  it.each<[string, SetName, (file: string) => Omit<WebinDocument, 'submission'>]>([
    ['docs__project.xml', 'PROJECT', (file) => ({ projects: [from(file, projectOf)] })],
    ['docs__sample_ERC000014.xml', 'SAMPLE', (file) => ({ samples: [from(file, sampleOf)] })],
    ['docs__experiment_paired.xml', 'EXPERIMENT', (file) => ({ experiments: [from(file, experimentOf)] })],
    [
      'docs__run_paired_fastq.xml',
      'RUN',
      (file) => {
        const files = from(file, (values) => values.files);
        const experiment = { refname: 'exp_mantis_religiosa' };
        return { runs: [{ alias: 'run_mantis_religiosa', experiment, files }] };
      },
    ],
    [
      'docs__analysis_reference_alignment.xml',
      'ANALYSIS',
      (file) => ({ analyses: [from(file, alignmentOf)] }),
    ],
    [
      'webin-xml__analysis__sequence_variation_analysis.xml',
      'ANALYSIS',
      (file) => ({ analyses: [from(file, variationOf)] }),
    ],
  ])('%s can be made again', (file, name, inputs) => {
    const bytes = webinParts({ submission, ...inputs(file) })[name] ?? new Uint8Array();
    expect(shape(bytes)).toEqual(shape(read(file)));
  });

  it('a whole submission can be made again', () => {
    const file = 'docs__webin-v2_combined_submission.xml';
    const document = { submission, projects: [from(file, projectOf)], samples: [from(file, sampleOf)] };
    expect(shape(webinDocument(document))).toEqual(shape(read(file)));
  });

  it('a cancellation can be made again', () => {
    const target = 'TODO: object accession number';
    const cancellation = {
      actions: statusChange({ alias: 'x', action: 'CANCEL', targets: [target] }).actions,
    };
    const [, , , made] = shape(webinDocument({ submission: cancellation })) as [
      unknown,
      unknown,
      unknown,
      unknown[],
    ];
    expect(made[3]).toEqual(shape(read('docs__submission_cancel.xml')));
  });
});
