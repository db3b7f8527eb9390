import { randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Actor } from '../platform/access/actor.ts';
import { type AuditEvent, type AuditValue, Personal, personal, plain } from './audit-event.ts';
import { type Commitment, commitmentOf, type Openings } from './commitment.ts';

/** The openings of one person's values in one event; `''` where they are nobody's in particular. */
export type PersonalValues = {
  personId: string;
  opened: Openings;
  /** What the event is searched by, where it is this person's. */
  reason?: string;
  address?: string;
};

export type SealedBody = { body: string; personal: PersonalValues[] };

/**
 * The evidence of one event: canonical JSON (RFC 8785), so that the same event always has the same bytes.
 *
 * @param id uuidv7 of the event
 * @param occurredAt moment of the change
 * @returns the body, and the personal values that its commitments stand for
 * @throws TypeError for a value that JSON has no form for
 */
export function bodyOf(id: string, occurredAt: Date, actor: Actor, event: AuditEvent): SealedBody {
  const actorPerson = actor.type === 'user' ? actor.id : null;
  // Where a request came from is the data of who sent it; of whom it is about when nobody has signed in yet.
  const sender = actorPerson ?? (event.target.label instanceof Personal ? event.target.label.personId : null);
  const stated = {
    v: 1,
    id,
    occurredAt: occurredAt.toISOString(),
    action: event.action,
    actor: {
      type: actor.type,
      id: actor.id,
      name: actorPerson ? personal(actor.name, actorPerson) : actor.name,
      roles: [...actor.roles].sort(),
    },
    onBehalfOf: event.onBehalfOf
      ? { id: event.onBehalfOf.id, name: personal(event.onBehalfOf.name, event.onBehalfOf.id) }
      : null,
    target: event.target,
    root: event.root ?? { type: event.target.type, id: event.target.id },
    changes: event.changes ?? [],
    facts: event.facts ?? {},
    reason: event.reason ? personal(event.reason, actorPerson) : null,
    requestId: actor.origin.requestId,
    address: actor.origin.address ? personal(actor.origin.address, sender) : null,
    client: actor.origin.client ? personal(actor.origin.client, sender) : null,
  };
  const { address } = actor.origin;
  const sought = (personId: string): Pick<PersonalValues, 'reason' | 'address'> => ({
    ...(event.reason && (actorPerson ?? '') === personId && { reason: plain(event.reason) as string }),
    ...(address && (sender ?? '') === personId && { address: plain(address) as string }),
  });
  const opened = new Map<string, Openings>();
  const body = canonicalize(commit(plain(stated), opened));
  if (body === undefined) throw new Error(`the audit event ${event.action} has no canonical form`);
  return {
    body,
    personal: [...opened].map(([personId, values]) => ({ personId, opened: values, ...sought(personId) })),
  };
}

function commit(value: AuditValue, opened: Map<string, Openings>): unknown {
  if (value instanceof Personal) return commitOne(value, opened);
  if (Array.isArray(value)) return value.map((item: AuditValue) => commit(item, opened));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapeKey(key), commit(item as AuditValue, opened)]),
  );
}

function commitOne({ value, personId }: Personal, opened: Map<string, Openings>): Commitment {
  const salt = randomBytes(16).toString('hex');
  const commitment = commitmentOf(salt, value);
  const openings = opened.get(personId ?? '') ?? {};
  openings[commitment] = { salt, value };
  opened.set(personId ?? '', openings);
  return { $personal: commitment };
}

// A depositor may name an attribute `$personal`: it must not read as a commitment.
const escapeKey = (key: string) => (key.startsWith('$') ? `$${key}` : key);
