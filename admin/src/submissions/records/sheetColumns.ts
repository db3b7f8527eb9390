import type { ChangeRecord, RecordView } from '@contract/submissions/record.contract.ts';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';

import { readFilePart } from './readsColumns.ts';
import { fileFieldOf, type FilePlace, filePlaceOf, isSamePlace } from './runFiles.ts';

type OwnField = 'alias' | 'title' | 'description' | 'taxonId' | 'scientificName';

type Authority = 'SeqDB' | RecordView['external'][number]['authority'];

/**
 * One column of the table. `own` is a field of the record itself, `detail` and `file` one of an experiment or a run, `issued` an
 * identifier and `told` something else that nobody edits; without any of them the column is the attribute of that name.
 */
export type SheetColumn = {
  field: string;
  letter: string | null;
  unit: string | null;
  own: OwnField | null;
  issued?: Authority;
  detail?: { field: string; read: (record: RecordView) => string };
  file?: FilePlace;
  told?: (record: RecordView) => string;
};

export const isFixed = ({ issued, told }: SheetColumn): boolean => issued !== undefined || told !== undefined;

/** Whether a field, as findings name it, is the one of the column. */
export const isColumnOf = ({ field, file }: SheetColumn, named: string): boolean =>
  field === named || isSamePlace(file, filePlaceOf(named));

/** A sample's own columns by ENA's name, then by the names that other tools give them. */
const ownColumns: Record<OwnField, readonly string[]> = {
  alias: ['sample_alias', 'alias'],
  taxonId: ['tax_id', 'taxon_id'],
  scientificName: ['scientific_name'],
  title: ['sample_title', 'title'],
  description: ['sample_description', 'description'],
};
const ownFields = Object.keys(ownColumns) as OwnField[];

const folded = (header: string) => header.toLowerCase().replaceAll(/[\s_-]+/g, '_');
const nameOf = (own: OwnField) => ownColumns[own][0] ?? own;

type Sheet = NonNullable<SubmissionView['sheet']>;

const columnFor = (own: OwnField, columns: Sheet['columns']) => {
  for (const name of ownColumns[own]) {
    const found = columns.find(({ header }) => folded(header) === name);
    if (found) return found;
  }
  return undefined;
};

/**
 * The columns of the records table: those of the uploaded sheet in its order, then attributes that came later, by editing. The
 * alias is not among them; it stands fixed before all others.
 */
export const sheetColumns = (
  sheet: SubmissionView['sheet'],
  records: readonly RecordView[],
): SheetColumn[] => {
  const given = sheet?.columns ?? [];
  const owners = new Map(ownFields.map((own) => [columnFor(own, given), own] as const));
  const fromSheet = given.map((column): SheetColumn => {
    const own = owners.get(column) ?? null;
    const { letter, unit, header } = column;
    return { field: own === null ? header : nameOf(own), letter, unit, own };
  });
  const missing = ownFields
    .filter((own) => !fromSheet.some((column) => column.own === own))
    .map((own): SheetColumn => ({ field: nameOf(own), letter: null, unit: null, own }));
  const known = new Set(fromSheet.map(({ field }) => field));
  const later = new Set(
    records.flatMap(({ attributes }) => attributes.map(({ tag }) => tag)).filter((tag) => !known.has(tag)),
  );
  const added = [...later].map((field): SheetColumn => ({ field, letter: null, unit: null, own: null }));
  return [...fromSheet, ...missing, ...added].filter(({ own }) => own !== 'alias');
};

/** The fixed first column. */
export const aliasColumn = (sheet: SubmissionView['sheet']): SheetColumn => ({
  field: nameOf('alias'),
  letter: columnFor('alias', sheet?.columns ?? [])?.letter ?? null,
  unit: null,
  own: 'alias',
});

const identifierOf = ({ accession, external }: RecordView, authority: Authority): string =>
  (authority === 'SeqDB' ? accession : external.find((each) => each.authority === authority)?.identifier) ??
  '';

/** The identifiers that records have been given; a column appears with the first of its kind. */
export const issuedColumns = (records: readonly RecordView[]): SheetColumn[] =>
  (['SeqDB', 'ENA', 'BioSamples'] as const)
    .filter((authority) => records.some((record) => identifierOf(record, authority) !== ''))
    .map((issued) => ({ field: issued, letter: null, unit: null, own: null, issued }));

export const readCell = (
  record: RecordView,
  { own, field, issued, detail, file, told }: SheetColumn,
): string => {
  if (issued !== undefined) return identifierOf(record, issued);
  if (told !== undefined) return told(record);
  if (detail !== undefined) return detail.read(record);
  if (file !== undefined) return readFilePart(record, file);
  return own === null ? (record.attributes.find(({ tag }) => tag === field)?.value ?? '') : record[own];
};

/** The change that puts a value into one cell; an emptied attribute is taken out. */
export const writeCell = ({ own, field, unit, detail, file }: SheetColumn, value: string): ChangeRecord => {
  if (detail !== undefined) return { details: { [detail.field]: value } };
  if (file !== undefined) return { details: { [fileFieldOf(file)]: value } };
  return own === null ? { attributes: { [field]: { value, unit } } } : { [own]: value };
};
