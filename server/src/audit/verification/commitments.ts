// Where a text has commitments. A quote within a text is escaped, so that nothing but a commitment looks like one.
import { commitmentEnd, commitmentStart, type Owned } from '../commitment.ts';

const start = Buffer.from(commitmentStart);
const quote = 0x22;
const two = 0x32;

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

/** The text that ends at `to` says of each commitment whose value it is: it is of version 2, the last that it says. */
export const statesOwners = (bytes: Buffer, to: number): boolean => bytes[to - 2] === two;

/** What stands after a commitment: whose value it is, where that is not the actor's. An id has no escapes. */
const after = /^"(?:,"of":(?:null|"([^"\\]*)"))?\}/;
/** Longer than any id. */
const longestEnd = 300;

/**
 * Of the text from `from` up to `to`.
 *
 * @param actor the id of who acted, as the column beside the text has it
 * @returns undefined where one of them is not as the log writes it
 */
export function commitmentsIn(bytes: Buffer, from: number, to: number, actor = ''): Owned[] | undefined {
  const found: Owned[] = [];
  const isStated = statesOwners(bytes, to);
  for (let at = commitmentAt(bytes, from); at < to; at = commitmentAt(bytes, at + 1)) {
    const over = bytes.indexOf(quote, at);
    const [end, of = ''] = after.exec(bytes.toString('utf8', over, Math.min(to, over + longestEnd))) ?? [];
    if (end === undefined) return undefined;
    const owner = end === commitmentEnd ? actor : of;
    found.push({ commitment: bytes.toString('latin1', at, over), of: isStated ? owner : undefined });
  }
  return found;
}
