// Reads a line of JSONL where it lies, without making a string of the event, which is most of it. Whatever is not
// written in the plainest way is left to the parser of JSON.
import { leafHashOf } from '../sealing/merkle.ts';

/** What a row's check asks of an event's text, and what opens its commitments. */
export type EventText = {
  leaf: Buffer;
  includes(commitment: string): boolean;
  openings: readonly { commitment: string; salt: string; value: string }[];
};

const start = Buffer.from('{"seq":');
const beforeLeaf = Buffer.from(',"leaf":"');
const beforeBody = Buffer.from('","body":"');
const afterBody = Buffer.from('","personal":');
const leafLength = 64;

const quote = 0x22;
const backslash = 0x5c;
/** What stands after a backslash, and the byte that is meant. */
const escapes = new Uint8Array(256);
for (const [sign, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  escapes[(sign as string).charCodeAt(0)] = (meant as string).charCodeAt(0);

let scratch: Buffer = Buffer.alloc(64 * 1024);

/**
 * @param record a line that is UTF-8
 * @returns its fields but for the body and what opens it, as JSON, and these, good until the next line is read;
 *   undefined when it is to be read in the usual way
 */
export function quickRow(record: Buffer): { rest: string; text: EventText } | undefined {
  if (!isAt(record, start, 0)) return undefined;
  const leafAt = record.indexOf(beforeLeaf, start.length);
  const bodyAt = leafAt + beforeLeaf.length + leafLength;
  if (leafAt < 0 || leafAt > start.length + 20 || !isAt(record, beforeBody, bodyAt)) return undefined;
  const from = bodyAt + beforeBody.length;
  if (scratch.length < record.length + 1) scratch = Buffer.alloc(2 * record.length);
  const read = unescaped(record, from, scratch);
  if (!read || !isAt(record, afterBody, read.end)) return undefined;
  const opened = openingsOf(record.toString('utf8', read.end + afterBody.length, record.length - 1));
  if (!opened) return undefined;
  const body = scratch.subarray(0, read.length);
  return {
    rest: `${record.toString('latin1', 0, bodyAt)}","personal":{}${opened.rest}`,
    text: {
      leaf: leafHashOf(body),
      includes: (commitment) => body.includes(commitment, 1),
      openings: opened.openings,
    },
  };
}

/** As the database writes jsonb, of values without an escape. */
const opening = /"([\da-f]{64})": \{"salt": "([\da-f]*)", "value": "([^"\\]*)"\}(, |\})/y;

/** Not by the parser of JSON: names that no other line has would be kept by it, and make it slow. */
function openingsOf(text: string): { openings: EventText['openings']; rest: string } | undefined {
  if (text.startsWith('{}')) return { openings: [], rest: text.slice(2) };
  const openings: { commitment: string; salt: string; value: string }[] = [];
  opening.lastIndex = 1;
  if (!text.startsWith('{')) return undefined;
  for (;;) {
    const found = opening.exec(text);
    if (!found) return undefined;
    const [whole, commitment = '', salt = '', value = '', end] = found;
    openings.push({ commitment, salt, value });
    if (end === '}') return { openings, rest: text.slice(found.index + whole.length) };
  }
}

function isAt(record: Buffer, mark: Buffer, at: number): boolean {
  return at + mark.length <= record.length && mark.compare(record, at, at + mark.length) === 0;
}

/** @param into gets a byte that is left free, for the prefix of a leaf, and then what the string says */
function unescaped(record: Buffer, from: number, into: Buffer): { end: number; length: number } | undefined {
  let length = 1;
  for (let at = from; at < record.length; at++) {
    let byte = record[at] as number;
    if (byte === quote) return { end: at, length };
    if (byte < 0x20) return undefined;
    if (byte === backslash) {
      byte = escapes[record[++at] ?? 0] ?? 0;
      if (byte === 0) return undefined;
    }
    into[length++] = byte;
  }
  return undefined;
}
