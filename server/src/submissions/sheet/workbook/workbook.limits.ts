import { setImmediate } from 'node:timers/promises';
import { mostColumns } from '../header.ts';
import { mostRows } from '../sheet.reader.ts';
import type { ZipEntry } from './zip.ts';

/** XML of a workbook, unpacked: a sheet of 20,000 rows and 40 columns takes about a third of it. */
export const mostUnpackedBytes = 100 * 1024 * 1024;
export const mostSheets = 30;
/** Rows of a sheet: as many samples as one may have, what stands above them, and some blank ones. */
const lastRow = mostRows + 5_000;
const mostCells = 2_000_000;
const cellsPerTurn = 20_000;

/**
 * Looks at a workbook's XML before it is parsed: a few bytes can say that a cell lies in the last of a million rows, and
 * a table with all rows before it would have to be made.
 *
 * @returns what is too much about it; undefined when nothing is
 */
export async function excessOf(entries: readonly ZipEntry[]): Promise<string | undefined> {
  if (entries.some(({ bytes }) => bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY')))
    return 'It declares entities of its own, which a workbook does not.';
  const sheets = entries.filter(({ name }) => /worksheets\/[^/]+\.xml$/i.test(name));
  if (sheets.length > mostSheets) return `It has ${sheets.length} sheets; ${mostSheets} are read.`;
  let cells = 0;
  for (const { bytes } of sheets) {
    const found = await excessOfSheet(bytes.toString('latin1'));
    if (typeof found === 'string') return found;
    cells += found;
    if (cells > mostCells) return `It has more than ${mostCells} cells.`;
  }
  return undefined;
}

/** @returns the number of cells, or what is too much */
async function excessOfSheet(xml: string): Promise<number | string> {
  let cells = 0;
  for (const [, tag, reference] of xml.matchAll(
    /<(?:\w{1,20}:)?(c|row)\b[^>]{0,500}?\br="([A-Za-z]{0,10}\d{1,12})"/g,
  )) {
    const row = Number(/\d+$/.exec(reference ?? '')?.[0]);
    if (row > lastRow) return `It has cells down to row ${row}; ${lastRow} rows are read.`;
    if (tag === 'c' && columnOf(reference ?? '') > mostColumns)
      return `It has cells beyond column number ${mostColumns}.`;
    if (tag === 'c' && ++cells % cellsPerTurn === 0) await setImmediate();
    if (cells > mostCells) break;
  }
  return cells;
}

const columnOf = (reference: string) => {
  let number = 0;
  for (const letter of reference.toUpperCase().replace(/\d+$/, ''))
    number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
};
