import { isUtf8 } from 'node:buffer';
import { asBuffer, startsWithBytes } from './bytes.ts';
import { likelierEncoding } from './encoding-evidence.ts';
import type { SheetEncoding } from './sheet.ts';

/** A sheet's bytes with how to read them: a line end is one byte and never part of another character. */
export type SheetText = {
  bytes: Buffer;
  encoding: SheetEncoding;
  decode(from: number, to: number): string;
};

/**
 * Finds the encoding by evidence: byte order mark; valid UTF-8; NULs at every other byte (UTF-16 without a mark); else
 * one of the two 8-bit encodings, which is a guess and said to be one.
 *
 * @returns undefined for bytes that are no text
 */
export function readableText(bytes: Uint8Array): SheetText | undefined {
  if (startsWithBytes(bytes, [0xff, 0xfe])) return utf16(bytes.subarray(2), 'utf-16le');
  if (startsWithBytes(bytes, [0xfe, 0xff])) return utf16(bytes.subarray(2), 'utf-16be');
  if (startsWithBytes(bytes, [0xef, 0xbb, 0xbf])) return eightBit(bytes.subarray(3));
  return eightBit(bytes) ?? utf16WithoutMark(bytes);
}

function eightBit(bytes: Uint8Array): SheetText | undefined {
  const buffer = asBuffer(bytes);
  if (buffer.includes(0)) return undefined;
  if (isUtf8(buffer)) return utf8(buffer, true);
  if (isMostlyUtf8(buffer)) return utf8(buffer, false);
  const name = likelierEncoding(buffer);
  const decoder = new TextDecoder(name);
  return {
    bytes: buffer,
    encoding: { name, certain: false },
    decode: (from, to) => decoder.decode(buffer.subarray(from, to)),
  };
}

function utf8(bytes: Buffer, certain: boolean): SheetText {
  return {
    bytes,
    encoding: { name: 'utf-8', certain },
    decode: (from, to) => bytes.toString('utf8', from, to),
  };
}

/** Read as UTF-16, kept as UTF-8, so that line ends can be found byte by byte. */
function utf16(bytes: Uint8Array, name: 'utf-16le' | 'utf-16be'): SheetText | undefined {
  const text = new TextDecoder(name).decode(bytes);
  if (text.includes('\0')) return undefined;
  return { ...utf8(Buffer.from(text), true), encoding: { name, certain: true } };
}

function utf16WithoutMark(bytes: Uint8Array): SheetText | undefined {
  const start = bytes.subarray(0, 2_000);
  const nulsAt = (parity: number) => start.filter((byte, index) => index % 2 === parity && byte === 0).length;
  const [even, odd] = [nulsAt(0), nulsAt(1)];
  if (Math.max(even, odd) < start.length * 0.4 || Math.min(even, odd) > 0) return undefined;
  return utf16(bytes, odd > even ? 'utf-16le' : 'utf-16be');
}

/** UTF-8 with a few damaged characters: most bytes ≥ 0x80 form whole sequences, which they hardly do by chance. */
function isMostlyUtf8(bytes: Buffer): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (byte >= 0xc2 && isUtf8(bytes.subarray(at, at + length))) {
      whole++;
      at += length - 1;
    } else broken++;
  }
  return whole >= 3 && whole > broken * 4;
}
