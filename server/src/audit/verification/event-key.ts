// By which the parts of one event are brought together: its moment and its id, as COPY … (FORMAT binary) writes them.
import { epoch2000Ms } from './binary-rows.ts';

/** Moment and id are the first two fields of a row: 8 bytes, the length of the other, and 16 bytes. */
export const keyBytes = 8 + 4 + 16;

/** @param at of a row whose first two fields they are @returns a name within this verification */
export function keyAt(bytes: Buffer, at: Int32Array): string {
  const start = at[0] as number;
  return bytes.toString('latin1', start, start + keyBytes);
}

/** @param hex of its 16 bytes */
export const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** @returns the uuid of the event */
export function idOf(key: string): string {
  return uuidOf(Buffer.from(key, 'latin1').toString('hex', 8 + 4));
}

/** @returns its moment, as ISO 8601 to the microsecond */
export function momentOf(key: string): string {
  const micros = Buffer.from(key, 'latin1').readBigInt64BE(0) + BigInt(epoch2000Ms) * 1000n;
  const ms = micros / 1000n - (micros < 0n && micros % 1000n !== 0n ? 1n : 0n);
  const rest = (micros - ms * 1000n).toString().padStart(3, '0');
  return new Date(Number(ms)).toISOString().replace('Z', `${rest}Z`);
}
