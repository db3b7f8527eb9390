import { setImmediate } from 'node:timers/promises';
import { describeBinary, notText } from './binary.ts';
import { columnLetters } from './column-letters.ts';
import { columnsOf } from './header.ts';
import { isBlank, readPreamble, type Preamble } from './preamble.ts';
import { recordsOf, type SheetRecord } from './records.ts';
import { mostProblems, SheetError, type SheetProblem } from './sheet.error.ts';
import { readableText, type SheetText } from './text-encoding.ts';
import type { DoubtfulCell, Sheet, SheetColumn, SheetRow } from './sheet.ts';

/** Samples of one submission: what is taken in and checked within seconds, in one transaction. */
export const mostRows = 20_000;
/** A spreadsheet's cell holds no more (Excel: 32,767 characters). */
export const mostCellCharacters = 32_767;
const mostDoubtfulCells = 1_000;
/** Rows read at a time when others are waiting: a few milliseconds. */
const rowsPerTurn = 250;

/**
 * Reads a sample sheet as the ENA portal hands it out: an optional checklist row, the header row, an optional `#units`
 * row, then one row per sample. Only the layout is judged; values are the validation's.
 *
 * @param bytes the file as it was sent, in UTF-8, UTF-16, windows-1252 or Mac Roman
 * @param most rows that it may have
 * @throws SheetError listing what makes it unreadable, with rows, columns and what to do
 */
export function readSheet(bytes: Uint8Array, most = mostRows): Sheet {
  const reading = readingOf(bytes, most);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** The same in turns, so that a large sheet does not keep everything else in the process waiting. */
export async function readSheetInTurns(bytes: Uint8Array): Promise<Sheet> {
  const reading = readingOf(bytes, mostRows);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await setImmediate();
  }
}

/** Stops after every few rows. */
function* readingOf(bytes: Uint8Array, most: number): Generator<undefined, Sheet, undefined> {
  const text = textOf(bytes);
  const records = recordsOf(text);
  const preamble = readPreamble(records);
  if ('code' in preamble) throw new SheetError([preamble]);
  const { columns, problems } = columnsOf(preamble.header.cells, preamble.header.row);
  const survey = new Survey(columns, preamble.header, text, problems, most);
  for (const record of records) {
    survey.add(record);
    if (record.row % rowsPerTurn === 0) yield;
  }
  return survey.sheet(preamble);
}

function textOf(bytes: Uint8Array): SheetText {
  const binary = describeBinary(bytes);
  if (binary !== undefined) throw new SheetError([{ code: 'sheet.binary', message: binary }]);
  const text = readableText(bytes);
  if (!text) throw new SheetError([{ code: 'sheet.binary', message: notText }]);
  if (
    text.decode(0, Math.min(text.bytes.length, 10_000)).trim() === '' &&
    text.decode(0, text.bytes.length).trim() === ''
  ) {
    throw new SheetError([
      {
        code: 'sheet.empty',
        message: 'The file is empty. Send the sheet with its header row and at least one sample.',
      },
    ]);
  }
  return text;
}

/** One pass over the rows below the header: finds what is wrong with them and where the samples begin. */
class Survey {
  private readonly named: ReadonlySet<number>;
  private readonly commentRows: number[] = [];
  private readonly doubtfulCells: DoubtfulCell[] = [];
  private readonly columnsWithoutHeader = new Set<number>();
  private units: SheetRecord | undefined;
  private rowCount = 0;

  constructor(
    private readonly columns: SheetColumn[],
    private readonly header: SheetRecord,
    private readonly text: SheetText,
    private readonly problems: SheetProblem[],
    private readonly most: number,
  ) {
    this.named = new Set(columns.map((column) => column.index));
  }

  add({ row, cells }: SheetRecord): void {
    if (isBlank(cells)) return;
    if (this.rowCount === 0 && !this.units && isUnits(cells)) this.units = { row, cells };
    else if (isComment(cells)) this.commentRows.push(row);
    else this.addSample(row, cells);
  }

