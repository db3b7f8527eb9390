import { storedZip } from '../../server/src/submissions/sheet/workbook/zip.ts';

/** A cell: text, a number, or the cell's XML as it is, with its place already in it. */
export type Cell = string | number | { xml: (place: string) => string };

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\r', '&#13;');

const letters = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26);

function cellXml(cell: Cell, place: string): string {
  if (typeof cell === 'object') return cell.xml(place);
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

const sheetXml = (rows: readonly (readonly Cell[])[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map((cells, index) => {
      const xml = cells.map((cell, column) =>
        cell === '' ? '' : cellXml(cell, `${letters(column)}${index + 1}`),
      );
      return `<row r="${index + 1}">${xml.join('')}</row>`;
    })
    .join('')}</sheetData></worksheet>`;

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A date's cell: the second format of the workbook. */
export const day = (serial: number): Cell => ({
  xml: (place) => `<c r="${place}" s="1"><v>${serial}</v></c>`,
});

/** An .xlsx file with the given sheets. */
export function workbook(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  const names = Object.keys(sheets);
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${names
      .map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join('')}<Relationship Id="rId99" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheets[name] ?? [])]),
    ),
    ...more,
  };
  return storedZip(Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}
