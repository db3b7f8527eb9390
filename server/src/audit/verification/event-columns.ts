// Lists, filters and permissions go by the columns beside an event's text, while only the text is sealed: a column
// that says something else than the text would hide an event from whoever looks for it.
import { commitmentLength } from '../plain-json.ts';
import { momentAt, textAt } from './binary-rows.ts';
import { uuidOf } from './event-key.ts';
import { isQuickText, type Places } from './quick-text.ts';

/** What the columns repeat, after the moment, the id and the text. */
const names = [
  'action',
  'actor_type',
  'actor_id',
  'on_behalf_of',
  'target_type',
  'target_id',
  'root_type',
  'root_id',
  'request_id',
] as const;

/** A row of COPY … (FORMAT binary). */
export const columnsSql = ['e.occurred_at', 'e.id', 'e.body', ...names.map((name) => `e.${name}`)].join(', ');
export const columnCount = 3 + names.length;
export const bodyField = 2;
export const actorIdField = 3 + names.indexOf('actor_id');

/** What is asked of an event's text. */
export type Stated = {
  /** The first column that says something else; `body` when the text is none of ours. */
  unlike?: string;
  /** Commitments to the reason and to the address, where it has them. */
  reason?: string;
  address?: string;
};

type Named = { type: string; id: string };
type Committed = { $personal?: string } | null;
type Head = { action: string; actor: Named };
type Tail = {
  id: string;
  occurredAt: string;
  onBehalfOf: { id: string } | null;
  reason: Committed;
  root: Named;
  target: Named;
  requestId: string | null;
};

/** Compares the text of a row, canonical JSON, with its columns. @param at of a row of `columnsSql` */
export function statedIn(bytes: Buffer, at: Int32Array): Stated {
  const places: Places = { reason: 0, address: 0 };
  if (!isQuickText(bytes, at, places)) return statedInAny(bytes, at);
  const read = (place: number) => bytes.toString('latin1', place, place + commitmentLength);
  const { reason, address } = places;
  return { ...(reason > 0 && { reason: read(reason) }), ...(address > 0 && { address: read(address) }) };
}

/** As `statedIn`, by the parser of JSON. */
export function statedInAny(bytes: Buffer, at: Int32Array): Stated {
  const stated = parsed(textAt(bytes, at, bodyField) ?? '');
  if (!stated) return { unlike: 'body' };
  const { action, actor, onBehalfOf, target, root, requestId, reason, address } = stated;
  const commitments = {
    ...(reason?.$personal !== undefined && { reason: reason.$personal }),
    ...(address?.$personal !== undefined && { address: address.$personal }),
  };
  if (uuidOf(bytes.toString('hex', at[2], at[3])) !== stated.id) return { ...commitments, unlike: 'id' };
  if (momentAt(bytes, at, 0) !== Date.parse(stated.occurredAt))
    return { ...commitments, unlike: 'occurred_at' };
  const expected = [
    action,
    actor.type,
    actor.id,
    onBehalfOf?.id,
    target.type,
    target.id,
    root.type,
    root.id,
    requestId,
  ];
  const unlike = names.find((_, index) => textAt(bytes, at, 3 + index) !== (expected[index] ?? undefined));
  return unlike === undefined ? commitments : { ...commitments, unlike };
}

const headEnd = '},"address":';
const tailMark = ',"occurredAt":"';
/** From the comma before the id, a UUID, to the mark. */
const idLength = ',"id":""'.length + 36;
const addressStart = /^\{"\$personal":"([^"]*)"(?:,"of":(?:null|"[^"]*"))?\}/;
/** Longer than any of these. */
const longestAddress = 400;

/**
 * What stands before and after the changes and facts, which may be long and are of no interest here. Keys are in the
 * order of the alphabet, so the actor's end is the first of these marks and the moment the last: neither can be within
 * a text, whose quotes are escaped.
 */
function parsed(text: string): (Head & Tail & { address: Committed }) | undefined {
  const [head, tail] = [text.indexOf(headEnd), text.lastIndexOf(tailMark)];
  try {
    const start = JSON.parse(`${text.slice(0, head)}}}`) as Head;
    const end = JSON.parse(`{${text.slice(tail - idLength + 1)}`) as Tail;
    const isWhole = [start.actor, end.root, end.target].every(({ type, id }) => type && id !== undefined);
    const [, address] =
      addressStart.exec(text.slice(head + headEnd.length, head + headEnd.length + longestAddress)) ?? [];
    return isWhole
      ? { ...end, ...start, address: address === undefined ? null : { $personal: address } }
      : undefined;
  } catch {
    return undefined; // not as we write it
  }
}
