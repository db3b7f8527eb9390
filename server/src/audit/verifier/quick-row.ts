// Reads a line of JSONL where it lies, all of it, without making a string of the event, which is most. Whatever is not
// written in the plainest way is left to the parser of JSON.
import { hash } from 'node:crypto';
import { commitmentStart } from '../commitment.ts';
import type { ExportedRow, ExportedSegment } from '../exporting/export-format.ts';
import { leafHex } from './checked-rows.ts';
import { isPlainLogText } from '../log-text.ts';
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
/** Openings, as the database writes jsonb. */
const saltMark = '": {"salt": "';
const valueMark = '", "value": "';
const openingEnd = '"}';
const ofPath = /,"path":"((?:[\da-f]{64})*)"/y;
const ofSegments = ',"segments":';
/** As these stand in the string that an event is here. */
const endWithOwners = inString(',"v":2}');
const commitmentMark = inString(commitmentStart);
/** What of it stands before the `$`. */
const beforeDollar = inString('{"').length;
const commitmentLength = 64;

const quote = 0x22;
const backslash = 0x5c;
const dollar = 0x24;
const colon = 0x3a;
const isHexDigit = new Uint8Array(256);
for (const sign of '0123456789abcdef') isHexDigit[sign.charCodeAt(0)] = 1;
/** What stands after a backslash, and the byte that is meant. */
const escapes = new Uint8Array(256);
for (const [sign, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  escapes[(sign as string).charCodeAt(0)] = (meant as string).charCodeAt(0);

/** Reads lines of one stretch of a file. */
export class QuickRows {
  private scratch = Buffer.alloc(64 * 1024);
  /** Where the row ends that was read last. */
  private at = 0;
  /** Where the commitments of the row's event stand: first those that were opened. */
  private readonly commitments: number[] = [];
  private stated = 0;
  private opened = 0;

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
    if (!isPlainLogText(this.scratch, 1, length)) return undefined;
    this.at += afterBody.length;
    if (!this.areOpenings() || isErasureRequestAt(this.text, bodyAt)) return undefined;
    const isClosed = this.stated > this.opened && this.text.endsWith(endWithOwners, bodyEnd);
    if (isClosed && this.opened > 0) return undefined;
    const proof = this.proof(to);
    return proof && { seq: Number(seq), leaf, ...proof, ...(isClosed && { isClosed }) };
  }

  /**
   * What the string says goes to `scratch`, after a byte that is left free, and where its commitments stand to
   * `commitments`.
   *
   * @returns the length
   */
  private unescape(from: number, to: number): number | undefined {
    const { bytes, scratch } = this;
    this.stated = 0;
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
        if (bytes[at + 1] === dollar) this.state(at + 1 - beforeDollar);
      }
      scratch[length++] = byte;
    }
    return undefined;
  }

  /** Keeps where a commitment stands, if this is where one begins. */
  private state(at: number): void {
    if (this.text.startsWith(commitmentMark, at))
      this.commitments[this.stated++] = at + commitmentMark.length;
  }

  /** Not by the parser of JSON: names that no other line has would be kept by it, and make it slow. */
  private areOpenings(): boolean {
    this.opened = 0;
    if (this.past('}')) return true;
    for (;;) {
      if (!this.isOpening()) return false;
      if (this.past('}')) return true;
      if (!this.past(', ')) return false;
    }
  }

  /** It opens a commitment of the event that none before it did. */
  private isOpening(): boolean {
    const { text, scratch } = this;
    if (!this.past('"')) return false;
    const commitmentAt = this.at;
    this.at += commitmentLength;
    if (!this.past(saltMark)) return false;
    const salt = this.salt();
    if (!this.past(valueMark)) return false;
    scratch[salt] = colon;
    const end = this.value(salt + 1);
    if (end < 0 || !this.past(openingEnd)) return false;
    const commitment = hash('sha256', scratch.subarray(0, end));
    return text.startsWith(commitment, commitmentAt) && this.open(commitment);
  }

  /** Copies hex to `scratch`. @returns its length */
  private salt(): number {
    const { bytes, scratch } = this;
    let length = 0;
    for (; isHexDigit[bytes[this.at] ?? 0] === 1; this.at++) scratch[length++] = bytes[this.at] as number;
    return length;
  }

  /** Copies a text without an escape up to its quote. @param length of what is there @returns it with the text, or -1 */
  private value(length: number): number {
    const { bytes, scratch } = this;
    for (let at = this.at; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === quote) {
        this.at = at;
        return length;
      }
      if (byte === backslash || byte < 0x20) return -1;
      scratch[length++] = byte;
    }
    return -1;
  }

  private open(commitment: string): boolean {
    const { commitments, opened } = this;
    for (let index = opened; index < this.stated; index++) {
      const place = commitments[index] as number;
      if (!this.text.startsWith(commitment, place)) continue;
      commitments[index] = commitments[opened] as number;
      commitments[opened] = place;
      this.opened += 1;
      return true;
    }
    return false;
  }

  private past(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
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

function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}
