import type { RecordRow } from '../record-rows.ts';
import { ofExperiment } from './flat-details.ts';
import { writtenRef } from './written-refs.ts';

/** What columns a sheet of reads needs for the records it is to hold. */
export type ReadsShape = {
  fileType: string;
  mostFiles: number;
  hasFileTypes: boolean;
  hasReadTypes: boolean;
  hasExperimentTitles: boolean;
  hasRunTitles: boolean;
};

const experimentColumns = [
  // First one that no value of begins with #: such a row would be a comment.
  'library_layout',
  'sample',
  'study',
  'instrument_model',
  'platform',
  'library_name',
  'library_source',
  'library_selection',
  'library_strategy',
  'insert_size',
  'library_construction_protocol',
  'design_description',
] as const;

/** The names of the columns, in ENA's words where ENA has them. */
export function readsHeader(shape: ReadsShape): string[] {
  return [
    ...experimentColumns,
    ...fileColumns(shape).flatMap((stem) => [`${stem}_name`, `${stem}_md5`]),
    ...(shape.hasFileTypes ? ['file_type'] : []),
    ...(shape.hasReadTypes ? ['read_type'] : []),
    ...(shape.hasExperimentTitles ? ['experiment_title'] : []),
    ...(shape.hasRunTitles ? ['run_title'] : []),
    'experiment_alias',
    'run_alias',
  ];
}

/** Stems of the columns of a run's files. */
function fileColumns({ fileType, hasFileTypes, mostFiles }: ReadsShape): string[] {
  if (mostFiles < 2 && fileType !== 'fastq' && !hasFileTypes) return ['file'];
  const more = Array.from({ length: Math.max(0, mostFiles - 2) }, (_, index) => `file_${index + 3}`);
  return ['forward_file', 'reverse_file', ...more];
}

/** The cells of a run and its experiment, or of one of them. */
export function readsCells(
  shape: ReadsShape,
  experiment: Pick<RecordRow, 'alias' | 'title' | 'details'> | undefined,
  run: Pick<RecordRow, 'alias' | 'title' | 'details'> | undefined,
): string[] {
  const library =
    experiment?.details && 'library' in experiment.details ? ofExperiment(experiment.details) : {};
  const details = run?.details && 'experiment' in run.details ? run.details : undefined;
  const files = details?.files ?? [];
  return [
    ...experimentColumns.map((column) => library[column] ?? ''),
    ...fileColumns(shape).flatMap((_, index) => [files[index]?.name ?? '', files[index]?.md5 ?? '']),
    ...(shape.hasFileTypes ? [files.map(({ type }) => type).join(';')] : []),
    ...(shape.hasReadTypes ? [files.map(({ readTypes }) => readTypes.join(',')).join(';')] : []),
    ...(shape.hasExperimentTitles ? [experiment?.title ?? ''] : []),
    ...(shape.hasRunTitles ? [run?.title ?? ''] : []),
    experiment?.alias ?? writtenRef(details?.experiment ?? null),
    run?.alias ?? '',
  ];
}
