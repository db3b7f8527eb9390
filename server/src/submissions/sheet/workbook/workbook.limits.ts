import { mostColumns } from '../header.ts';
import { mostRows } from '../sheet.limits.ts';
import { hasLongTag } from './long-tags.ts';
import { extentOf } from './sheet-tags.ts';
import type { ZipEntry } from './zip.ts';

/** XML of a workbook, unpacked: a sheet of 20,000 rows and 40 columns takes about a third of it. */
export const mostUnpackedBytes = 100 * 1024 * 1024;
export const mostSheets = 30;
/** Rows of a sheet: as many samples as one may have, what stands above them, and some blank ones. */
const lastRow = mostRows + 5_000;
const mostCells = 2_000_000;
/** Places between the first cell and the last of each sheet, with the empty ones: a parsed table holds them all. */
const mostPlaces = 10_000_000;

/** Tags that a parser keeps something of, wherever they stand. Excel has 65,490 formats at most. */
const mostTags = { xf: 70_000, numFmt: 10_000, si: mostCells, sheet: 200, Relationship: 1_000 } as const;

/**
 * Looks at a workbook's XML before it is parsed: a few bytes can say that a cell lies in the last of a million rows, and
 * a table with all rows before it would have to be made. Files are taken for what is in them: a relationship may call
 * any of them a sheet.
 *
 * @returns what is too much about it; undefined when nothing is
 */
export async function excessOf(entries: readonly ZipEntry[]): Promise<string | undefined> {
  if (entries.some(({ bytes }) => bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY')))
    return 'It declares entities of its own, which a workbook does not.';
  const sheets = entries.filter(({ bytes }) => bytes.includes('sheetData'));
  if (sheets.length > mostSheets) return `It has ${sheets.length} sheets; ${mostSheets} are read.`;
  const left = { cells: mostCells, places: mostPlaces };
  for (const { bytes } of entries) {
    const xml = bytes.toString('latin1');
    if (await hasLongTag(xml)) return 'A tag in it is longer than spreadsheets write any.';
    const found =
      excessOfTags(xml) ?? (bytes.includes('sheetData') ? await excessOfSheet(xml, left) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function excessOfTags(xml: string): string | undefined {
  for (const [name, most] of Object.entries(mostTags))
    if (countOf(xml, name, most) > most) return `It has more than ${most} <${name}>.`;
  return undefined;
}

async function excessOfSheet(
  xml: string,
  left: { cells: number; places: number },
): Promise<string | undefined> {
  if (countOf(xml, 'sheetData', 1) > 1) return 'A sheet of it has its cells in several parts.';
  const extent = await extentOf(xml, mostCells + lastRow);
  if (!extent) return 'It states the place of a row or a cell in a form that spreadsheets do not write.';
  const row = Math.max(extent.lastRow, extent.rows);
  if (row > lastRow) return `It has cells down to row ${row}; ${lastRow} rows are read.`;
  if (extent.lastColumn > mostColumns) return `It has cells beyond column number ${mostColumns}.`;
  left.cells -= extent.cells;
  if (left.cells < 0) return `It has more than ${mostCells} cells.`;
  // Rows that state no number come after those that do.
  left.places -= (extent.lastRow + extent.unnumbered) * extent.lastColumn;
  return left.places < 0 ? 'Its cells lie too far apart.' : undefined;
}

/** How often a tag of that name is opened, whatever its prefix; one more than `most` stands for all that are more. */
function countOf(xml: string, name: string, most: number): number {
  let count = 0;
  for (const _ of xml.matchAll(new RegExp(`<(?:[^\\s<>/:]*:)?${name}(?=[\\s/>])`, 'g'))) {
    if (++count > most) break;
  }
  return count;
}
