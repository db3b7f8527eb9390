import { columnLetters } from './column-letters.ts';
import type { SheetProblem } from './sheet.error.ts';
import type { ColumnRole, SheetColumn } from './sheet.ts';

type SampleRole = Exclude<ColumnRole, 'attribute' | 'instruction'>;

/** The portal's name of each of the sample's own columns, then what other tools (ena-upload-cli, webin-cli) call it. */
const names: Record<SampleRole, readonly [portal: string, ...others: string[]]> = {
  tax_id: ['tax_id', 'taxon_id'],
  scientific_name: ['scientific_name'],
  alias: ['sample_alias', 'alias'],
  title: ['sample_title', 'title'],
  description: ['sample_description', 'description'],
};
const roles = Object.keys(names) as SampleRole[];

/** `Sample_Alias`, `sample alias` and `sample_alias` are one name; attributes are never compared like this, ENA is exact about them. */
const folded = (header: string) => header.toLowerCase().replaceAll(/[\s_-]+/g, '_');

/** Line breaks and no-break spaces in a header come from the spreadsheet's layout and are no part of the name. */
const tidy = (cell: string) => cell.replaceAll(/[\s\u00a0]+/g, ' ').trim();

export const mostColumns = 1_000;

/** Whether a row names the columns of a sample sheet: it has the alias column. */
export const isHeader = (cells: readonly string[]): boolean =>
  cells.some((cell) => names.alias.includes(folded(tidy(cell))));

/** The columns of a header row in the sheet's order; columns without a name are left out. */
export function columnsOf(
  cells: readonly string[],
  row: number,
): { columns: SheetColumn[]; problems: SheetProblem[] } {
  const columns = cells
    .map((cell, index): SheetColumn => {
      const header = tidy(cell);
      return { index, letter: columnLetters(index), header, role: 'attribute', field: header };
    })
    .filter((column) => column.header !== '');
  for (const role of roles) assign(role, columns);
  readOtherTools(columns);
  return { columns, problems: [...tooMany(columns, row), ...duplicates(columns, row)] };
}

/** Gives the role to the column with the portal's name; only without one to a column another tool would name so. */
function assign(role: SampleRole, columns: SheetColumn[]): void {
  for (const name of names[role]) {
    const matching = columns.filter((column) => folded(column.header) === name);
    for (const column of matching) Object.assign(column, { role, field: names[role][0] });
    if (matching.length > 0) return;
  }
}

/**
 * ena-upload-cli's tables: `sample_attribute[x]` is the attribute x, and where the alias column is called `alias`,
 * `status` and `accession` tell that tool what to do at ENA.
 */
function readOtherTools(columns: SheetColumn[]): void {
  const isTheirs = columns.some(({ role, header }) => role === 'alias' && folded(header) === 'alias');
  for (const column of columns.filter(({ role }) => role === 'attribute')) {
    const tag = /^sample_attribute\s*\[(.+)\]$/i.exec(column.header)?.[1]?.trim();
    if (tag) column.field = tag;
    else if (isTheirs && instructions.has(folded(column.header))) column.role = 'instruction';
  }
}

/** Columns of ena-upload-cli that say what it is to do, or what it has done. */
export const instructions: ReadonlySet<string> = new Set(['status', 'accession', 'submission_date']);

function tooMany(columns: readonly SheetColumn[], row: number): SheetProblem[] {
  if (columns.length <= mostColumns) return [];
  const message = `Row ${row} names ${columns.length} columns; a sample sheet may have ${mostColumns}. Is the table turned on its side? Samples go in rows, fields in columns.`;
  return [{ row, code: 'sheet.too_many_columns', message }];
}

function duplicates(columns: readonly SheetColumn[], row: number): SheetProblem[] {
  const first = new Map<string, SheetColumn>();
  return columns.flatMap((column) => {
    const earlier = first.get(column.field);
    if (!earlier) {
      first.set(column.field, column);
      return [];
    }
    const named =
      earlier.header === column.header
        ? `“${column.header}”`
        : `“${earlier.header}” and “${column.header}”, which mean the same,`;
    const message = `Row ${row} has ${named} twice, in columns ${earlier.letter} and ${column.letter}. Remove or rename one of them.`;
    return [{ row, column: column.letter, code: 'sheet.duplicate_header', message }];
  });
}
