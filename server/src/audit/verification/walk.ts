// Compares what lies in a buffer with what is expected there, byte by byte, without making strings of it.
import { momentAt } from './binary-rows.ts';
import { isoAt, isoLength } from '../moment-bytes.ts';
import { backslash, commitmentLength, openBrace, PlainJson, quote, zero } from '../plain-json.ts';

const nothing = Buffer.from('null');

/** Goes through a text beside which its columns lie. */
export class Walk extends PlainJson {
  private at: Int32Array = new Int32Array(0);

  /** @param at of a row @param place from where on */
  from(bytes: Buffer, at: Int32Array, place: number): this {
    this.bytes = bytes;
    this.at = at;
    this.place = place;
    return this;
  }

  has(column: number): boolean {
    return (this.at[2 * column] as number) >= 0;
  }

  /** A text that is the column's, in which nothing is escaped. */
  column(column: number): void {
    if (this.place < 0) return;
    const { bytes, place } = this;
    const [start, end] = [this.at[2 * column] as number, this.at[2 * column + 1] as number];
    if (start < 0) return this.give();
    for (let from = start, here = place; from < end; from++, here++) {
      const byte = bytes[from] as number;
      if (byte !== bytes[here] || byte === quote || byte === backslash || byte < 0x20) return this.give();
    }
    this.place += end - start;
  }

  /** A text that is the column's, and one of these. */
  columnOf(column: number, expected: readonly Buffer[]): void {
    const { place } = this;
    this.column(column);
    const end = this.place;
    if (end < 0) return;
    this.place = place;
    this.pastAny(expected);
    if (this.place !== end) this.give();
  }

  /** Any text without escapes, up to its quote. */
  toPlainQuote(): void {
    if (this.place < 0) return;
    let here = this.place;
    for (; here < this.bytes.length && this.bytes[here] !== quote; here++)
      if (this.bytes[here] === backslash) return this.give();
    this.place = here;
  }

  /** @returns where a commitment begins; 0 where there is none */
  committed(): number {
    if (this.place >= 0 && this.bytes[this.place] === openBrace) return this.commitment();
    this.past(nothing);
    return 0;
  }

  /** @param field with the 16 bytes of an id */
  uuidOf(field: number): void {
    if (this.place < 0) return;
    const { bytes } = this;
    let here = this.place;
    const start = this.at[2 * field] as number;
    const [version, variant] = [(bytes[start + 6] as number) >> 4, (bytes[start + 8] as number) >> 6];
    if (version === 0 || version > 8 || variant !== 2) return this.give();
    for (let index = 0; index < 16; index++) {
      if ((index === 4 || index === 6 || index === 8 || index === 10) && bytes[here++] !== 0x2d)
        return this.give();
      const byte = bytes[start + index] as number;
      if (bytes[here++] !== hexSign(byte >> 4) || bytes[here++] !== hexSign(byte & 15)) return this.give();
    }
    this.place = here;
  }

  /** `2026-11-21T10:00:00.123Z` @param field with the same moment */
  momentOf(field: number): void {
    if (this.place < 0) return;
    const ms = isoAt(this.bytes, this.place);
    if (ms !== momentAt(this.bytes, this.at, field)) return this.give();
    this.place += isoLength;
  }

  /** Its signs are seen where it is stated. */
  protected override digest(): void {
    if (this.place >= 0) this.place += commitmentLength;
  }
}

const hexSign = (digit: number): number => (digit < 10 ? zero + digit : 0x57 + digit);
