import { SheetError } from '../sheet/sheet.error.ts';
import type { ReadsTable } from './reads.reader.ts';

/** The one study of ena-upload-cli's table: the project of the submission. */
export type Study = { alias: string; title: string; description: string };

/** As a submission takes them. */
const longest = { title: 1_000, description: 10_000 };

/**
 * @returns undefined where there is no table of studies
 * @throws SheetError for several studies: a submission is one project
 */
export function studyFrom(tables: readonly ReadsTable[]): Study | undefined {
  const table = tables.find(({ kind }) => kind === 'studies');
  if (!table) return undefined;
  const at = table.sheet === null ? {} : { sheet: table.sheet };
  const [first, second] = [...table.rows()];
  if (second)
    throw refused(
      { ...at, row: second.row },
      'sheet.many_studies',
      'The table has several studies; a submission is one. Make a submission of each, with its own samples and experiments.',
    );
  const index = (field: string) =>
    table.columns.find(({ places }) => places.includes(`study/${field}`))?.index ?? -1;
  const cell = (field: string) => (first?.cells[index(field)] ?? '').trim();
  const study = { alias: cell('alias'), title: cell('title'), description: cell('study_abstract') };
  for (const field of ['title', 'description'] as const)
    if (study[field].length > longest[field])
      throw refused(
        { ...at, row: first?.row ?? 1 },
        'sheet.cell_too_long',
        `The ${field} of the study has more than ${longest[field]} characters. Shorten it.`,
      );
  return study;
}

const refused = (at: { row: number; sheet?: string }, code: string, message: string) =>
  new SheetError([{ ...at, code, message }]);
