import { isHeader } from './header.ts';
import type { SheetRecord } from './records.ts';
import type { SheetProblem } from './sheet.error.ts';

/** What stands above the samples. */
export type Preamble = {
  checklist?: { accession: string; version?: string };
  header: SheetRecord;
};

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/**
 * Reads the rows from the top up to the header row: `Checklist⇥ERC000011[:1.3]⇥name` (portal) or
 * `#checklist_accession⇥ERC000033` (older Webin sheets), other rows that begin with `#`, the header.
 *
 * @param records consumed up to and including the header row
 * @returns the preamble, or why there is none
 */
export function readPreamble(records: Iterator<SheetRecord>): Preamble | SheetProblem {
  let checklist: Preamble['checklist'];
  for (let next = records.next(); !next.done; next = records.next()) {
    const record = next.value;
    const first = (record.cells[0] ?? '').trim();
    if (isBlank(record.cells)) continue;
    if (/^#?checklist(?:[ _]accession)?:?$/i.test(first)) {
      const read = checklistOf(record);
      if (read && 'code' in read) return read;
      checklist = read;
    } else if (isHeader(record.cells)) {
      return { header: record, ...(checklist && { checklist }) };
    } else if (!first.startsWith('#')) return noHeader(record, first);
    else if (/^#template_accession$/i.test(first)) return sequences(record.row);
  }
  return {
    code: 'sheet.no_header',
    message:
      'The sheet has no header row. Its first row (after the checklist row) must name the columns, one of them sample_alias.',
  };
}

function checklistOf({ row, cells }: SheetRecord): Preamble['checklist'] | SheetProblem {
  const written = (cells[1] ?? '').trim();
  if (written === '') return undefined;
  if (/^ERT\d/i.test(written)) return sequences(row);
  const [, accession, version] = /^(ERC\d{6})(?::([\w.-]{1,40}))?$/i.exec(written) ?? [];
  if (accession) return { accession: accession.toUpperCase(), ...(version !== undefined && { version }) };
  const message = `Row ${row} names the checklist “${written}”, but a sample checklist looks like ERC000011. Correct the cell, or remove the row and choose the checklist here.`;
  return { row, column: 'B', code: 'sheet.checklist_unreadable', message };
}

function noHeader({ row, cells }: SheetRecord, first: string): SheetProblem {
  const line = cells.join(' ').toLowerCase();
  if (/^filetype$/i.test(first) || (cells.length > 1 && /library_strategy|file_name/.test(line)))
    return reads(row);
  const separator = cells.length === 1 ? separatorOf(first) : undefined;
  if (separator) {
    const message = `The cells of row ${row} are separated by ${separator}, not by tabs. Save the sheet as tab-delimited text: in other formats a spreadsheet may have changed numbers and dates.`;
    return { row, code: 'sheet.not_tabs', message };
  }
  const message = `Row ${row} should name the columns, but none of its cells is sample_alias. Put the header row of the ENA template above the samples.`;
  return { row, code: 'sheet.no_header', message };
}

const isSeparated = (cells: readonly string[]) =>
  cells.length > 1 && (isHeader(cells) || /^checklist$/i.test(cells[0] ?? ''));

/** A comma-separated file is refused, not read: it is the form in which decimal commas and dates get changed unseen. */
function separatorOf(line: string): string | undefined {
  const separators: [character: string, name: string][] = [
    [',', 'commas'],
    [';', 'semicolons'],
    ['|', 'vertical bars'],
  ];
  return separators.find(([character]) =>
    isSeparated(line.split(character).map((cell) => cell.trim().replaceAll(/^"|"$/g, ''))),
  )?.[1];
}

const reads = (row: number): SheetProblem => ({
  row,
  code: 'sheet.reads',
  message: `Row ${row} belongs to a sheet of reads (runs and their files), not of samples. Send the sample sheet here.`,
});

const sequences = (row: number): SheetProblem => ({
  row,
  code: 'sheet.sequences',
  message: `Row ${row} belongs to a sheet of annotated sequences, not of samples. Send the sample sheet here.`,
});
