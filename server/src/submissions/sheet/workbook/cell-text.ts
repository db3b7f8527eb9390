/** A number as the workbook holds it: told apart from a text of digits, which stays as it is. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The text of a workbook's cell as its reader sees it: days as `2021-05-01`, numbers as spreadsheets show them, to
 * fifteen digits. A month typed as `May-21` is stored as its first day and comes back as that.
 */
export function cellText(value: unknown): string {
  if (value instanceof WrittenNumber) return numberText(value.text);
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return plain(String(value));
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString().replace(/\.\d{3}Z$/, '');
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

/** `0.30000000000000004` and `1.0000000000000001E-2` are shown as 0.3 and 0.01. */
function numberText(text: string): string {
  const isNoisy = /[eE]/.test(text) || text.replaceAll(/\D/g, '').length > 15;
  if (!isNoisy || !/^-?[\d.]+(?:[eE][-+]?\d+)?$/.test(text)) return plain(text);
  const rounded = Number(Number(text).toPrecision(15));
  return Number.isFinite(rounded) && Math.abs(rounded) < 1e21 && (rounded === 0 || Math.abs(rounded) > 1e-7)
    ? String(rounded)
    : text;
}

/**
 * NULs and halves of characters can be written in a workbook, but not kept in a database; a tab cannot be seen in a cell,
 * and would divide it in a text table.
 */
const plain = (text: string) =>
  text.replaceAll('\0', '\ufffd').replaceAll('\t', ' ').replaceAll(/\r\n?/g, '\n').toWellFormed();
