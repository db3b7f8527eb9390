// Whether the text of an event can be read, where it lies among others. As in an export, a text that begins and ends as
// those of all events do is read as a whole only where something in it is unusual.
import { isReadable, longestPlain } from '../readable-text.ts';

/** Of what is written by its number the database does not take all. */
const number = Buffer.from('\\u');

/** What was found last, and from where on it was looked for: it may be in another text, and most texts have none. */
const next: { bytes: Buffer | undefined; from: number; mark: number } = {
  bytes: undefined,
  from: 0,
  mark: 0,
};

function numberAt(bytes: Buffer, from: number): number {
  if (next.bytes !== bytes || from < next.from || from > next.mark) {
    const mark = bytes.indexOf(number, from);
    next.bytes = bytes;
    next.from = from;
    next.mark = mark < 0 ? bytes.length : mark;
  }
  return next.mark;
}

/** @param isQuick it begins and ends as the texts of all events do */
export function isReadableAt(bytes: Buffer, from: number, to: number, isQuick: boolean): boolean {
  if (isQuick && to - from <= longestPlain && numberAt(bytes, from) >= to) return true;
  return isReadable(bytes.toString('utf8', from, to));
}
