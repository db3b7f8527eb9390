/** A row of a tab-separated sheet. A cell with a tab, a line break or a quote at its start is quoted, as spreadsheets do and the reader undoes. */
export const sheetLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[\t\r\n]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')}\n`;
