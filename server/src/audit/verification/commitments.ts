// Where a text has commitments. A quote within a text is escaped, so that nothing but a commitment looks like one.
import { commitmentEnd, commitmentStart } from '../commitment.ts';

const start = Buffer.from(commitmentStart);
const end = Buffer.from(commitmentEnd);
const quote = 0x22;

/** What was found last, and from where on it was looked for: it may be another text's. */
const next: { bytes: Buffer | undefined; from: number; mark: number } = {
  bytes: undefined,
  from: 0,
  mark: 0,
};

/** @returns where the first commitment from `from` on begins; no less than there are bytes when there is none */
export function commitmentAt(bytes: Buffer, from: number): number {
  if (next.bytes !== bytes || from < next.from || from > next.mark) {
    const mark = bytes.indexOf(start, from);
    next.bytes = bytes;
    next.from = from;
    next.mark = mark < 0 ? bytes.length : mark;
  }
  return next.mark + start.length;
}

/** Of the text from `from` up to `to`. */
export function commitmentsIn(bytes: Buffer, from: number, to: number): string[] {
  const found: string[] = [];
  for (let at = commitmentAt(bytes, from); at < to; at = commitmentAt(bytes, at + 1)) {
    const over = bytes.indexOf(quote, at);
    if (bytes.compare(end, 0, end.length, over, over + end.length) === 0)
      found.push(bytes.toString('latin1', at, over));
  }
  return found;
}
