// What each row of the log states of its event: the text its hash and its commitments, the leaf the hash that was
// sealed, a row of values the commitments that it opens. What is not as it should be in itself is a doubt.
import { hash } from 'node:crypto';
import { endOfNobodys, endOfOthers } from '../commitment.ts';
import { isLogText } from '../log-text.ts';
import { commitmentLength } from '../plain-json.ts';
import { momentAt } from './binary-rows.ts';
import { commitmentAt, statesOwners } from './commitments.ts';
import type { Erasures } from './erasures.ts';
import { actorIdField, bodyField, statedInAny } from './event-columns.ts';
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
  ofAnybody,
  type Statements,
} from './statements.ts';
import { mostOpenings, openedByQuick, type QuickOpenings } from './quick-values.ts';
import { type ValueRow, valueField, valueRow } from './value-row.ts';

const places: Places = { reason: 0, address: 0 };
const quote = 0x22;
const brace = 0x7d;
const ofSomebody = Buffer.from(endOfOthers);
const ofNobody = Buffer.from(endOfNobodys);
const nobody = Buffer.alloc(0);

/** @param at of a row of `columnsSql` */
export function stateEvent(said: Statements, bytes: Buffer, at: Int32Array): void {
  const [from, to] = [at[2 * bodyField] as number, at[2 * bodyField + 1] as number];
  said.of(bytes, at);
  const isQuick = isQuickText(bytes, at, places);
  const stated = isQuick ? undefined : statedInAny(bytes, at);
  if (stated && (stated.unlike !== undefined || !isLogText(bytes.toString('utf8', from, to)))) said.doubt();
  const isStated = statesOwners(bytes, to);
  const actor = isStated
    ? said.ownerOf(bytes, at[2 * actorIdField] as number, at[2 * actorIdField + 1] as number)
    : ofAnybody;
  for (let place = commitmentAt(bytes, from); place < to; place = commitmentAt(bytes, place + 1)) {
    const end = place + commitmentLength;
    const isOwn = bytes[end] === quote && bytes[end + 1] === brace;
    const owner = isOwn ? actor : isStated ? ownerAt(said, bytes, end) : undefined;
    if (owner === undefined || !readHex(bytes, place, said.hash)) {
      said.doubt();
      continue;
    }
    if (stated) {
      const commitment = bytes.toString('latin1', place, end);
      places.reason = stated.reason === commitment ? place : 0;
      places.address = stated.address === commitment ? place : 0;
    }
    const role = (place === places.reason ? asReason : 0) | (place === places.address ? asAddress : 0);
    said.state(byEvent | isOpening | role | owner);
  }
  bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
  readDigest(hash('sha256', bytes.subarray(from - 1, to), 'binary'), said.hash);
  said.state(byEvent | isLeaf);
}

/** Who is named after a commitment. @param end of the commitment @returns undefined when nobody is, nor that it is nobody's */
function ownerAt(said: Statements, bytes: Buffer, end: number): number | undefined {
  if (isMarked(bytes, end, ofNobody)) return said.ownerOf(nobody, 0, 0);
  if (!isMarked(bytes, end, ofSomebody)) return undefined;
  const from = end + ofSomebody.length;
  const to = bytes.indexOf(quote, from);
  return bytes[to + 1] === brace ? said.ownerOf(bytes, from, to) : undefined;
}

function isMarked(bytes: Buffer, from: number, mark: Buffer): boolean {
  for (let index = 0; index < mark.length; index++) if (bytes[from + index] !== mark[index]) return false;
  return true;
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
 * @param erasures tell who was erased @param isCounting they count what was; each row is to be counted once
 */
export function stateValues(
  said: Statements,
  bytes: Buffer,
  at: Int32Array,
  erasures?: Erasures,
  isCounting = true,
): void {
  said.of(bytes, at);
  const [from, to] = [at[2 * valueField.person] as number, at[2 * valueField.person + 1] as number];
  if (openedByQuick(bytes, at, quick)) {
    const owner = said.ownerOf(bytes, from, to);
    for (let index = 0; index < quick.count; index++) {
      readHex(bytes, quick.places[index] as number, said.hash);
      said.state(byOther | isOpening | owner | (quick.tags[index] as number));
    }
    return;
  }
  const row = valueRow(bytes, at);
  if (!row) return said.doubt();
  if (row.erasure !== undefined && isCounting)
    erasures?.take(row, idOf(keyAt(bytes, at)), momentAt(bytes, at, 0));
  const person = row.erasure === undefined ? row.person : erasures?.personOf(row.erasure);
  stateRow(said, row, person === undefined ? undefined : Buffer.from(person));
}

/** @param person whose values they are or were; undefined where an erasure is none, which is told already */
function stateRow(said: Statements, row: ValueRow, person: Buffer | undefined): void {
  const { erasure, commitments, values, reason, address } = row;
  const owner = person ? said.ownerOf(person, 0, person.length) : ofAnybody;
  const isFound = (text: string | undefined) => text === undefined || values.includes(text);
  if (commitments.length === 0 || !isFound(reason) || !isFound(address)) said.doubt();
  for (const [index, commitment] of commitments.entries()) {
    const text = Buffer.from(commitment, 'latin1');
    const isHash = text.length === commitmentLength && readHex(text, 0, said.hash);
    const value = values[index];
    const roles = (value === reason ? asReason : 0) | (value === address ? asAddress : 0);
    if (!isHash) said.doubt();
    else said.state(byOther | isOpening | owner | (erasure === undefined ? roles : asAny));
  }
}
