// Reads canonical JSON (RFC 8785) where it lies, byte by byte, without making anything of it. What is not written in the
// plainest way (an escape by number, a long number, deep nesting) is not taken: it may be right, and is for the parser.
import { commitmentEnd, commitmentStart, endOfNobodys, endOfOthers } from './commitment.ts';
import { isoAt, isoLength } from './moment-bytes.ts';

const personalStart = Buffer.from(commitmentStart);
const personalEnd = Buffer.from(commitmentEnd);
const ofSomebody = Buffer.from(endOfOthers);
const ofNobody = Buffer.from(endOfNobodys);
/** Where these two differ. */
const ofAt = ofSomebody.length - 1;
const [nothing, yes, no] = ['null', 'true', 'false'].map((word) => Buffer.from(word)) as [
  Buffer,
  Buffer,
  Buffer,
];
const oneQuote = Buffer.from('"');
/** SHA-256 in hex. */
export const commitmentLength = 64;

export const quote = 0x22;
export const backslash = 0x5c;
export const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
export const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const dollar = 0x24;
const minus = 0x2d;
const dot = 0x2e;
export const zero = 0x30;

/** Bytes of a text that stand for themselves. */
const isOwn = new Uint8Array(256).fill(1, 0x20);
isOwn[quote] = 0;
isOwn[backslash] = 0;
/** Those of a name: of the letters that follow, the order in UTF-16 is not that of their bytes. */
const isOfName = isOwn.slice().fill(0, 0xee);
const isEscape = new Uint8Array(256);
for (const sign of '"\\bfnrt') isEscape[sign.charCodeAt(0)] = 1;
const isHex = new Uint8Array(256);
for (const sign of '0123456789abcdef') isHex[sign.charCodeAt(0)] = 1;
const isDigit = new Uint8Array(256).fill(1, zero, zero + 10);

/** What lies deeper is left to the parser, which says what is too deep. */
const deepest = 64;
/** So many digits, with a point among them, are a number that is written in no other way. */
const mostDigits = 15;

/** Goes through a text; from the first byte on that is not the expected one its place is -1. */
export class PlainJson {
  bytes: Buffer = Buffer.alloc(0);
  place = -1;

  past(expected: Buffer): void {
    if (this.place < 0) return;
    const { bytes, place } = this;
    for (let index = 0; index < expected.length; index++)
      if (bytes[place + index] !== expected[index]) return this.give();
    this.place += expected.length;
  }

  /** One of these. */
  pastAny(expected: readonly Buffer[]): void {
    const { place } = this;
    for (const each of expected) {
      this.place = place;
      this.past(each);
      if (this.place >= 0) return;
    }
  }

  /** The rest of a text, up to its quote. */
  toQuote(): void {
    if (this.place < 0) return;
    const { bytes } = this;
    let here = this.place;
    for (;;) {
      while (isOwn[bytes[here] as number] === 1) here++;
      if (bytes[here] === quote) break;
      if (bytes[here] !== backslash || isEscape[bytes[here + 1] as number] !== 1) return this.give();
      here += 2;
    }
    this.place = here;
  }

  text(): void {
    this.past(oneQuote);
    this.toQuote();
    if (this.place >= 0) this.place += 1;
  }

  textOrNull(): void {
    if (this.place >= 0 && this.bytes[this.place] === quote) this.text();
    else this.past(nothing);
  }

  /** Texts of a list, up to its end. */
  texts(): void {
    if (this.place >= 0 && this.bytes[this.place] === closeBracket) return;
    for (this.text(); this.place >= 0 && this.bytes[this.place] === comma; this.text()) this.place += 1;
    if (this.place >= 0 && this.bytes[this.place] !== closeBracket) this.give();
  }

  /** A text, or the commitment to one. */
  name(): void {
    if (this.place >= 0 && this.bytes[this.place] === openBrace) this.commitment();
    else this.text();
  }

  nameOrNull(): void {
    if (this.place >= 0 && this.bytes[this.place] === openBrace) this.commitment();
    else this.textOrNull();
  }

  /** An id in the form in which the database writes it. */
  uuid(): void {
    if (this.place < 0) return;
    const { bytes, place } = this;
    for (let index = 0; index < 36; index++) {
      const byte = bytes[place + index] as number;
      const isDash = index === 8 || index === 13 || index === 18 || index === 23;
      if (isDash ? byte !== minus : isHex[byte] !== 1) return this.give();
    }
    const [version, variant] = [bytes[place + 14] as number, bytes[place + 19] as number];
    const isKnown = version > zero && version < zero + 9;
    if (!isKnown || !(variant === 0x38 || variant === 0x39 || variant === 0x61 || variant === 0x62))
      return this.give();
    this.place += 36;
  }

