import { setImmediate } from 'node:timers/promises';

/** Every tag that a parser could take for a row or a cell, whatever its prefix, also inside comments. */
const placed = /<(?:[^\s<>/:]*:)?(c|row)(?=[\s/>])([^<>]*)(>?)/g;
const attribute = /\s+([\w.:-]+)\s*=\s*("[^"]*"|'[^']*')/g;
const place = { row: /^"\d{1,7}"$/, c: /^"[A-Z]{1,3}\d{1,7}"$/ } as const;
const tagsPerTurn = 20_000;

/** How many rows and cells a sheet has, how many rows state no number, and the largest places that are stated. */
export type SheetExtent = {
  rows: number;
  unnumbered: number;
  cells: number;
  lastRow: number;
  lastColumn: number;
};

/**
 * Reads the places that rows and cells of a sheet's XML state. Only the form that spreadsheets write is known,
 * `r="12"` and `r="C12"`: what another reader makes of any other (`r='1e9'`, `x:r="&#49;"`) is not guessed at.
 *
 * @param mostTags after which nothing more is read
 * @returns undefined when a place is written in another form
 */
export async function extentOf(xml: string, mostTags: number): Promise<SheetExtent | undefined> {
  const extent: SheetExtent = { rows: 0, unnumbered: 0, cells: 0, lastRow: 0, lastColumn: 0 };
  let tags = 0;
  for (const [, name, attributes = '', end] of xml.matchAll(placed)) {
    const kind = name === 'row' ? 'row' : 'c';
    const reference = end === '' ? undefined : referenceIn(attributes, kind);
    if (reference === undefined) return undefined;
    extent[kind === 'row' ? 'rows' : 'cells']++;
    if (reference === '') extent.unnumbered++;
    extent.lastRow = Math.max(extent.lastRow, Number(/\d*$/.exec(reference)?.[0]));
    if (kind === 'c') extent.lastColumn = Math.max(extent.lastColumn, columnOf(reference));
    if (++tags > mostTags) break;
    if (tags % tagsPerTurn === 0) await setImmediate();
  }
  return extent;
}

/** @returns the place without its quotation marks, empty for a row without; undefined for another form, or anything odd */
function referenceIn(attributes: string, kind: 'row' | 'c'): string | undefined {
  let reference = '';
  let length = 0;
  for (const [whole, name = '', value = ''] of attributes.matchAll(attribute)) {
    length += whole.length;
    if (name.slice(name.lastIndexOf(':') + 1) !== 'r') continue;
    const isPlain = /^\s+r=["']/.test(whole) && place[kind].test(value);
    if (!isPlain || reference !== '') return undefined;
    reference = value.slice(1, -1);
  }
  // Anything between the attributes would be read by nobody knows which rule; a cell that states no place cannot be read.
  const isWhole = /^\s*\/?$/.test(attributes.slice(length));
  return isWhole && (kind === 'row' || reference !== '') ? reference : undefined;
}

const columnOf = (reference: string) => {
  let number = 0;
  for (const letter of reference.replace(/\d+$/, '')) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
};
