import { setImmediate } from 'node:timers/promises';
import type { SheetNote } from '../../validation/validation.contract.ts';
import { isBlank } from '../sheet/preamble.ts';
import type { SheetRecord } from '../sheet/records.ts';
import { cellTooLong, columnWithoutHeader, mostCellCharacters, ragged } from '../sheet/row-problems.ts';
import { mostProblems, SheetError, type SheetProblem } from '../sheet/sheet.error.ts';
import type { SheetEncoding } from '../sheet/sheet.ts';
import { mostRows } from '../sheet/sheet.limits.ts';
import type { TableSource } from '../sheet/table-source.ts';
import { type ReadsColumn, readsColumns, type ReadsKind } from './columns.ts';
import { foldedName } from './table-kind.ts';

/** A table of reads, experiments, runs, studies or analyses whose layout was found sound. Values are not judged here. */
export type ReadsTable = {
  kind: ReadsKind;
  sheet: string | null;
  encoding: SheetEncoding;
  headerRow: number;
  /** From the `FileType` row of a portal sheet. */
  fileType: string | null;
  /** From the `AnalysisType` row of a template: of rows that do not say theirs. */
  analysisType: string | null;
  columns: readonly ReadsColumn[];
  rowCount: number;
  notes: readonly SheetNote[];
  rows(): Generator<SheetRecord>;
};

/** Rows read at a time when others are waiting: a few milliseconds. */
const rowsPerTurn = 250;

/** @throws SheetError listing what makes the table unreadable */
export async function readReadsInTurns(source: TableSource, kind: ReadsKind): Promise<ReadsTable> {
  const records = source.records();
  const top = readTop(records, kind);
  const { columns, problems, notes } = readsColumns(kind, top.header, source.sheet);
  const survey = new Survey(top.header, columns, problems, source);
  for (const record of records) {
    survey.add(record);
    if (record.row % rowsPerTurn === 0) await setImmediate();
  }
  const headerRow = top.header.row;
  const { rowCount, notes: ofRows } = survey.end(kind);
  return {
    kind,
    sheet: source.sheet,
    encoding: source.encoding,
    headerRow,
    fileType: top.fileType,
    analysisType: top.analysisType,
    columns,
    rowCount,
    notes: [...notes, ...ofRows],
    rows: () => rowsOf(source, headerRow),
  };
}

function readTop(
  records: Iterator<SheetRecord>,
  kind: ReadsKind,
): { header: SheetRecord; fileType: string | null; analysisType: string | null } {
  let fileType: string | null = null;
  let analysisType: string | null = null;
  for (let next = records.next(); !next.done; next = records.next()) {
    const { cells } = next.value;
    const [first = '', second = ''] = cells;
    if (isBlank(cells)) continue;
    if (kind === 'reads' && /^file_?type:?$/.test(foldedName(first)) && !isHeader(cells))
      fileType = second.trim() || null;
    else if (kind === 'analyses' && foldedName(first) === 'analysistype' && !isHeader(cells))
      analysisType = second.trim() || null;
    else if (!first.startsWith('#')) return { header: next.value, fileType, analysisType };
  }
  throw new SheetError([
    { code: 'sheet.no_header', message: `The table of ${kind} has no row that names its columns.` },
  ]);
}

/** Whether a row that begins with `file_type` or `AnalysisType` names columns: then others are columns, too. */
const isHeader = (cells: readonly string[]) =>
  cells
    .slice(1)
    .some((cell) => /^(?:samples?|(?:forward_)?file_name|instrument_model|alias)$/.test(foldedName(cell)));

const isComment = (cells: readonly string[]) => (cells[0] ?? '').startsWith('#');

function* rowsOf(source: TableSource, headerRow: number): Generator<SheetRecord> {
  for (const record of source.records())
    if (record.row > headerRow && !isBlank(record.cells) && !isComment(record.cells)) yield record;
}

/** One pass over the rows below the header. */
class Survey {
  private readonly named: ReadonlySet<number>;
  private readonly unnamed = new Set<number>();
  private readonly comments: number[] = [];
  private doubtful: number | undefined;
  private rowCount = 0;

  constructor(
    private readonly header: SheetRecord,
    private readonly columns: readonly ReadsColumn[],
    private readonly problems: SheetProblem[],
    private readonly source: TableSource,
  ) {
    this.named = new Set(header.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index])));
  }

  add({ row, cells }: SheetRecord): void {
    if (isBlank(cells)) return;
    if (isComment(cells)) {
      this.comments.push(row);
      return;
    }
    this.rowCount++;
    for (const [index, cell] of cells.entries()) {
      if (cell.length > mostCellCharacters) this.report(cellTooLong(row, index, cell.length));
      if (!this.named.has(index) && cell.trim() !== '') this.extra(row, index, cell);
      if (!this.source.encoding.certain && /\P{ASCII}/u.test(cell)) this.doubtful ??= row;
    }
  }

  private extra(row: number, index: number, cell: string): void {
    if (this.unnamed.has(index)) return;
    this.unnamed.add(index);
    const last = Math.max(-1, ...this.named);
    this.report(
      index < last ? columnWithoutHeader(row, index, this.header.row) : ragged(row, index, cell, last),
    );
  }

  private report(problem: SheetProblem): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }

  end(kind: ReadsKind): { rowCount: number; notes: SheetNote[] } {
    const { row } = this.header;
    if (this.rowCount === 0)
      this.report({
        row,
        code: 'sheet.no_rows',
        message: `The table of ${kind} has no rows below row ${row}.`,
      });
    if (this.rowCount > mostRows)
      this.report({
        row: mostRows,
        code: 'sheet.too_many_rows',
        message: `The table has ${this.rowCount} rows; one submission may have ${mostRows}. Divide it.`,
      });
    if (this.columns.length === 0)
      this.report({
        row,
        code: 'sheet.no_header',
        message: `Row ${row} names no column of a table of ${kind}.`,
      });
    const { sheet } = this.source;
    const [first, ...others] = this.problems.map((problem) =>
      sheet === null ? problem : { ...problem, sheet },
    );
    if (first) throw new SheetError([first, ...others]);
    return { rowCount: this.rowCount, notes: this.notes() };
  }

  private notes(): SheetNote[] {
    const at = { severity: 'warning' as const, field: null, column: null, sheet: this.source.sheet };
    const comments = this.comments.slice(0, 10).join(', ');
    const left = `Rows that begin with # were left out: ${comments}.`;
    const doubt = `The file does not say how its letters with accents are encoded; it was read as ${this.source.encoding.name}. Check row ${this.doubtful}, or save it as Unicode text (UTF-8).`;
    return [
      ...(comments === ''
        ? []
        : [{ ...at, rule: 'sheet.comment_row', message: left, row: this.comments[0]! }]),
      ...(this.doubtful === undefined
        ? []
        : [{ ...at, rule: 'value.encoding', message: doubt, row: this.doubtful }]),
    ];
  }
}
