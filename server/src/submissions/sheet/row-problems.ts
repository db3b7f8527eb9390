import { columnLetters } from './column-letters.ts';
import type { SheetProblem } from './sheet.error.ts';

/** A spreadsheet's cell holds no more (Excel: 32,767 characters). */
export const mostCellCharacters = 32_767;

export function ragged(row: number, index: number, cell: string, last: number): SheetProblem {
  const message = `Row ${row} goes on after the last column of the header (${columnLetters(last)}): “${shortened(cell)}” stands in column ${columnLetters(index)}. A tab inside a value splits it; remove the tab, or name the column.`;
  return { row, column: columnLetters(index), code: 'sheet.ragged_row', message };
}

export function columnWithoutHeader(row: number, index: number, headerRow: number): SheetProblem {
  const column = columnLetters(index);
  const message = `Column ${column} has values (first in row ${row}) but no name in row ${headerRow}. Name the column or empty it.`;
  return { row, column, code: 'sheet.column_without_header', message };
}

export function cellTooLong(row: number, index: number, length: number): SheetProblem {
  const column = columnLetters(index);
  const message = `The cell in row ${row}, column ${column} has ${length} characters; a cell may have ${mostCellCharacters}. Shorten it.`;
  return { row, column, code: 'sheet.cell_too_long', message };
}

const shortened = (cell: string) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
