// Reads a line of JSONL where it lies, without making a string of the event, which is most of it. Whatever is not
// written in the plainest way is left to the parser of JSON.
import type { ExportedRow, ExportedSegment } from '../exporting/export-format.ts';
import { leafHex, opens } from './checked-rows.ts';
import { isErasureRequestAt } from './erased-people.ts';
import { isSegment } from './rows.ts';

/** A row whose event has the leaf hash that it states, and whose openings open commitments of the event. */
export type QuickRow = Pick<ExportedRow, 'path' | 'segments'> & {
  seq: number;
  leaf: string;
  /** It has commitments that say whose they are, and opens none of them. */
  isClosed?: true;
};

const start = /\{"seq":([1-9]\d{0,14}),"leaf":"([\da-f]{64})","body":"/y;
const afterBody = '","personal":{';
/** As the database writes jsonb, of values without an escape. */
// oxlint-disable-next-line no-control-regex -- JSON writes none as it is
const opening = /"([\da-f]{64})": \{"salt": "([\da-f]*)", "value": "([^"\\\0-\x1f]*)"\}(, |\})/y;
const ofPath = /,"path":"((?:[\da-f]{64})*)"/y;
const ofSegments = ',"segments":';
/** As these stand in the string that an event is here. */
const endWithOwners = String.raw`,\"v\":2}`;
const commitmentStart = String.raw`{\"$personal\":\"`;

const quote = 0x22;
const backslash = 0x5c;
/** What stands after a backslash, and the byte that is meant. */
const escapes = new Uint8Array(256);
for (const [sign, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  escapes[(sign as string).charCodeAt(0)] = (meant as string).charCodeAt(0);

/** Reads lines of one stretch of a file. */
export class QuickRows {
  private scratch = Buffer.alloc(64 * 1024);
  /** Where the row ends that was read last. */
  private at = 0;
  /** Where a commitment stands, and from where on it was looked for. */
  private mark = -1;
  private markFrom = 0;

  /**
   * @param bytes are UTF-8
   * @param text the same as Latin-1, so that a place in one is the same in the other
   */
  constructor(
    private readonly bytes: Buffer,
    private readonly text: string,
  ) {}

  /**
   * @param from where the line begins @param to where its newline stands
   * @returns undefined when it is to be read in the usual way, which may find that it is right
   */
  read(from: number, to: number): QuickRow | undefined {
    const [head, seq, leaf] = matchAt(start, this.text, from) ?? [];
    if (head === undefined || seq === undefined || leaf === undefined) return undefined;
    const bodyAt = from + head.length;
    if (this.scratch.length < to - from) this.scratch = Buffer.alloc(2 * (to - from));
    const length = this.unescape(bodyAt, to);
    if (length === undefined || leafHex(this.scratch.subarray(0, length)) !== leaf) return undefined;
    if (!this.text.startsWith(afterBody, this.at)) return undefined;
    const bodyEnd = this.at;
    this.at += afterBody.length;
    const opened = this.countOpenings(bodyAt, bodyEnd);
    if (opened === undefined || isErasureRequestAt(this.text, bodyAt)) return undefined;
    const closed = this.countStated(bodyAt, bodyEnd) - opened;
    if (closed > 0 && opened > 0) return undefined;
    const proof = this.proof(to);
    return proof && { seq: Number(seq), leaf, ...proof, ...(closed > 0 && { isClosed: true }) };
  }

  /** Commitments of a text that says of each whose value it is; of any other text none. */
  private countStated(bodyAt: number, bodyEnd: number): number {
    if (!this.text.endsWith(endWithOwners, bodyEnd)) return 0;
    let count = 0;
    for (let at = bodyAt; this.markAfter(at) < bodyEnd; at = this.mark + commitmentStart.length) count += 1;
    return count;
  }

  /** Where the next commitment stands: it may be another row's, which is not looked for again. */
  private markAfter(at: number): number {
    if (at < this.markFrom || at > this.mark) {
      const found = this.text.indexOf(commitmentStart, at);
      [this.markFrom, this.mark] = [at, found < 0 ? this.text.length : found];
    }
    return this.mark;
  }

  /** What the string says goes to `scratch`, after a byte that is left free. @returns their length */
  private unescape(from: number, to: number): number | undefined {
    const { bytes, scratch } = this;
    let length = 1;
    for (let at = from; at < to; at++) {
      let byte = bytes[at] as number;
      if (byte === quote) {
        this.at = at;
        return length;
      }
      if (byte < 0x20) return undefined;
      if (byte === backslash) {
        byte = escapes[bytes[++at] ?? 0] ?? 0;
        if (byte === 0) return undefined;
      }
      scratch[length++] = byte;
    }
    return undefined;
  }

  /**
   * Not by the parser of JSON: names that no other line has would be kept by it, and make it slow.
   *
   * @returns undefined when one opens nothing of the text, or is not written plainly
   */
  private countOpenings(bodyAt: number, bodyEnd: number): number | undefined {
    if (this.text[this.at] === '}') {
      this.at += 1;
      return 0;
    }
    for (let count = 1; ; count++) {
      const [whole, commitment = '', salt = '', value = '', end] = matchAt(opening, this.text, this.at) ?? [];
      if (whole === undefined || !opens(salt, utf8(value), commitment)) return undefined;
      const place = this.text.indexOf(commitment, bodyAt);
      // After a backslash its first letter might be half of an escape.
      if (place + commitment.length > bodyEnd || this.bytes[place - 1] === backslash) return undefined;
      this.at += whole.length;
      if (end === '}') return count;
    }
  }

  /** @returns undefined when the line does not end as it should */
  private proof(to: number): Pick<ExportedRow, 'path' | 'segments'> | undefined {
    if (this.at + 1 === to) return this.text[this.at] === '}' ? {} : undefined;
    const [whole = '', path] = matchAt(ofPath, this.text, this.at) ?? [];
    this.at += whole.length;
    const segments = this.segments(to);
    return segments && { ...(path !== undefined && { path }), segments };
  }

  private segments(to: number): ExportedSegment[] | undefined {
    if (this.at + 1 === to) return this.text[this.at] === '}' ? [] : undefined;
    if (!this.text.startsWith(ofSegments, this.at) || this.text[to - 1] !== '}') return undefined;
    try {
      const json = this.bytes.toString('utf8', this.at + ofSegments.length, to - 1);
      const segments: unknown = JSON.parse(json);
      return Array.isArray(segments) && segments.every(isSegment) ? segments : undefined;
    } catch {
      return undefined; // not JSON: told by who looks closely
    }
  }
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}

// oxlint-disable-next-line no-control-regex -- ASCII
const utf8 = (value: string) => (/[^\0-\x7f]/.test(value) ? Buffer.from(value, 'latin1').toString() : value);
