// Cells of a sheet in SpreadsheetML (ECMA-376-1, 18.3): every text is a string and nothing else, whatever it begins with.
import { formulaSigns } from '../export-format.ts';

/** Places in `cellXfs` of the styles part. */
export const cellStyles = {
  plain: 0,
  heading: 1,
  moment: 2,
  quoted: 3,
  wrapped: 4,
  wrappedQuoted: 5,
} as const;
type CellStyle = keyof typeof cellStyles;

/** `text` as a string; `moment` as a date that a spreadsheet can sort and filter, in UTC; nothing for null. */
export type Cell = string | number | Date | null | { text: string; style: CellStyle };

/** What Excel keeps in one cell, in UTF-16 units. */
export const longestText = 32_767;

const dayMs = 86_400_000;
/** 1970-01-01 in days as spreadsheets count them. */
const epoch = 25_569;

/** @param row from 1 */
export function rowXml(row: number, cells: readonly Cell[]): string {
  const written = cells.map((cell, index) => cellXml(`${columnName(index)}${row}`, cell)).join('');
  return `<row r="${row}">${written}</row>`;
}

function cellXml(place: string, cell: Cell): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (cell instanceof Date)
    return `<c r="${place}" s="${cellStyles.moment}"><v>${cell.getTime() / dayMs + epoch}</v></c>`;
  if (typeof cell === 'string') return textXml(place, cell, startsFormula(cell) ? 'quoted' : 'plain');
  const isSign = cell.style === 'wrapped' && startsFormula(cell.text);
  return textXml(place, cell.text, isSign ? 'wrappedQuoted' : cell.style);
}

// The styles `quoted` and `wrappedQuoted` have quotePrefix: the value stays as it is, and editing the cell does not make it a formula.
const signs = new Set(formulaSigns);
const startsFormula = (text: string) => signs.has(text.charAt(0));

function textXml(place: string, text: string, style: CellStyle): string {
  const styled = style === 'plain' ? '' : ` s="${cellStyles[style]}"`;
  const kept = /^\s|\s$|\s\s|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${place}"${styled} t="inlineStr"><is><t${kept}>${encoded(shortened(text))}</t></is></c>`;
}

/** @param index from 0 @returns `A`, `B`, … `Z`, `AA` … */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

/** A text that is too long for a cell ends with a word about it, and never in the middle of a character. */
export function shortened(text: string): string {
  if (text.length <= longestText) return text;
  const note = ` … [cut here: ${text.length} characters, whole in JSONL]`;
  const kept = text.slice(0, longestText - note.length);
  return (/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept) + note;
}

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** What XML cannot carry is written `_xHHHH_` (22.9.2.19), and so is an underscore that would read as such a sign. */
const special =
  // oxlint-disable-next-line no-control-regex -- exactly those are meant
  /[&<>]|[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[\da-f]{4}_)/gi;

/** Most texts have none of these, which is known faster than what is to be done about them. */
// oxlint-disable-next-line no-control-regex -- exactly those are meant
const suspect = /[&<>_\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;

const encoded = (text: string): string => {
  if (!suspect.test(text)) return text;
  return text.replace(
    special,
    (sign) => named[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
};
