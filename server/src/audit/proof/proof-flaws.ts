// What a verification of the whole log would find wrong with a single event, as far as the event, its proof and its head
// tell it. What is shown of an event is shown with this: it must never look proven when it is not.
import { commitmentsOf, isErased, openedWith, type Opening, type Owned } from '../commitment.ts';
import { wrong, type Wrong } from '../flaw-sentences.contract.ts';
import { isLogText } from '../log-text.ts';
import { readText } from '../readable-text.ts';
import { reasonOfFlaw } from '../runs/reason.ts';
import type { Head } from '../sealing/checkpoint.ts';
import { leafHash } from '../sealing/merkle.ts';
import { hashOfSegment } from '../sealing/segment.ts';
import { placeNamed } from '../verification/place-named.contract.ts';
import { isIn } from '../verifier/checked-rows.ts';
import { headOf } from '../verifier/row-check.ts';
import { damaged, type Flaw, flawAt, Found } from '../verifier/verdict.ts';
import type { AuditProof, ProofFlaw } from './proof.contract.ts';

/** Columns of `audit_events` that repeat what its text says, and where it says so. */
const repeated = {
  action: ['action'],
  actor_type: ['actor', 'type'],
  actor_id: ['actor', 'id'],
  on_behalf_of: ['onBehalfOf', 'id'],
  target_type: ['target', 'type'],
  target_id: ['target', 'id'],
  root_type: ['root', 'type'],
  root_id: ['root', 'id'],
  request_id: ['requestId'],
} as const;
export const repeatedColumns = Object.keys(repeated) as (keyof typeof repeated)[];

/** @property opened what should open its commitments: whatever lies there @property waits for its seal */
export type Shown = Record<keyof typeof repeated, string | null> &
  Pick<AuditProof, 'body' | 'seal'> & { id: string; occurred_at: Date; opened: unknown; waits: boolean };

/** @param isSigned a head is signed by a key of the log @returns none where everything holds */
export function flawsOf(event: Shown, isSigned: (head: Head) => boolean): ProofFlaw[] {
  const { seal } = event;
  const commitments = isLogText(event.body) ? commitmentsOf(event.body) : undefined;
  const own = [
    flawOfText(event, commitments !== undefined),
    flawOfPlace(event),
    flawOfOpenings(event, commitments),
  ];
  const place = `event ${seal?.seq ?? event.id}`;
  const flaws = [
    ...own.flatMap((what) => (what ? [flawAt(place, what)] : [])),
    ...(seal ? flawsOfHead(seal, isSigned) : []),
  ];
  return flaws.map((flaw) => ({ ...placeNamed(flaw.place), says: flaw.says, reason: reasonOfFlaw(flaw) }));
}

/** It is the text that was sealed, one that the log writes, and the columns beside it say what it says. */
function flawOfText(event: Shown, isOurs: boolean): Wrong | undefined {
  const { id, body, seal } = event;
  if (seal && leafHash(body).toString('hex') !== seal.leaf) return wrong('event_altered', { id });
  const text = isOurs ? readText(body) : undefined;
  if (!text) return wrong('event_text');
  const column = unlike(event, text);
  return column === undefined ? undefined : wrong('event_column', { column });
}

/** Its hash is one of its segment, or it waits for its seal. */
function flawOfPlace({ seal, waits }: Shown): Wrong | undefined {
  if (!seal) return waits ? undefined : wrong('event_unsealed');
  const { seq, leaf, path, segment } = seal;
  return isIn(segment, { seq, leaf, path: path.join('') })
    ? undefined
    : wrong('event_not_in_segment', { seq, segment: segment.number });
}

/** The segment that the proof leads to is the one that a head of the log covers. */
function flawsOfHead(seal: NonNullable<AuditProof['seal']>, isSigned: (head: Head) => boolean): Flaw[] {
  const { segment, head: note, hash } = seal;
  const place = `segment ${segment.number}`;
  try {
    const head = headOf({ ...segment, head: note });
    if (!isSigned(head)) throw damaged(place, 'head_unsigned');
    if (hashOfSegment(segment).toString('hex') !== hash) throw damaged(place, 'segment_hash');
    return [];
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    return [error.flaw];
  }
}

/** @returns the first column that says something else than the text */
function unlike(event: Shown, text: Readonly<Record<string, unknown>>): string | undefined {
  if (text['id'] !== event.id) return 'id';
  if (Date.parse(String(text['occurredAt'])) !== event.occurred_at.getTime()) return 'occurred_at';
  return repeatedColumns.find((name) => (valueAt(text, repeated[name]) ?? null) !== event[name]);
}

const valueAt = (text: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], text);

/** Each commitment is opened by what it was made of, or was erased; nothing else lies beside the event. */
function flawOfOpenings({ opened }: Shown, commitments: readonly Owned[] | undefined): Wrong | undefined {
  if (!commitments) return undefined;
  const closed = new Set(commitments.map(({ commitment }) => commitment));
  for (const [commitment, opening] of Object.entries(opened ?? {})) {
    if (!isErased(opening) && openedBy(opening) !== commitment) return wrong('value_altered');
    if (!closed.delete(commitment)) return wrong('value_uncommitted');
  }
  return closed.size > 0 ? wrong('value_gone') : undefined;
}

function openedBy(opening: unknown): string | undefined {
  const { salt, value } = (opening ?? {}) as Partial<Opening>;
  return typeof salt === 'string' && typeof value === 'string' ? openedWith({ salt, value }) : undefined;
}
