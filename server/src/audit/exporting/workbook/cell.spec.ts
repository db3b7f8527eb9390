import * as fc from 'fast-check';
import { unzipSync } from 'fflate';
import { XmlDocument } from 'libxml2-wasm';
import readWorkbook from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { formulaSigns } from '../export-format.ts';
import { columnName, longestText, rowXml, shortened } from './cell.ts';
import { WorkbookFile } from './workbook-file.ts';

/** What a spreadsheet shows for `_xHHHH_` (ECMA-376-1, 22.9.2.19). */
const decoded = (text: string) =>
  text.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const textOf = (row: string): string => {
  using document = XmlDocument.fromString(row);
  return decoded(document.root.content);
};

it('keeps every text as it is, and in XML', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'_x0041<>&"\r\n\t\u0000\u001f\ufffe=+'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(odd, (text) => {
      expect(textOf(rowXml(1, [text]))).toBe(text);
    }),
  );
  expect(textOf(rowXml(1, ['_x0041_']))).toBe('_x0041_');
});

it.each(formulaSigns)('marks a text that begins with %j, and leaves it as it is', (sign) => {
  const row = rowXml(1, [`${sign}1+1`]);
  expect(row).toContain('<c r="A1" s="3" t="inlineStr">');
  expect(row).not.toMatch(/<f[ >]/);
  expect(textOf(row)).toBe(`${sign}1+1`);
});

it('says when a text has no room, and cuts no character', () => {
  expect(shortened('y'.repeat(longestText))).toHaveLength(longestText);
  for (const length of [longestText, longestText + 1, longestText + 2]) {
    const cut = shortened('🥔'.repeat(length));
    expect(cut.length).toBeLessThanOrEqual(longestText);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut).toMatch(/🥔 … \[cut here: \d+ characters, whole in JSONL\]$/);
  }
});

it('names columns as spreadsheets do', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

it('makes a file that others read, in pieces', async () => {
  const file = new WorkbookFile();
  const pieces: Buffer[] = [];
  file.beginSheet([10, 20], true);
  const moment = new Date('2026-11-20T10:00:00.123Z');
  for (let number = 1; number <= 5_000; number += 1) {
    file.row([`=${number}`, number, null, moment, `Grüße,\n"${number}" <b>`]);
    pieces.push(file.take());
  }
  file.endSheet('A1:E5000');
  file.beginSheet([10], false);
  file.row([{ text: 'about', style: 'heading' }]);
  file.endSheet();
  file.end();
  pieces.push(file.take());
  expect(pieces.filter(({ length }) => length > 0).length).toBeGreaterThan(3);
  const bytes = Buffer.concat(pieces);
  for (const part of Object.values(unzipSync(bytes))) XmlDocument.fromBuffer(part).dispose();
  const sheets = await readWorkbook(bytes);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['Change log', 'About']);
  expect(sheets[0]?.data).toHaveLength(5_000);
  expect(sheets[0]?.data[4_999]).toEqual(['=5000', 5_000, null, moment, 'Grüße,\n"5000" <b>']);
});