  /** `2026-11-21T10:00:00.123Z` */
  moment(): void {
    if (this.place < 0) return;
    if (Number.isNaN(isoAt(this.bytes, this.place))) return this.give();
    this.place += isoLength;
  }

  /** Whatever JSON has. */
  value(depth = deepest): void {
    if (this.place < 0) return;
    switch (this.bytes[this.place]) {
      case quote:
        return this.text();
      case openBrace:
        return this.object(depth);
      case openBracket:
        return this.list(depth);
      case 0x6e:
        return this.past(nothing);
      case 0x74:
        return this.past(yes);
      case 0x66:
        return this.past(no);
      default:
        return this.number();
    }
  }

  /** Members in the order of their names, each there once; or a commitment. */
  object(depth = deepest): void {
    if (this.place < 0) return;
    const { bytes, place } = this;
    if (depth === 0 || bytes[place] !== openBrace) return this.give();
    if (bytes[place + 2] === dollar && bytes[place + 3] !== dollar) {
      this.commitment();
      return;
    }
    this.place += 1;
    if (bytes[this.place] === closeBrace) {
      this.place += 1;
      return;
    }
    for (let before = 0; ;) {
      const from = this.place;
      this.memberName(before);
      before = from;
      this.value(depth - 1);
      if (this.place < 0) return;
      const byte = bytes[this.place++];
      if (byte === closeBrace) return;
      if (byte !== comma) return this.give();
    }
  }

  /** @returns where it begins */
  protected commitment(): number {
    this.past(personalStart);
    const start = this.place;
    this.digest();
    this.owner();
    return start;
  }

  protected digest(): void {
    const { bytes, place } = this;
    if (place < 0) return;
    for (let index = 0; index < commitmentLength; index++)
      if (isHex[bytes[place + index] as number] !== 1) return this.give();
    this.place += commitmentLength;
  }

  protected give(): void {
    this.place = -1;
  }

  /** Whose value a commitment stands for, where that is said, and its end. */
  private owner(): void {
    const { bytes, place } = this;
    if (place >= 0 && bytes[place + 1] === comma) {
      if (bytes[place + ofAt] !== quote) return this.past(ofNobody);
      this.past(ofSomebody);
      this.toQuote();
    }
    this.past(personalEnd);
  }

  /** A name without escapes, and its colon. @param before where the one before it begins; 0 where it is the first */
  private memberName(before: number): void {
    const { bytes } = this;
    const from = this.place;
    if (bytes[from] !== quote) return this.give();
    let here = from + 1;
    // The depositor's own, of which the log writes two; which they are else is for the parser.
    if (bytes[here] === dollar && bytes[here + 1] !== dollar) return this.give();
    while (isOfName[bytes[here] as number] === 1) here++;
    if (bytes[here] !== quote || bytes[here + 1] !== colon) return this.give();
    if (before > 0 && !this.isAfter(from + 1, before + 1)) return this.give();
    this.place = here + 2;
  }

  /** The order of two names, each up to its quote. */
  private isAfter(from: number, before: number): boolean {
    const { bytes } = this;
    for (let index = 0; ; index++) {
      const [here, there] = [bytes[from + index] as number, bytes[before + index] as number];
      if (here === there && here !== quote) continue;
      return here !== quote && (there === quote || here > there);
    }
  }

  private list(depth: number): void {
    if (depth === 0) return this.give();
    const { bytes } = this;
    this.place += 1;
    if (bytes[this.place] === closeBracket) {
      this.place += 1;
      return;
    }
    for (;;) {
      this.value(depth - 1);
      if (this.place < 0) return;
      const byte = bytes[this.place++];
      if (byte === closeBracket) return;
      if (byte !== comma) return this.give();
    }
  }

  /** What follows it is seen by who reads on. */
  private number(): void {
    const { bytes, place } = this;
    const from = bytes[place] === minus ? place + 1 : place;
    let here = from;
    while (isDigit[bytes[here] as number] === 1) here++;
    const whole = here - from;
    const isZero = bytes[from] === zero;
    if (whole === 0 || (isZero && whole > 1)) return this.give();
    if (bytes[here] === dot) {
      const fraction = here + 1;
      for (here = fraction; isDigit[bytes[here] as number] === 1;) here++;
      // Small ones are written with an exponent, and none ends with a zero.
      if (bytes[here - 1] === zero || here === fraction || (isZero && bytes[fraction] === zero))
        return this.give();
    } else if (isZero && from > place) return this.give();
    if (here - from > mostDigits) return this.give();
    this.place = here;
  }
}
