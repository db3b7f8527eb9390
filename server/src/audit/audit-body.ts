import { createHash, randomBytes, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Actor } from '../platform/access/actor.ts';
import { type AuditEvent, type AuditValue, Personal, personal } from './audit-event.ts';

/** A value that stands beside an event: `ref` in the body points to it, `salt` and `value` open its commitment. */
export type PersonalValue = { ref: string; personId: string | null; salt: string; value: string };

/** How a personal value stands in the body. */
export type Commitment = { $personal: string; sha256: string };

export type SealedBody = { body: string; personal: PersonalValue[] };

/** SHA-256 over salt (32 hex digits) and value; without the salt a short value could be guessed from its hash. */
export const commitmentOf = (salt: string, value: string): string =>
  createHash('sha256').update(`${salt}:${value}`).digest('hex');

/**
 * The evidence of one event: canonical JSON (RFC 8785), so that the same event always has the same bytes.
 *
 * @param id uuidv7 of the event
 * @param occurredAt moment of the change
 * @returns the body, and the personal values that its commitments stand for
 */
export function bodyOf(id: string, occurredAt: Date, actor: Actor, event: AuditEvent): SealedBody {
  const values: PersonalValue[] = [];
  const actorPerson = actor.type === 'user' ? actor.id : null;
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
    address: actor.origin.address ? personal(actor.origin.address, actorPerson) : null,
    client: actor.origin.client ? personal(actor.origin.client, actorPerson) : null,
  };
  const body = canonicalize(commit(stated as unknown as AuditValue, values));
  if (body === undefined) throw new Error(`the audit event ${event.action} has no canonical form`);
  return { body, personal: values };
}

function commit(value: AuditValue, values: PersonalValue[]): unknown {
  if (value instanceof Personal) return commitOne(value, values);
  if (Array.isArray(value)) return value.map((item: AuditValue) => commit(item, values));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, commit(item as AuditValue, values)]),
    );
  }
  return value;
}

function commitOne({ value, personId }: Personal, values: PersonalValue[]): Commitment {
  const ref = randomUUID();
  const salt = randomBytes(16).toString('hex');
  values.push({ ref, personId, salt, value });
  return { $personal: ref, sha256: commitmentOf(salt, value) };
}

/** What an erased value reads as. */
export const erased = '[erased]';

/**
 * Puts the personal values back into a parsed body.
 *
 * @param values by `ref`; a ref that is missing was erased
 */
export function reveal(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => reveal(item, values));
  if (value === null || typeof value !== 'object') return value;
  const { $personal: ref } = value as Partial<Commitment>;
  if (typeof ref === 'string') return values.get(ref) ?? erased;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item, values)]));
}
