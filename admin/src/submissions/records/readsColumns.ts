import type { RecordDetails, RunFile } from '@contract/submissions/record-details.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import {
  fileColumnName,
  type FilePart,
  type FilePlace,
  fileParts,
  filePlaceOf,
  isSamePlace,
} from './runFiles.ts';
import { isAnalysisField } from './analysisFields.ts';
import type { SheetColumn } from './sheetColumns.ts';

type Reads = SubmissionView['reads'];

/** The fields of an experiment's details, by the names that findings and changes give them. */
const experimentFields = [
  'sample',
  'study',
  'library_name',
  'library_strategy',
  'library_source',
  'library_selection',
  'library_layout',
  'insert_size',
  'instrument_model',
  'platform',
  'design_description',
  'library_construction_protocol',
] as const;
type ExperimentField = (typeof experimentFields)[number];

/** What else sheets call a field; in a sheet of reads, aliases and titles say whose they are. */
const otherNames: Record<'reads' | 'own', Record<string, readonly string[]>> = {
  reads: {
    'experiment/alias': ['experiment_alias'],
    'experiment/title': ['experiment_title'],
    'run/alias': ['run_alias'],
    'run/title': ['run_title'],
    'run/experiment': ['experiment_alias'],
  },
  own: {
    'run/experiment': ['experiment_alias', 'experiment'],
    'run/file_1_md5': ['file_checksum'],
    'run/file_1_type': ['file_format'],
  },
};

const folded = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replaceAll(/[\s\u00a0_-]+/g, '_');

/** The letter that a field's column has in the sheet its records came from. */
const letterOf = (
  reads: Reads,
  type: 'experiment' | 'run',
  field: string,
  place?: FilePlace,
): string | null => {
  for (const { kind, columns } of reads ?? []) {
    if (kind !== 'reads' && kind !== `${type}s`) continue;
    // A row of a table of runs is one file: its columns are those of the first.
    if (kind === 'runs' && place !== undefined && place.index > 0) continue;
    const others = otherNames[kind === 'reads' ? 'reads' : 'own'][`${type}/${field}`];
    const names = others ?? [field, ...(field === 'sample' || field === 'study' ? [`${field}_alias`] : [])];
    const found = columns.find(({ header }) => {
      const name = folded(header);
      return names.includes(name) || isSamePlace(filePlaceOf(name), place);
    });
    if (found) return found.letter;
  }
  return null;
};

const written = (ref: { alias: string } | { accession: string } | null) =>
  ref === null ? '' : 'alias' in ref ? ref.alias : ref.accession;

const experimentField = (details: RecordDetails | null, field: ExperimentField): string => {
  if (details === null || !('library' in details)) return '';
  const { library } = details;
  const values: Record<ExperimentField, string> = {
    sample: written(details.sample),
    study: written(details.study),
    library_name: library.name,
    library_strategy: library.strategy,
    library_source: library.source,
    library_selection: library.selection,
    library_layout: library.layout,
    insert_size: library.insertSize === null ? '' : String(library.insertSize),
    instrument_model: details.instrumentModel,
    platform: details.platform,
    design_description: details.designDescription,
    library_construction_protocol: library.constructionProtocol ?? '',
  };
  return values[field];
};

/** The files of a run or an analysis; none of any other record. */
export const filesOf = ({ details }: Pick<RecordView, 'details'>): readonly RunFile[] => {
  if (details === null || !('files' in details)) return [];
  return details.files.map((file) => ({ readTypes: [], ...file }));
};

const filePart = (file: RunFile | undefined, part: FilePart): string => {
  if (file === undefined) return '';
  if (part === 'name' || part === 'type') return file[part];
  return part === 'md5' ? (file.md5 ?? '') : file.readTypes.join(',');
};

const plain = { unit: null, own: null } as const;

export const experimentColumns = (reads: Reads): SheetColumn[] => [
  ...experimentFields.map((field): SheetColumn => ({
    ...plain,
    field,
    letter: letterOf(reads, 'experiment', field),
    detail: { field, read: ({ details }) => experimentField(details, field) },
  })),
  { field: 'title', letter: letterOf(reads, 'experiment', 'title'), unit: null, own: 'title' },
];

/** As many columns of files as the records that are here have, types only where they say more than the name. */
export const runColumns = (reads: Reads, records: readonly RecordView[]): SheetColumn[] => {
  const most = Math.max(1, ...records.map((record) => filesOf(record).length));
  const all = records.flatMap(filesOf);
  const hasReadTypes = all.some(({ readTypes }) => readTypes.length > 0);
  const isPaired = most > 1 || all.some(({ type }) => type === 'fastq');
  const parts = fileParts.filter((part) => part !== 'read_type' || hasReadTypes);
  const places = Array.from({ length: most }, (_, index) =>
    parts.map((part): FilePlace => ({ index, part })),
  );
  return [
    {
      ...plain,
      field: 'experiment',
      letter: letterOf(reads, 'run', 'experiment'),
      detail: {
        field: 'experiment',
        read: ({ details }) =>
          details !== null && 'experiment' in details ? written(details.experiment) : '',
      },
    },
    { field: 'title', letter: letterOf(reads, 'run', 'title'), unit: null, own: 'title' },
    ...places.flat().map((place): SheetColumn => ({
      ...plain,
      field: fileColumnName(place, isPaired),
      letter: letterOf(reads, 'run', `file_${place.index + 1}_${place.part}`, place),
      file: place,
    })),
  ];
};

export const readFilePart = (record: RecordView, { index, part }: FilePlace): string =>
  filePart(filesOf(record)[index], part);

/** The fixed first column of experiments and runs. */
export const readsAliasColumn = (reads: Reads, type: 'experiment' | 'run'): SheetColumn => ({
  field: 'alias',
  letter: letterOf(reads, type, 'alias'),
  unit: null,
  own: 'alias',
});

/** The column that a finding in a record names; it may be none of those that are shown. */
export const readsColumnOf = (field: string): SheetColumn => {
  const file = filePlaceOf(field);
  const own = field === 'alias' || field === 'title' ? field : null;
  if (own !== null) return { field, letter: null, unit: null, own };
  if (file !== undefined) return { ...plain, field, letter: null, file };
  return { ...plain, field, letter: null, detail: { field, read: () => '' } };
};

type ReadsType = 'experiment' | 'run' | 'analysis';

/** Which records a column of a sheet of reads belongs to, where a link names only the column. */
export const typeOfField = (reads: Reads, field: string | null): ReadsType | undefined => {
  if (field === null || reads === null) return undefined;
  if (isAnalysisField(field) || reads.every(({ kind }) => kind === 'analyses')) return 'analysis';
  if (filePlaceOf(field) !== undefined || field === 'experiment') return 'run';
  if (experimentFields.some((each) => each === field)) return 'experiment';
  const table = reads.find(({ columns }) => columns.some(({ header }) => header === field));
  if (table === undefined) return undefined;
  if (table.kind === 'analyses') return 'analysis';
  return table.kind === 'runs' ? 'run' : 'experiment';
};
