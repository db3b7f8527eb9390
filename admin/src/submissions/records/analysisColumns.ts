import type { AnalysisDetails } from '@contract/submissions/record-details.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { listCell } from '@contract/validation/text/list-cell.contract.ts';
import {
  mostAnalysisFiles,
  propertiesOf,
  propertyField,
  propertyFields,
  propertyOf,
} from '@contract/validation/vocabularies/analyses.contract.ts';
import { filesOf } from './readsColumns.ts';
import { type FilePlace, filePlaceOf, isSamePlace } from './runFiles.ts';
import type { SheetColumn } from './sheetColumns.ts';

type Reads = SubmissionView['reads'];
type Refs = AnalysisDetails['samples'];

const written = (ref: Refs[number] | null) =>
  ref === null ? '' : 'alias' in ref ? ref.alias : ref.accession;
const several = (refs: Refs) => listCell(refs.map(written));

/** The fields that every analysis has, as findings and changes name them, with what else tables call them. */
const ownFields: readonly [
  field: string,
  others: readonly string[],
  read: (details: AnalysisDetails) => string,
][] = [
  ['analysis_type', [], ({ type }) => type],
  ['samples', ['sample', 'sample_alias', 'sample_ref', 'sample_refs'], ({ samples }) => several(samples)],
  [
    'experiments',
    ['experiment', 'experiment_alias', 'experiment_ref', 'experiment_refs'],
    ({ experiments }) => several(experiments),
  ],
  ['runs', ['run', 'run_alias', 'run_ref', 'run_refs'], ({ runs }) => several(runs)],
  ['study', ['study_alias', 'study_ref'], ({ study }) => written(study)],
  ['description', ['analysis_description'], ({ description }) => description],
];

const detailsOf = ({ details }: Pick<RecordView, 'details'>): AnalysisDetails | null =>
  details !== null && 'properties' in details ? details : null;

const folded = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replaceAll(/[\s\u00a0_-]+/g, '_');

const letterOf = (reads: Reads, isIt: (name: string) => boolean): string | null =>
  reads?.find(({ kind }) => kind === 'analyses')?.columns.find(({ header }) => isIt(folded(header)))
    ?.letter ?? null;

const checksums = (name: string) => name.replace(/_checksum$/, '_md5').replace(/_format$/, '_type');

const plain = { unit: null, own: null } as const;

const detailColumn = (
  reads: Reads,
  field: string,
  others: readonly string[],
  read: (details: AnalysisDetails) => string,
): SheetColumn => ({
  ...plain,
  field,
  letter: letterOf(reads, (name) => name === field || others.includes(name)),
  detail: {
    field,
    read: (record) => {
      const details = detailsOf(record);
      return details === null ? '' : read(details);
    },
  },
});

const propertyValue = (details: AnalysisDetails, field: string): string => {
  const value = details.properties[propertyOf(field) ?? ''];
  return value === undefined ? '' : typeof value === 'string' ? value : listCell(value);
};

const nameOfFile = ({ index, part }: FilePlace) =>
  index === 0 ? `file_${part}` : `file_${index + 1}_${part}`;

/** Columns of what the types of the analyses that are here take, of what they hold, and of what their table has. */
const shownProperties = (reads: Reads, records: readonly RecordView[]): string[] => {
  const all = records.flatMap((record) => detailsOf(record) ?? []);
  const shown = new Set(
    all.flatMap(({ type, properties }) => [
      ...propertiesOf(type).map(({ name }) => propertyField(name)),
      ...Object.keys(properties).map(propertyField),
    ]),
  );
  return propertyFields.filter(
    (field) => shown.has(field) || letterOf(reads, (name) => name === field) !== null,
  );
};

export const analysisColumns = (reads: Reads, records: readonly RecordView[]): SheetColumn[] => {
  const most = Math.min(mostAnalysisFiles, Math.max(1, ...records.map((record) => filesOf(record).length)));
  const places = Array.from({ length: most }, (_, index) =>
    (['name', 'type', 'md5'] as const).map((part): FilePlace => ({ index, part })),
  ).flat();
  return [
    ...ownFields.map(([field, others, read]) => detailColumn(reads, field, others, read)),
    {
      field: 'title',
      letter: letterOf(reads, (name) => name === 'title' || name === 'analysis_title'),
      unit: null,
      own: 'title',
    },
    ...shownProperties(reads, records).map((field) =>
      detailColumn(reads, field, [], (details) => propertyValue(details, field)),
    ),
    ...places.map((place): SheetColumn => ({
      ...plain,
      field: nameOfFile(place),
      letter: letterOf(reads, (name) => isSamePlace(filePlaceOf(checksums(name)), place)),
      file: place,
    })),
  ];
};

/** The fixed first column of analyses. */
export const analysisAliasColumn = (reads: Reads): SheetColumn => ({
  field: 'alias',
  letter: letterOf(reads, (name) => name === 'alias' || name === 'analysis_alias'),
  unit: null,
  own: 'alias',
});
