// Compares what lies in a buffer with what is expected there, byte by byte, without making strings of it.
import { commitmentEnd, commitmentStart, endOfNobodys, endOfOthers } from '../commitment.ts';
import { momentAt } from './binary-rows.ts';

const personalStart = Buffer.from(commitmentStart);
const personalEnd = Buffer.from(commitmentEnd);
const ofSomebody = Buffer.from(endOfOthers);
const ofNobody = Buffer.from(endOfNobodys);
/** Where these two differ. */
const ofAt = ofSomebody.length - 1;
const nothing = Buffer.from('null');
const oneQuote = Buffer.from('"');
/** SHA-256 in hex. */
export const commitmentLength = 64;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const comma = 0x2c;
const zero = 0x30;

/** Goes through a text; from the first byte on that is not the expected one its place is -1. */
export class Walk {
  bytes: Buffer = Buffer.alloc(0);
  place = -1;
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

  past(expected: Buffer): void {
    if (this.place < 0) return;
    const { bytes, place } = this;
    for (let index = 0; index < expected.length; index++)
      if (bytes[place + index] !== expected[index]) return this.give();
    this.place += expected.length;
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

  /** Any text without escapes up to this byte. */
  upTo(byte: number): void {
    if (this.place < 0) return;
    let here = this.place;
    for (; here < this.bytes.length && this.bytes[here] !== byte; here++)
      if (this.bytes[here] === backslash) return this.give();
    this.place = here;
  }

  /** A text, or the commitment to one. */
  name(): void {
    if (this.place < 0) return;
    if (this.bytes[this.place] === openBrace) {
      this.commitment();
      return;
    }
    this.past(oneQuote);
    this.upTo(quote);
    this.past(oneQuote);
  }

  /** @returns where a commitment begins; 0 where there is none */
  committed(): number {
    if (this.place >= 0 && this.bytes[this.place] === openBrace) return this.commitment();
    this.past(nothing);
    return 0;
  }

  /** @param field with the 16 bytes of an id */
  uuid(field: number): void {
    if (this.place < 0) return;
    const { bytes } = this;
    let here = this.place;
    const start = this.at[2 * field] as number;
    for (let index = 0; index < 16; index++) {
      if ((index === 4 || index === 6 || index === 8 || index === 10) && bytes[here++] !== 0x2d)
        return this.give();
      const byte = bytes[start + index] as number;
      if (bytes[here++] !== hexSign(byte >> 4) || bytes[here++] !== hexSign(byte & 15)) return this.give();
    }
    this.place = here;
  }

  /** `2026-11-21T10:00:00.123Z` @param field with the same moment */
  moment(field: number): void {
    if (this.place < 0) return;
    const ms = isoAt(this.bytes, this.place);
    if (ms !== momentAt(this.bytes, this.at, field)) return this.give();
    this.place += isoLength;
  }

  private commitment(): number {
    this.past(personalStart);
    const start = this.place;
    if (start >= 0) this.place += commitmentLength;
    this.owner();
    return start;
  }

  /** Whose value a commitment stands for, where that is said, and its end. */
  private owner(): void {
    const { bytes, place } = this;
    if (place >= 0 && bytes[place + 1] === comma) {
      if (bytes[place + ofAt] !== quote) return this.past(ofNobody);
      this.past(ofSomebody);
      this.upTo(quote);
    }
    this.past(personalEnd);
  }

  private give(): void {
    this.place = -1;
  }
}

const hexSign = (digit: number): number => (digit < 10 ? zero + digit : 0x57 + digit);

const isoPattern = '0000-00-00T00:00:00.000Z';
const isoLength = isoPattern.length;
/** The last day that was read: most events are of the same one as the one before. */
const lastDay = { digits: 0, ms: Number.NaN };

/** @param month from 1 @returns NaN for a day that no calendar has */
function dayOf(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isOne =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isOne ? date.getTime() : Number.NaN;
}

/** @returns NaN for what is no such moment */
function isoAt(bytes: Buffer, from: number): number {
  for (let index = 0; index < isoLength; index++) {
    const [byte, expected] = [bytes[from + index] as number, isoPattern.charCodeAt(index)];
    if (expected === zero ? byte < zero || byte > zero + 9 : byte !== expected) return Number.NaN;
  }
  const two = (index: number) =>
    10 * (bytes[from + index] as number) + (bytes[from + index + 1] as number) - 11 * zero;
  const day = ((two(0) * 100 + two(2)) * 100 + two(5)) * 100 + two(8);
  if (day !== lastDay.digits) {
    lastDay.digits = day;
    lastDay.ms = dayOf(two(0) * 100 + two(2), two(5), two(8));
  }
  if (two(11) > 23 || two(14) > 59 || two(17) > 59) return Number.NaN;
  const ms = 10 * two(20) + (bytes[from + 22] as number) - zero;
  return lastDay.ms + ((two(11) * 60 + two(14)) * 60 + two(17)) * 1000 + ms;
}
