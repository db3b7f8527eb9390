// One event whose text, leaf and values stand side by side and are as they should be is passed where it lies: nothing of
// it is kept or made a string. Whatever is not so plain is left to OpenEvents, which says what is wrong, if anything is.
import { hash } from 'node:crypto';
import type { BinaryRows } from './binary-rows.ts';
import { commitmentAt } from './commitments.ts';
import { bodyField } from './event-columns.ts';
import { keyBytes } from './event-key.ts';
import { leafField } from './log-rows.ts';
import { isQuickText, type Places } from './quick-text.ts';
import { isErasedAt, valueField, version } from './value-row.ts';
import { commitmentLength, Walk } from './walk.ts';

/** Both stand at rows of the same event. */
export function areOfOne(one: BinaryRows, other: BinaryRows): boolean {
  if (!one.has || !other.has) return false;
  const [from, otherFrom] = [one.at[0] as number, other.at[0] as number];
  // The last bytes of an id differ most.
  for (let index = keyBytes - 1; index >= 0; index--)
    if (one.bytes[from + index] !== other.bytes[otherFrom + index]) return false;
  return true;
}

/** More than that in one text are left to be looked at in the usual way. */
const mostCommitments = 64;
/** Where the commitments of the text begin; those that are opened are turned to 0. */
const closed = new Int32Array(mostCommitments);
const places: Places = { reason: 0, address: 0 };

/**
 * @param events stands at an event @param leaves at its leaf @param values gets past the event's, and back when it is
 *   not passed
 */
export function isPassed(events: BinaryRows, leaves: BinaryRows, values: BinaryRows): boolean {
  const { bytes, at } = events;
  if (!isQuickText(bytes, at, places)) return false;
  const [from, to] = [at[2 * bodyField] as number, at[2 * bodyField + 1] as number];
  let count = 0;
  for (let place = commitmentAt(bytes, from); place < to; place = commitmentAt(bytes, place)) {
    if (count === mostCommitments) return false;
    closed[count++] = place;
  }
  if (!isSealed(bytes, from, to, leaves)) return false;
  const { place } = values;
  let left = count;
  while (left > 0) {
    const opened = areOfOne(events, values) ? openedBy(values, bytes, count) : 0;
    if (opened === 0) {
      values.back(place);
      return false;
    }
    left -= opened;
    values.next();
  }
  return true;
}

function isSealed(bytes: Buffer, from: number, to: number, leaves: BinaryRows): boolean {
  bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
  const leaf = hash('sha256', bytes.subarray(from - 1, to), 'binary');
  const start = leaves.at[2 * leafField.leaf] as number;
  if (leaves.at[2 * leafField.leaf + 1] !== start + leaf.length) return false;
  for (let index = 0; index < leaf.length; index++)
    if (leaves.bytes[start + index] !== leaf.charCodeAt(index)) return false;
  return true;
}

const quote = 0x22;
const marks = {
  start: Buffer.from('{"'),
  salt: Buffer.from('": {"salt": "'),
  value: Buffer.from('", "value": "'),
  end: Buffer.from('"}'),
  next: Buffer.from(', "'),
  last: Buffer.from('}'),
};
const walk = new Walk();

/**
 * A row as the database writes jsonb, where no value has an escape and each opens a commitment of the text.
 *
 * @param text with `count` commitments @returns how many it opens; 0 when it is not for us to tell
 */
function openedBy({ bytes, at }: BinaryRows, text: Buffer, count: number): number {
  if (isErasedAt(bytes, at)) return 0;
  const [from, to] = [at[2 * valueField.opened] as number, at[2 * valueField.opened + 1] as number];
  let [opened, isReason, isAddress] = [0, false, false];
  walk.from(bytes, at, from + version);
  walk.past(marks.start);
  for (;;) {
    const start = walk.place;
    if (start >= 0) walk.place += commitmentLength;
    walk.past(marks.salt);
    const salt = walk.place;
    walk.upTo(quote);
    const saltEnd = walk.place;
    walk.past(marks.value);
    const value = walk.place;
    walk.upTo(quote);
    const end = walk.place;
    walk.past(marks.end);
    if (walk.place < 0 || walk.place >= to) return 0;
    const commitment = hash(
      'sha256',
      `${bytes.toString('latin1', salt, saltEnd)}:${bytes.toString('utf8', value, end)}`,
    );
    if (!isAt(bytes, start, commitment)) return 0;
    const place = takeClosed(text, count, commitment);
    if (place === 0) return 0;
    opened += 1;
    if (place === places.reason) {
      isReason = true;
      if (!isColumn(bytes, at, valueField.reason, value, end)) return 0;
    }
    if (place === places.address) {
      isAddress = true;
      if (!isColumn(bytes, at, valueField.address, value, end)) return 0;
    }
    if (walk.place === to - 1) break;
    walk.past(marks.next);
  }
  walk.past(marks.last);
  const isWhole =
    walk.place === to &&
    (isReason || at[2 * valueField.reason] === -1) &&
    (isAddress || at[2 * valueField.address] === -1);
  return isWhole ? opened : 0;
}

function isAt(bytes: Buffer, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** @returns where it stands in the text, once; 0 where it does not */
function takeClosed(text: Buffer, count: number, commitment: string): number {
  for (let index = 0; index < count; index++) {
    const place = closed[index] as number;
    if (place === 0 || text[place + commitmentLength] !== quote || !isAt(text, place, commitment)) continue;
    closed[index] = 0;
    return place;
  }
  return 0;
}

/** The column says what lies from `from` up to `to`. */
function isColumn(bytes: Buffer, at: Int32Array, column: number, from: number, to: number): boolean {
  const start = at[2 * column] as number;
  if (start < 0 || (at[2 * column + 1] as number) - start !== to - from) return false;
  for (let index = 0; index < to - from; index++)
    if (bytes[start + index] !== bytes[from + index]) return false;
  return true;
}
