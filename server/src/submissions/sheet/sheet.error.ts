import { AppError } from '../../platform/errors/app.error.ts';

/** One reason why a sheet cannot be read; the message says what to do about it. */
export type SheetProblem = {
  /** As a spreadsheet numbers it, from 1. */
  row?: number;
  /** Column letters, `A` … `ZZ`. */
  column?: string;
  /** Of a workbook that has several. */
  sheet?: string;
  code: string;
  message: string;
};

/** So many problems are listed; a file with more is wrong in a way that the first ones show. */
export const mostProblems = 50;

/** A file that is not a sample sheet (422): nothing of it is stored. Every problem found is listed, up to 50. */
export class SheetError extends AppError {
  readonly problems: readonly SheetProblem[];

  constructor(problems: readonly [SheetProblem, ...SheetProblem[]]) {
    const listed = problems.slice(0, mostProblems);
    super(
      'invalid',
      'sheet.unreadable',
      problems.length === 1 ? problems[0].message : 'The sheet cannot be read as it is. Nothing was changed.',
      {},
      listed.map((problem) => ({ path: placeOf(problem), message: problem.message })),
    );
    this.name = 'SheetError';
    this.problems = listed;
  }
}

/** `row 4 column C`, `row 4`, or `file`; in a workbook `sheet reads, row 4`. */
export function placeOf({ sheet, ...problem }: SheetProblem): string {
  return sheet === undefined ? placeInTable(problem) : `sheet ${sheet}, ${placeInTable(problem)}`;
}

function placeInTable({ row, column }: SheetProblem): string {
  if (row === undefined) return column === undefined ? 'file' : `column ${column}`;
  return column === undefined ? `row ${row}` : `row ${row} column ${column}`;
}