  private addSample(row: number, cells: string[]): void {
    this.rowCount++;
    if (cells.length > this.columns.length || this.columns.length < this.header.cells.length)
      this.checkExtra(row, cells);
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] ?? '';
      if (cell.length > mostCellCharacters) this.report(cellTooLong(row, index, cell.length));
      if (!this.text.encoding.certain && isDoubtful(cell) && this.doubtfulCells.length < mostDoubtfulCells) {
        this.doubtfulCells.push({ row, column: columnLetters(index), value: cell });
      }
    }
  }

  /** Values in columns that the header row does not name: beyond its end, or under an empty cell of it. */
  private checkExtra(row: number, cells: string[]): void {
    const index = cells.findIndex((cell, at) => !this.named.has(at) && cell.trim() !== '');
    if (index === -1 || this.columnsWithoutHeader.has(index)) return;
    const last = this.columns.at(-1)?.index ?? 0;
    if (index <= last) {
      this.columnsWithoutHeader.add(index);
      this.report(columnWithoutHeader(row, index, this.header.row));
    } else this.report(ragged(row, index, cells[index] ?? '', last));
  }

  private report(problem: SheetProblem): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }

  sheet({ checklist }: Preamble): Sheet {
    if (this.rowCount === 0) this.report(noSamples(this.header.row));
    if (this.rowCount > this.most) this.report(tooManyRows(this.rowCount, this.most));
    const [first, ...others] = this.problems;
    if (first) throw new SheetError([first, ...others]);
    const { text, header, units, columns } = this;
    return {
      ...(checklist && { checklist }),
      encoding: text.encoding,
      headerRow: header.row,
      unitsRow: units?.row ?? null,
      columns: columns.map((column) => withUnit(column, units)),
      rowCount: this.rowCount,
      commentRows: this.commentRows,
      doubtfulCells: this.doubtfulCells,
      rows: { [Symbol.iterator]: () => samplesOf(text, header.row, units?.row) },
    };
  }
}

function* samplesOf(text: SheetText, headerRow: number, unitsRow: number | undefined): Generator<SheetRow> {
  for (const record of recordsOf(text)) {
    const isSample =
      record.row > headerRow && record.row !== unitsRow && !isBlank(record.cells) && !isComment(record.cells);
    if (isSample) yield record;
  }
}

const isUnits = (cells: readonly string[]) => /^#\s*units$/i.test((cells[0] ?? '').trim());
const isComment = (cells: readonly string[]) => (cells[0] ?? '').startsWith('#');
const isDoubtful = (cell: string) => /\P{ASCII}/u.test(cell);

function withUnit(column: SheetColumn, units: SheetRecord | undefined): SheetColumn {
  // The first cell of the row is its name.
  const unit = column.index === 0 ? '' : (units?.cells[column.index] ?? '').trim();
  return unit === '' ? column : { ...column, unit };
}

function ragged(row: number, index: number, cell: string, last: number): SheetProblem {
  const message = `Row ${row} goes on after the last column of the header (${columnLetters(last)}): “${shortened(cell)}” stands in column ${columnLetters(index)}. A tab inside a value splits it; remove the tab, or name the column.`;
  return { row, column: columnLetters(index), code: 'sheet.ragged_row', message };
}

function columnWithoutHeader(row: number, index: number, headerRow: number): SheetProblem {
  const column = columnLetters(index);
  const message = `Column ${column} has values (first in row ${row}) but no name in row ${headerRow}. Name the column or empty it.`;
  return { row, column, code: 'sheet.column_without_header', message };
}

function cellTooLong(row: number, index: number, length: number): SheetProblem {
  const column = columnLetters(index);
  const message = `The cell in row ${row}, column ${column} has ${length} characters; a cell may have ${mostCellCharacters}. Shorten it.`;
  return { row, column, code: 'sheet.cell_too_long', message };
}

const noSamples = (headerRow: number): SheetProblem => ({
  row: headerRow,
  code: 'sheet.no_samples',
  message: `The sheet has a header (row ${headerRow}) but no samples below it. Add one row per sample.`,
});

const tooManyRows = (count: number, most: number): SheetProblem => ({
  row: most,
  code: 'sheet.too_many_rows',
  message: `The sheet has ${count} samples; one submission may have ${most}. Divide it into ${Math.ceil(count / most)} sheets with the same header rows, and upload each to a submission of its own.`,
});

const shortened = (cell: string) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
