import type readWorkbook from 'read-excel-file/node';
import { asBuffer, startsWithBytes } from '../bytes.ts';
import type { SheetRecord } from '../records.ts';
import type { TableSource } from '../table-source.ts';
import { cellText, WrittenNumber } from './cell-text.ts';
import { UnreadableWorkbook } from './unreadable-workbook.error.ts';
import { excessOf, mostUnpackedBytes } from './workbook.limits.ts';
import { readZip, storedZip, type ZipEntry, ZipError } from './zip.ts';

/** Whether the bytes are a zip archive, as every .xlsx file is. */
export const isWorkbook = (bytes: Uint8Array): boolean => startsWithBytes(bytes, [0x50, 0x4b, 0x03, 0x04]);

/** Files of a workbook that say what is in its cells; pictures, macros and printer settings do not. */
const wanted = (name: string) =>
  /^(?:xl\/)?(?:[^/]+|_rels\/[^/]+|worksheets\/[^/]+)\.(?:xml|xml\.rels)$|^\[Content_Types\]\.xml$/i.test(
    name,
  );

/**
 * The sheets of an Excel workbook (.xlsx) as tables.
 *
 * @throws UnreadableWorkbook for an archive that is none, is damaged, or is larger than any sheet needs to be
 */
export async function workbookSources(bytes: Uint8Array): Promise<TableSource[]> {
  const entries = await unpacked(bytes);
  const excess = await excessOf(entries);
  if (excess !== undefined)
    throw unreadable(`The workbook is too large to be read. ${excess} Save the table as tab-delimited text.`);
  const sheets = await parsed(entries);
  // A sheet whose file another one names as well comes without rows.
  const whole = sheets.filter(({ data }) => Array.isArray(data));
  return whole.map(({ sheet, data }): TableSource => ({
    sheet,
    encoding: { name: 'utf-8', certain: true },
    records: () => recordsOf(data),
  }));
}

async function unpacked(bytes: Uint8Array): Promise<ZipEntry[]> {
  try {
    const entries = await readZip(asBuffer(bytes), wanted, mostUnpackedBytes);
    if (entries.some(({ name }) => /(?:^|\/)workbook\.xml$/i.test(name))) return entries;
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw unreadable(
      `This is an Excel workbook (or another zip archive) that cannot be read: ${error.message}. Save it anew, or save it as tab-delimited text.`,
    );
  }
  throw unreadable(
    'This is a zip archive, not an Excel workbook, and not a text table. Send the table itself, or save it as tab-delimited text.',
  );
}

type Parsed = Awaited<ReturnType<typeof readWorkbook<WrittenNumber>>>;

/** Packed anew of what was looked at: another reader of the same archive might find other files in it. */
async function parsed(entries: readonly ZipEntry[]): Promise<Parsed> {
  // Only the thread that reads workbooks comes here: elsewhere the package would take memory for nothing.
  const { default: read } = await import('read-excel-file/node');
  try {
    return await read<WrittenNumber>(storedZip(entries), {
      trim: false,
      parseNumber: (text) => new WrittenNumber(text),
    });
  } catch (error) {
    const where = error instanceof Error ? /row \d+, col \d+/.exec(error.message)?.[0] : undefined;
    throw unreadable(
      `The workbook cannot be read${where ? `: the cell at ${where} has a formula without a result, or a value that does not fit its type` : ''}. Open and save it in a spreadsheet, or save the table as tab-delimited text.`,
    );
  }
}

function* recordsOf(data: Parsed[number]['data']): Generator<SheetRecord> {
  for (const [index, cells] of data.entries()) yield { row: index + 1, cells: cells.map(cellText) };
}

const unreadable = (message: string) => new UnreadableWorkbook(message);
