import type { SheetNote } from '../../validation/validation.contract.ts';
import { columnLetters } from '../sheet/column-letters.ts';
import { isBlank } from '../sheet/preamble.ts';
import { SheetError, type SheetProblem } from '../sheet/sheet.error.ts';
import type { Sheet } from '../sheet/sheet.ts';
import { readSheetInTurns } from '../sheet/sheet.reader.ts';
import { type TableSource, textSource } from '../sheet/table-source.ts';
import { isWorkbook } from '../sheet/workbook/workbook.reader.ts';
import { workbookInThread } from '../sheet/workbook/workbook.thread.ts';
import { instructionMessage } from './columns.ts';
import { readReadsInTurns, type ReadsTable } from './reads.reader.ts';
import { type Study, studyFrom } from './study.ts';
import { kindOf, type TableKind } from './table-kind.ts';

/** What a file holds: a table, or several as the sheets of a workbook. */
export type Tables = {
  isWorkbook: boolean;
  samples: (Sheet & { sheet: string | null; notes: SheetNote[] }) | undefined;
  reads: readonly ReadsTable[];
  study: Study | undefined;
};

/**
 * Reads a file of tables, whatever they are, in turns with everything else that the process has to do.
 *
 * @param sheetsOf reads workbooks
 * @throws SheetError when one of them cannot be read; then nothing of the file is taken
 */
export async function readTables(bytes: Uint8Array, sheetsOf = workbookInThread): Promise<Tables> {
  if (!isWorkbook(bytes)) {
    const source = textSource(bytes);
    return tablesOf([{ source, kind: kindOf(source.records()) ?? 'samples' }], false);
  }
  const sources = (await sheetsOf(bytes)).filter(hasRows);
  const known = sources.flatMap((source) => {
    const kind = kindOf(source.records());
    return kind ? [{ source, kind }] : [];
  });
  if (known.length === 0) throw new SheetError([noTable]);
  // One sheet is the file: places in it need no sheet's name.
  const only =
    sources.length === 1 ? known.map(({ source, kind }) => ({ source: alone(source), kind })) : known;
  const filled = only.filter(({ source }) => countRows(source) > 1);
  return tablesOf(filled.length === 0 ? only : filled, true, sources);
}

type Known = { source: TableSource; kind: TableKind };

const alone = (source: TableSource): TableSource => ({ ...source, sheet: null });

async function tablesOf(
  known: readonly Known[],
  ofWorkbook: boolean,
  all: readonly TableSource[] = [],
): Promise<Tables> {
  assertOneOfEach(known);
  const ignored = all.filter((source) =>
    known.every(({ source: { sheet } }) => sheet !== source.sheet && sheet !== null),
  );
  const notes = ignored.map(({ sheet }) => ignoredNote(sheet ?? ''));
  const problems: SheetProblem[] = [];
  const tables: Tables = { isWorkbook: ofWorkbook, samples: undefined, reads: [], study: undefined };
  for (const { source, kind } of known) {
    try {
      if (kind === 'samples') tables.samples = await readSamples(source, notes);
      else tables.reads = [...tables.reads, await readReadsInTurns(source, kind)];
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      problems.push(...error.problems.map((problem) => inSheet(problem, source.sheet)));
    }
  }
  const [first, ...others] = problems;
  if (first) throw new SheetError([first, ...others]);
  return { ...withNotes(tables, notes), study: studyFrom(tables.reads) };
}

const inSheet = (problem: SheetProblem, sheet: string | null): SheetProblem =>
  sheet === null ? problem : { ...problem, sheet };

/** What is said of the whole file goes with its first table. */
function withNotes(tables: Tables, notes: SheetNote[]): Tables {
  const [first, ...rest] = tables.reads;
  if (tables.samples || !first || notes.length === 0) return tables;
  return { ...tables, reads: [{ ...first, notes: [...notes, ...first.notes] }, ...rest] };
}

async function readSamples(source: TableSource, notes: SheetNote[]): Promise<Tables['samples']> {
  const sheet = await readSheetInTurns(source);
  const instructions = sheet.columns.filter(({ role }) => role === 'instruction');
  const ofColumns = instructions.map(({ header, letter }): SheetNote => ({
    severity: 'info',
    rule: 'sheet.instruction',
    message: instructionMessage(header),
    field: header,
    row: sheet.headerRow,
    column: letter,
    sheet: source.sheet,
  }));
  return { ...sheet, sheet: source.sheet, notes: [...notes, ...ofColumns] };
}

function assertOneOfEach(known: readonly Known[]): void {
  const seen = new Map<TableKind, string>();
  for (const { source, kind } of known) {
    const name = source.sheet ?? '';
    const earlier =
      seen.get(kind) ?? (kind === 'reads' ? (seen.get('experiments') ?? seen.get('runs')) : undefined);
    const other = earlier ?? (kind === 'experiments' || kind === 'runs' ? seen.get('reads') : undefined);
    if (other !== undefined) {
      const message = `The sheets “${other}” and “${name}” hold the same records. Keep one of them.`;
      throw new SheetError([{ code: 'sheet.twice', message, sheet: name }]);
    }
    seen.set(kind, name);
  }
}

function hasRows(source: TableSource): boolean {
  for (const { cells } of source.records()) if (!isBlank(cells)) return true;
  return false;
}

/** Rows with something in them below the first; a template that nobody filled in has a header only. */
function countRows(source: TableSource): number {
  let count = 0;
  for (const { cells } of source.records()) {
    const first = cells[0] ?? '';
    if (
      isBlank(cells) ||
      first.startsWith('#') ||
      /^(?:checklist|file_?type|analysistype)$/i.test(first.trim())
    )
      continue;
    if (++count > 1) return count;
  }
  return count;
}

const ignoredNote = (sheet: string): SheetNote => ({
  severity: 'info',
  rule: 'sheet.ignored',
  message: `The sheet “${sheet.slice(0, 60)}” of the workbook holds no filled-in table of studies, samples, experiments, runs, reads or analyses; it was left out.`,
  field: null,
  row: null,
  column: null,
  sheet,
});

const noTable: SheetProblem = {
  code: 'sheet.no_table',
  message: `No sheet of the workbook is a table of samples, experiments, runs, reads or analyses: none has a row with their column names, such as sample_alias (looked for in columns A to ${columnLetters(25)} and beyond).`,
};
