import { setImmediate } from 'node:timers/promises';
import { columnLetters } from './column-letters.ts';
import { columnsOf } from './header.ts';
import { isBlank, readPreamble, type Preamble } from './preamble.ts';
import type { SheetRecord } from './records.ts';
import { cellTooLong, columnWithoutHeader, mostCellCharacters, ragged } from './row-problems.ts';
import { mostRows } from './sheet.limits.ts';
import { mostProblems, SheetError, type SheetProblem } from './sheet.error.ts';
import type { TableSource } from './table-source.ts';
import type { DoubtfulCell, Sheet, SheetColumn, SheetRow } from './sheet.ts';

const mostDoubtfulCells = 1_000;
/** Rows read at a time when others are waiting: a few milliseconds. */
const rowsPerTurn = 250;

/**
 * Reads a sample sheet as the ENA portal hands it out: an optional checklist row, the header row, an optional `#units`
 * row, then one row per sample. Only the layout is judged; values are the validation's. Everything else in the process
 * has its turn meanwhile.
 *
 * @throws SheetError listing what makes it unreadable, with rows, columns and what to do
 */
export async function readSheetInTurns(source: TableSource): Promise<Sheet> {
  const reading = sheetReading(source);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await setImmediate();
  }
}

/** The reading itself, which stops after every few rows. @param most rows that the table may have */
export function* sheetReading(source: TableSource, most = mostRows): Generator<undefined, Sheet, undefined> {
  const records = source.records();
  const preamble = readPreamble(records);
  if ('code' in preamble) throw new SheetError([preamble]);
  const { columns, problems } = columnsOf(preamble.header.cells, preamble.header.row);
  const survey = new Survey(columns, preamble.header, source, problems, most);
  for (const record of records) {
    survey.add(record);
    if (record.row % rowsPerTurn === 0) yield;
  }
  return survey.sheet(preamble);
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
    private readonly source: TableSource,
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
      if (
        !this.source.encoding.certain &&
        isDoubtful(cell) &&
        this.doubtfulCells.length < mostDoubtfulCells
      ) {
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
    const { source, header, units, columns } = this;
    return {
      ...(checklist && { checklist }),
      encoding: source.encoding,
      headerRow: header.row,
      unitsRow: units?.row ?? null,
      columns: columns.map((column) => withUnit(column, units)),
      rowCount: this.rowCount,
      commentRows: this.commentRows,
      doubtfulCells: this.doubtfulCells,
      rows: { [Symbol.iterator]: () => samplesOf(source, header.row, units?.row) },
    };
  }
}

function* samplesOf(
  source: TableSource,
  headerRow: number,
  unitsRow: number | undefined,
): Generator<SheetRow> {
  for (const record of source.records()) {
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
