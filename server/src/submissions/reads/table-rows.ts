import { v7 as uuidv7 } from 'uuid';
import type { ReadsTable } from './reads.reader.ts';
import type { Cells } from './written-details.ts';

/** A row of a table with its cells by what they mean. */
export type Row = { row: number; cells: Cells };

export function* rowsOf(table: ReadsTable): Generator<Row> {
  const indexes = new Map(
    table.columns.flatMap(({ index, places }) => places.map((place) => [place, index] as const)),
  );
  for (const { row, cells } of table.rows()) {
    yield {
      row,
      cells: (place) => {
        const index = indexes.get(place);
        return index === undefined ? '' : (cells[index] ?? '');
      },
    };
  }
}

/** A record of a row, but for its type, its position and its details. */
export const blankRecord = ({ sheet }: ReadsTable, row: number, alias: string, title: string) => ({
  id: uuidv7(),
  row,
  alias,
  title,
  description: '',
  taxonId: '',
  scientificName: '',
  attributes: [],
  place: sheet === null ? null : { sheet, fileRows: [] as number[] },
});
