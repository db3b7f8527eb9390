import { v7 as uuidv7 } from 'uuid';
import type { RecordRow } from './record-rows.ts';
import type { Sheet, SheetColumn, SheetRow } from './sheet/sheet.ts';

/** The samples of a sheet as records, in its order. An empty cell is no attribute. */
export function* recordsFromSheet(sheet: Sheet): Generator<RecordRow> {
  const attributes = sheet.columns.filter((column) => column.role === 'attribute');
  const own = (role: SheetColumn['role']) => sheet.columns.find((column) => column.role === role)?.index;
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
    };
  }
}

const cell = (row: SheetRow, index: number | undefined) =>
  index === undefined ? '' : (row.cells[index] ?? '');
