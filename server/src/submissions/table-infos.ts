import type { ReadsTable } from './reads/reads.reader.ts';
import type { RecordType } from './record-positions.ts';
import type { ReadsInfo, ReadsTableInfo, SheetInfo } from './sheet-info.ts';
import type { Sheet } from './sheet/sheet.ts';
import type { Tables } from './reads/tables.ts';
import { depositedColumns } from './sheet-records.ts';

/** The file that tables came in. */
export type UploadedTables = { name: string; sha256: string; bytes: number; uploadedAt: string };

export const sheetInfoOf = (
  sheet: Sheet & Pick<NonNullable<Tables['samples']>, 'sheet' | 'notes'>,
  { name, sha256, bytes, uploadedAt }: UploadedTables,
): SheetInfo => ({
  name,
  sha256,
  bytes,
  encoding: sheet.encoding.name,
  isEncodingCertain: sheet.encoding.certain,
  checklist: sheet.checklist?.accession ?? null,
  checklistVersion: sheet.checklist?.version ?? null,
  rows: sheet.rowCount,
  headerRow: sheet.headerRow,
  commentRows: [...sheet.commentRows],
  columns: depositedColumns(sheet).map(({ letter, header, field, unit }) => ({
    letter,
    header,
    field,
    unit: unit ?? null,
  })),
  uploadedAt,
  sheet: sheet.sheet,
  notes: sheet.notes,
});

/** Which types of records a table holds: those of an upload take the place of all the submission has of the type. */
export const typesOf = ({ kind }: Pick<ReadsTable, 'kind'>): RecordType[] => {
  if (kind === 'studies') return [];
  if (kind === 'analyses') return ['analysis'];
  return kind === 'reads' ? ['experiment', 'run'] : [kind === 'runs' ? 'run' : 'experiment'];
};

/** What is known of the tables after an upload: of earlier ones only what the new ones do not replace. */
export function readsInfoOf(
  before: ReadsInfo | null,
  tables: readonly ReadsTable[],
  studyAlias: string | undefined,
  file: UploadedTables,
): ReadsInfo | null {
  const replaced = new Set(tables.flatMap(typesOf));
  const stays = (place: string) => [...replaced].every((type) => !place.startsWith(`${type}/`));
  const kept = (before?.tables ?? [])
    .map((table) => ({
      ...table,
      columns: table.columns
        .map((column) => ({ ...column, places: column.places.filter(stays) }))
        .filter(({ places }) => places.length > 0),
    }))
    .filter(({ columns }) => columns.length > 0);
  const added = tables.flatMap((table) =>
    table.kind === 'studies' ? [] : [infoOf(table, table.kind, file)],
  );
  const studyAliases = studyAlias === undefined ? (before?.studyAliases ?? []) : [studyAlias];
  return kept.length + added.length + studyAliases.length === 0
    ? null
    : { tables: [...kept, ...added], studyAliases };
}

const infoOf = (table: ReadsTable, kind: ReadsTableInfo['kind'], file: UploadedTables): ReadsTableInfo => ({
  kind,
  ...file,
  encoding: table.encoding.name,
  sheet: table.sheet,
  rows: table.rowCount,
  headerRow: table.headerRow,
  columns: table.columns.map(({ letter, header, places }) => ({ letter, header, places })),
  notes: [...table.notes],
});
