// Reads a row of values where it lies, as the database writes jsonb, without making an object of it. Whatever is not
// written in the plainest way (an escape within a value, a day in place of it) is left to the parser of JSON.
import { openedWith } from '../commitment.ts';
import { commitmentLength } from '../plain-json.ts';
import { asAddress, asReason } from './statements.ts';
import { isErasedAt, valueField, version } from './value-row.ts';
import { Walk } from './walk.ts';

/** More than that in one row are read in the usual way. */
export const mostOpenings = 64;

/** What a row opens: where the commitments stand, and what the value of each is found by. */
export type QuickOpenings = { count: number; readonly places: Int32Array; readonly tags: Int32Array };

const marks = {
  start: Buffer.from('{"'),
  salt: Buffer.from('": {"salt": "'),
  value: Buffer.from('", "value": "'),
  end: Buffer.from('"}'),
  next: Buffer.from(', "'),
  last: Buffer.from('}'),
};
const walk = new Walk();

/**
 * @param at of a row of `valuesSql`
 * @returns whether each value opens its commitment, and reason and address are among them; false, too, when it is not
 *   for us to tell
 */
export function openedByQuick(bytes: Buffer, at: Int32Array, into: QuickOpenings): boolean {
  if (isErasedAt(bytes, at)) return false;
  const [from, to] = [at[2 * valueField.opened] as number, at[2 * valueField.opened + 1] as number];
  let [count, found] = [0, 0];
  walk.from(bytes, at, from + version);
  walk.past(marks.start);
  for (;;) {
    const start = walk.place;
    if (start >= 0) walk.place += commitmentLength;
    walk.past(marks.salt);
    const salt = walk.place;
    walk.toPlainQuote();
    const saltEnd = walk.place;
    walk.past(marks.value);
    const value = walk.place;
    walk.toPlainQuote();
    const end = walk.place;
    walk.past(marks.end);
    if (walk.place < 0 || walk.place >= to || count === mostOpenings) return false;
    const saltText = bytes.toString('latin1', salt, saltEnd);
    const commitment = openedWith({ salt: saltText, value: bytes.toString('utf8', value, end) });
    if (commitment === undefined || !isAt(bytes, start, commitment)) return false;
    const tags =
      (isColumn(bytes, at, valueField.reason, value, end) ? asReason : 0) |
      (isColumn(bytes, at, valueField.address, value, end) ? asAddress : 0);
    found |= tags;
    into.places[count] = start;
    into.tags[count++] = tags;
    if (walk.place === to - 1) break;
    walk.past(marks.next);
  }
  walk.past(marks.last);
  into.count = count;
  const isFound = (column: number, tag: number) => at[2 * column] === -1 || (found & tag) !== 0;
  return walk.place === to && isFound(valueField.reason, asReason) && isFound(valueField.address, asAddress);
}

function isAt(bytes: Buffer, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** The column says what lies from `from` up to `to`. */
function isColumn(bytes: Buffer, at: Int32Array, column: number, from: number, to: number): boolean {
  const start = at[2 * column] as number;
  if (start < 0 || (at[2 * column + 1] as number) - start !== to - from) return false;
  for (let index = 0; index < to - from; index++)
    if (bytes[start + index] !== bytes[from + index]) return false;
  return true;
}
