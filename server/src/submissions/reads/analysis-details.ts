import { analysisFileField } from '../../validation/reads/file-fields.ts';
import { cellItems, listCell } from '../../validation/text/list-cell.contract.ts';
import {
  mostAnalysisFiles,
  propertiesOf,
  propertyField,
  propertyFields,
  propertyOf,
} from '../../validation/vocabularies/analyses.contract.ts';
import type { AnalysisDetails, Ref } from '../record-details.contract.ts';
import { type Cells, fileOf } from './written-details.ts';
import { refOf, studyOf, writtenRef } from './written-refs.ts';

type AnalysisFile = AnalysisDetails['files'][number];

/** The fields of each of an analysis's files. */
export const analysisFileFields: readonly (readonly [name: string, type: string, md5: string])[] = Array.from(
  { length: mostAnalysisFiles },
  (_, index) => [
    analysisFileField('name', index),
    analysisFileField('type', index),
    analysisFileField('md5', index),
  ],
);

/**
 * What the cells of an analysis say, kept as they are written where they cannot be read as more than text.
 *
 * @param cells by `analysis/<field>`
 */
export function analysisOf(cells: Cells, ownStudies: ReadonlySet<string>): AnalysisDetails {
  const cell = (field: string) => cells(`analysis/${field}`);
  const type = cell('analysis_type');
  return {
    type,
    study: studyOf(cell('study'), ownStudies),
    samples: refsOf(cell('samples')),
    experiments: refsOf(cell('experiments')),
    runs: refsOf(cell('runs')),
    properties: propertiesIn(type, cell),
    description: cell('description'),
    files: analysisFileFields.map((fields) => fileIn(fields, cell)).filter(isFile),
  };
}

/** Several are separated by semicolons; accessions, in which there is no comma, by commas as well. */
function refsOf(cell: string): Ref[] {
  return cellItems(cell).flatMap((item) => {
    const parts = item.split(',').flatMap((part) => refOf(part) ?? []);
    const areAccessions = parts.length > 1 && parts.every((part) => 'accession' in part);
    return areAccessions ? parts : (refOf(item) ?? []);
  });
}

function propertiesIn(type: string, cell: (field: string) => string): AnalysisDetails['properties'] {
  const taken = new Map(propertiesOf(type).map((property) => [property.name, property]));
  return Object.fromEntries(
    propertyFields.flatMap((field) => {
      const name = propertyOf(field);
      const value = cell(field);
      if (name === undefined || value.trim() === '') return [];
      return [[name, taken.get(name)?.isMultiple ? cellItems(value) : value]];
    }),
  );
}

function fileIn(
  [nameField, typeField, md5Field]: (typeof analysisFileFields)[number],
  cell: (field: string) => string,
): AnalysisFile {
  const { name, md5 } = fileOf(cell(nameField), '', cell(md5Field), '');
  const type = cell(typeField);
  return { name, type: type.trim() === '' ? analysisTypeByName(name) : type, md5 };
}

const isFile = ({ name, type, md5 }: AnalysisFile) =>
  name.trim() !== '' || type.trim() !== '' || md5 !== null;

/** What files are by how they end, where nothing else is said of them. */
const endings: readonly (readonly [end: RegExp, type: string])[] = [
  [/\.vcf(?:\.gz)?$/i, 'vcf'],
  [/\.tbi$/i, 'tabix'],
  [/\.(bcf|csi|bam|bai|cram|crai|gfa|tsv|tab)(?:\.gz)?$/i, '$1'],
  [/\.(gff3|gff|bed|wig)(?:\.gz)?$/i, '$1'],
  [/\.(?:fasta|fa|fna)(?:\.gz)?$/i, 'fasta'],
  [/\.f(?:ast)?q(?:\.gz|\.bz2)?$/i, 'fastq'],
];

function analysisTypeByName(name: string): string {
  for (const [end, type] of endings) {
    const found = end.exec(name);
    if (found) return type === '$1' ? (found[1] ?? '').toLowerCase() : type;
  }
  return '';
}

/** Details of an analysis by field, as findings, changes and tables name the fields. */
export const ofAnalysis = (details: AnalysisDetails): Record<string, string> => ({
  analysis_type: details.type,
  study: writtenRef(details.study),
  samples: listCell(details.samples.map(writtenRef)),
  experiments: listCell(details.experiments.map(writtenRef)),
  runs: listCell(details.runs.map(writtenRef)),
  description: details.description,
  ...Object.fromEntries(
    Object.entries(details.properties).map(([name, value]) => [
      propertyField(name),
      typeof value === 'string' ? value : listCell(value),
    ]),
  ),
  ...Object.fromEntries(
    details.files.flatMap(({ name, type, md5 }, index) => {
      const [nameField, typeField, md5Field] = analysisFileFields[index] ?? [];
      if (nameField === undefined || typeField === undefined || md5Field === undefined) return [];
      return [
        [nameField, name],
        [typeField, type],
        [md5Field, md5 ?? ''],
      ];
    }),
  ),
});

const own = ['analysis_type', 'study', 'samples', 'experiments', 'runs', 'description'];
const changeable: ReadonlySet<string> = new Set([...own, ...propertyFields, ...analysisFileFields.flat()]);
/** Other names of the fields of the first file. */
const firstFile = /^file_1_(name|type|md5)$/;

/** Details with the given fields in place of their own, or the first field that an analysis does not have. */
export function changedAnalysis(
  before: AnalysisDetails,
  given: Readonly<Record<string, string>>,
  ownStudies: ReadonlySet<string>,
): { details: AnalysisDetails } | { unknown: string } {
  const fields = new Map(Object.entries(ofAnalysis(before)));
  for (const [field, value] of Object.entries(given)) {
    const name = field.replace(firstFile, 'file_$1');
    if (!changeable.has(name)) return { unknown: field };
    fields.set(name, value);
  }
  for (const [name, type, md5] of analysisFileFields) {
    // A file whose name and MD5 were emptied goes; its type alone says nothing. A new name may make another type of it.
    if (!isBlank(fields, name) || !isBlank(fields, md5)) continue;
    if (name in given || md5 in given) fields.delete(type);
  }
  return { details: analysisOf((place) => fields.get(place.replace('analysis/', '')) ?? '', ownStudies) };
}

const isBlank = (fields: ReadonlyMap<string, string>, field: string) =>
  (fields.get(field) ?? '').trim() === '';
