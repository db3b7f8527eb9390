// What each row of the log states of its event: the text its hash and its commitments, the leaf the hash that was
// sealed, a row of values the commitments that it opens. What is not as it should be in itself is a doubt.
import { hash } from 'node:crypto';
import { momentAt } from './binary-rows.ts';
import { commitmentAt } from './commitments.ts';
import type { Erasures } from './erasures.ts';
import { bodyField, statedInAny } from './event-columns.ts';
import { idOf, keyAt } from './event-key.ts';
import { hashLength, readBytes, readDigest, readHex } from './hash-words.ts';
import { leafField } from './log-rows.ts';
import { isQuickText, type Places } from './quick-text.ts';
import {
  asAddress,
  asAny,
  asReason,
  byEvent,
  byOther,
  isLeaf,
  isOpening,
  type Statements,
} from './statements.ts';
import { mostOpenings, openedByQuick, type QuickOpenings } from './quick-values.ts';
import { type ValueRow, valueRow } from './value-row.ts';
import { commitmentLength } from './walk.ts';

const places: Places = { reason: 0, address: 0 };
const textEnd = Buffer.from('"}');

/** @param at of a row of `columnsSql` */
export function stateEvent(said: Statements, bytes: Buffer, at: Int32Array): void {
  const [from, to] = [at[2 * bodyField] as number, at[2 * bodyField + 1] as number];
  said.of(bytes, at);
  const stated = isQuickText(bytes, at, places) ? undefined : statedInAny(bytes, at);
  if (stated?.unlike !== undefined) said.doubt();
  for (let place = commitmentAt(bytes, from); place < to; place = commitmentAt(bytes, place + 1)) {
    const end = place + commitmentLength;
    if (!readHex(bytes, place, said.hash) || bytes[end] !== textEnd[0] || bytes[end + 1] !== textEnd[1]) {
      said.doubt();
      continue;
    }
    if (stated) {
      const commitment = bytes.toString('latin1', place, end);
      places.reason = stated.reason === commitment ? place : 0;
      places.address = stated.address === commitment ? place : 0;
    }
    const role = (place === places.reason ? asReason : 0) | (place === places.address ? asAddress : 0);
    said.state(byEvent | isOpening | role);
  }
  bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
  readDigest(hash('sha256', bytes.subarray(from - 1, to), 'binary'), said.hash);
  said.state(byEvent | isLeaf);
}

/** @param at of a row of `leavesSql` */
export function stateLeaf(said: Statements, bytes: Buffer, at: Int32Array): void {
  const [from, to] = [at[2 * leafField.leaf] as number, at[2 * leafField.leaf + 1] as number];
  said.of(bytes, at);
  if (to - from !== hashLength) return said.doubt();
  readBytes(bytes, from, said.hash);
  said.state(byOther | isLeaf);
}

const quick: QuickOpenings = {
  count: 0,
  places: new Int32Array(mostOpenings),
  tags: new Int32Array(mostOpenings),
};

/**
 * @param at of a row of `valuesSql`
 * @param erasures count what was erased; each row is to be counted once
 */
export function stateValues(said: Statements, bytes: Buffer, at: Int32Array, erasures?: Erasures): void {
  said.of(bytes, at);
  if (openedByQuick(bytes, at, quick)) {
    for (let index = 0; index < quick.count; index++) {
      readHex(bytes, quick.places[index] as number, said.hash);
      said.state(byOther | isOpening | (quick.tags[index] as number));
    }
    return;
  }
  const row = valueRow(bytes, at);
  if (!row) return said.doubt();
  if (row.erasure !== undefined) erasures?.take(row, idOf(keyAt(bytes, at)), momentAt(bytes, at, 0));
  stateRow(said, row);
}

function stateRow(said: Statements, { erasure, commitments, values, reason, address }: ValueRow): void {
  const isFound = (text: string | undefined) => text === undefined || values.includes(text);
  if (commitments.length === 0 || !isFound(reason) || !isFound(address)) said.doubt();
  for (const [index, commitment] of commitments.entries()) {
    const text = Buffer.from(commitment, 'latin1');
    const isHash = text.length === commitmentLength && readHex(text, 0, said.hash);
    const value = values[index];
    const roles = (value === reason ? asReason : 0) | (value === address ? asAddress : 0);
    if (!isHash) said.doubt();
    else said.state(byOther | isOpening | (erasure === undefined ? roles : asAny));
  }
}
