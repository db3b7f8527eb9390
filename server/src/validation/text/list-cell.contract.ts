/**
 * The items of a cell that holds several: separated by semicolons or line breaks. A semicolon that is part of an item
 * is written `\;`.
 */
export const cellItems = (cell: string): string[] =>
  cell
    .split(/(?<!\\);|[\r\n]+/)
    .map((item) => item.replaceAll('\\;', ';').trim())
    .filter((item) => item !== '');

/** Items as one cell holds them. */
export const listCell = (items: readonly string[]): string =>
  items
    // A backslash at the end would make the separator part of the item.
    .map((item) => item.replaceAll(';', '\\;').replace(/\\$/, '\\ '))
    .join('; ');
