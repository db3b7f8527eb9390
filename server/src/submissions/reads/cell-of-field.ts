import { filePartOf } from '../../validation/reads/file-fields.ts';
import type { RecordPlace } from '../record-rows.ts';
import type { ReadsInfo } from '../sheet-info.ts';

export type CellPlace = { row: number | null; column: string | null; sheet: string | null };

/**
 * The cell that a field of an experiment, a run or an analysis came from; without a column where its table has none.
 *
 * @param at row and place of the record
 */
export function cellOfField(
  reads: ReadsInfo | null,
  type: string,
  field: string | null,
  at: { row: number | null; place: RecordPlace | null },
): CellPlace {
  const part = field === null ? undefined : filePartOf(field);
  const row = (part && at.place?.fileRows[part.index]) ?? at.row;
  const general = part && (part.part === 'read_type' ? 'read_type' : `file_${part.part}`);
  const columns = (reads?.tables ?? []).flatMap((table) => table.columns);
  const letterOf = (name: string | null | undefined) =>
    columns.find(({ places }) => places.includes(`${type}/${name}`))?.letter;
  const column = row === null ? undefined : (letterOf(field) ?? letterOf(general));
  return { row, column: column ?? null, sheet: at.place?.sheet ?? null };
}
