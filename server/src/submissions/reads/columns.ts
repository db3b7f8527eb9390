import { mostAnalysisFiles, propertyFields } from '../../validation/vocabularies/analyses.contract.ts';
import { TermIndex } from '../../validation/text/closest.ts';
import type { SheetNote } from '../../validation/validation.contract.ts';
import { columnLetters } from '../sheet/column-letters.ts';
import { instructions, mostColumns } from '../sheet/header.ts';
import type { SheetRecord } from '../sheet/records.ts';
import type { SheetProblem } from '../sheet/sheet.error.ts';
import { foldedName, type TableKind } from './table-kind.ts';

export type ReadsKind = Exclude<TableKind, 'samples'>;

/** A column with a meaning. `places` are the fields it gives, as `experiment/<field>`, `run/<field>` or `analysis/<field>`. */
export type ReadsColumn = { index: number; letter: string; header: string; places: string[] };

const of = (type: string, ...fields: string[]) =>
  fields.map((field) => [field, [`${type}/${field}`]] as const);
const library = of(
  'experiment',
  'design_description',
  'library_name',
  'library_strategy',
  'library_source',
  'library_selection',
  'library_layout',
  'insert_size',
  'library_construction_protocol',
  'platform',
  'instrument_model',
);
const more = Array.from({ length: 8 }, (_, index) =>
  ['name', 'md5'].map((part) => `file_${index + 3}_${part}`),
).flat();

const analysis = (field: string, ...names: string[]) =>
  names.map((name) => [name, [`analysis/${field}`]] as const);
const named = (field: string) =>
  analysis(`${field}s`, field, `${field}s`, `${field}_alias`, `${field}_ref`, `${field}_refs`);

/** The columns of the files of an analysis: `file_name`, `file_2_name` and so on. */
const analysisFiles = Array.from({ length: mostAnalysisFiles }, (_, index) => {
  const stem = index === 0 ? 'file' : `file_${index + 1}`;
  const own = (part: string, ...others: string[]) =>
    [part, ...others].map((name) => `file_${index + 1}_${name}`);
  return [
    ...analysis(`${stem}_name`, `${stem}_name`, ...own('name')),
    ...analysis(`${stem}_type`, `${stem}_type`, `${stem}_format`, ...own('type', 'format')),
    ...analysis(`${stem}_md5`, `${stem}_md5`, `${stem}_checksum`, ...own('md5', 'checksum')),
  ];
}).flat();

/** What each header means, by the table it stands in. */
const meanings: Record<ReadsKind, ReadonlyMap<string, readonly string[]>> = {
  reads: new Map<string, readonly string[]>([
    ...of('experiment', 'study', 'sample'),
    ['study_alias', ['experiment/study']],
    ['sample_alias', ['experiment/sample']],
    ...library,
    ...of('run', 'forward_file_name', 'forward_file_md5', 'reverse_file_name', 'reverse_file_md5'),
    ...of('run', 'file_name', 'file_md5', 'file_type', 'read_type', ...more),
    ['experiment_alias', ['experiment/alias', 'run/experiment']],
    ['experiment_title', ['experiment/title']],
    ['run_alias', ['run/alias']],
    ['run_title', ['run/title']],
  ]),
  experiments: new Map<string, readonly string[]>([
    ...of('experiment', 'alias', 'title', 'study', 'sample'),
    ['study_alias', ['experiment/study']],
    ['sample_alias', ['experiment/sample']],
    ...library,
  ]),
  runs: new Map<string, readonly string[]>([
    ...of('run', 'alias', 'title', 'file_name', 'file_type', 'read_type', 'file_md5'),
    ['experiment_alias', ['run/experiment']],
    ['experiment', ['run/experiment']],
    ['file_checksum', ['run/file_md5']],
    ['file_format', ['run/file_type']],
  ]),
  analyses: new Map<string, readonly string[]>([
    ...analysis('analysis_type', 'analysis_type'),
    ...analysis('alias', 'alias', 'analysis_alias'),
    ...analysis('title', 'title', 'analysis_title'),
    ...analysis('description', 'description', 'analysis_description'),
    ...analysis('study', 'study', 'study_alias', 'study_ref'),
    ...['sample', 'experiment', 'run'].flatMap(named),
    ...propertyFields.flatMap((field) => analysis(field, field)),
    ...analysisFiles,
  ]),
  studies: new Map(of('study', 'alias', 'title', 'study_abstract', 'study_type', 'pubmed_id')),
};

/** Identifiers that our own export adds: given back, they say nothing new. */
export const readsIdentifiers = [
  'seqdb_experiment_accession',
  'seqdb_run_accession',
  'ena_experiment_accession',
  'ena_run_accession',
  'seqdb_analysis_accession',
  'ena_analysis_accession',
] as const;

/** What the columns of a header row mean; those that mean nothing are left out, with a note that says so. */
export function readsColumns(
  kind: ReadsKind,
  { row, cells }: SheetRecord,
  sheet: string | null,
): { columns: ReadsColumn[]; problems: SheetProblem[]; notes: SheetNote[] } {
  const columns: ReadsColumn[] = [];
  const problems: SheetProblem[] = [];
  const notes: SheetNote[] = [];
  if (cells.length > mostColumns)
    problems.push({ row, code: 'sheet.too_many_columns', message: tooMany(row) });
  for (const [index, cell] of cells.slice(0, mostColumns).entries()) {
    const header = cell.trim();
    const name = foldedName(cell);
    if (name === '' || readsIdentifiers.some((identifier) => identifier === name)) continue;
    const letter = columnLetters(index);
    const places = meanings[kind].get(name);
    const at = { field: header.slice(0, 200), row, column: letter, sheet };
    if (!places) notes.push(leftOut(kind, header.slice(0, 60), name, at));
    else {
      const earlier = columns.find((column) => column.places[0] === places[0]);
      if (earlier) problems.push(twice(row, letter, header, earlier));
      columns.push({ index, letter, header, places: [...places] });
    }
  }
  return { columns, problems, notes };
}

const tooMany = (row: number) =>
  `Row ${row} names more than ${mostColumns} columns. Is the table turned on its side?`;

function twice(row: number, column: string, header: string, earlier: ReadsColumn): SheetProblem {
  const message = `Row ${row} has “${header.slice(0, 60)}” in column ${column} and “${earlier.header.slice(0, 60)}” in column ${earlier.letter}, which mean the same. Remove one of them.`;
  return { row, column, code: 'sheet.duplicate_header', message };
}

function leftOut(
  kind: ReadsKind,
  header: string,
  name: string,
  at: Pick<SheetNote, 'field' | 'row' | 'column' | 'sheet'>,
): SheetNote {
  if (instructions.has(name))
    return { ...at, severity: 'info', rule: 'sheet.instruction', message: instructionMessage(header) };
  const nearest = new TermIndex([...meanings[kind].keys()].map((key) => [key, []] as const)).closest(header);
  const hint = nearest === undefined ? '' : ` Is “${nearest}” meant?`;
  const message = `“${header}” is no column of a table of ${kind}: its values were left out.${hint}`;
  return { ...at, severity: 'warning', rule: 'sheet.column_unknown', message };
}

/** Why a column of ena-upload-cli was left out. */
export const instructionMessage = (header: string): string =>
  `“${header}” tells ena-upload-cli what to do at ENA, or what it has done. SeqDB sends, changes and releases records itself, so the column was left out.`;
