import { v7 as uuidv7 } from 'uuid';
import type { RecordRow } from './record-rows.ts';
import type { Sheet, SheetColumn, SheetRow } from './sheet/sheet.ts';

/** Columns that our own export adds behind the depositor's. */
export const identifierColumns = ['seqdb_accession', 'ena_accession', 'biosample_accession'] as const;

/** The columns that hold what was deposited: a sheet of ours that comes back has identifiers in it, too. */
export function depositedColumns({ columns }: Pick<Sheet, 'columns'>): SheetColumn[] {
  const isOurs = columns.some(({ header }) => header === identifierColumns[0]);
  return columns.filter(
    ({ header, role }) =>
      role !== 'instruction' && !(isOurs && identifierColumns.some((name) => name === header)),
  );
}

/** The samples of a sheet as records, in its order. An empty cell is no attribute. */
export function* recordsFromSheet(sheet: Sheet): Generator<RecordRow> {
  const columns = depositedColumns(sheet);
  const attributes = columns.filter((column) => column.role === 'attribute');
  const own = (role: SheetColumn['role']) => columns.find((column) => column.role === role)?.index;
  const [alias, title, description, taxonId, scientificName] = (
    ['alias', 'title', 'description', 'tax_id', 'scientific_name'] as const
  ).map(own);
  let position = 0;
  for (const row of sheet.rows) {
    yield {
      id: uuidv7(),
      type: 'sample',
      position: position++,
      row: row.row,
      alias: cell(row, alias),
      title: cell(row, title),
      description: cell(row, description),
      taxonId: cell(row, taxonId),
      scientificName: cell(row, scientificName),
      attributes: attributes
        .map(({ index, field, unit }) => ({ tag: field, value: cell(row, index), unit: unit ?? null }))
        .filter(({ value }) => value.trim() !== ''),
      details: null,
      place: null,
    };
  }
}

const cell = (row: SheetRow, index: number | undefined) =>
  index === undefined ? '' : (row.cells[index] ?? '');
