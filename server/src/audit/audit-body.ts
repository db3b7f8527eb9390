import { randomFillSync } from 'node:crypto';
import type { Actor } from '../platform/access/actor.ts';
import { type AuditEvent, Personal, personal, plainLeaf, plainText } from './audit-event.ts';
import {
  commitmentEnd,
  commitmentOf,
  commitmentStart,
  endOfNobodys,
  endOfOthers,
  type Openings,
} from './commitment.ts';

/**
 * What opens the commitments to one person's values in one event; `personId` is `''` for values that are nobody's in
 * particular.
 */
export type PersonalValues = {
  personId: string;
  opened: Openings;
  /** Reason and address by which the event is searched for, if they are this person's. */
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
  const owners = ownersOf(actor, event);
  const { actorPerson, sender } = owners;
  const stated = {
    v: 2,
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
  const sought = soughtOf(event.reason, actor.origin.address, owners);
  const values: Values = { actorPerson, opened: new Map() };
  return {
    body: written(stated, values),
    personal: [...values.opened].map(([personId, opened]) => ({ personId, opened, ...sought(personId) })),
  };
}

/** The people whose data the reason (`actorPerson`) and the origin of the request (`sender`) are; null for nobody's. */
type Owners = { actorPerson: string | null; sender: string | null };

function ownersOf(actor: Actor, { sender, target }: AuditEvent): Owners {
  const actorPerson = actor.type === 'user' ? actor.id : null;
  // If nobody has signed in yet, the origin is personal data of the person whom the event is about.
  const subject = target.label instanceof Personal ? target.label.personId : null;
  return { actorPerson, sender: sender ?? actorPerson ?? subject };
}

type Sought = Pick<PersonalValues, 'reason' | 'address'>;

/** @returns for a person, what of reason and address is theirs */
const soughtOf =
  (reason: string | null | undefined, address: string | null, { actorPerson, sender }: Owners) =>
  (personId: string): Sought => ({
    ...(reason && (actorPerson ?? '') === personId && { reason: plainText(reason) }),
    ...(address && (sender ?? '') === personId && { address: plainText(address) }),
  });

/** The personal values of an event, while it is written. */
type Values = {
  /** The person whose values carry no owner in the body, since most values are the actor's own. */
  readonly actorPerson: string | null;
  /** What opens the commitments, by person. */
  readonly opened: Map<string, Openings>;
};

/**
 * A value as canonical JSON, with commitments in place of personal values. One pass, since nearly every change writes
 * an event.
 *
 * @param values collects what opens the commitments
 */
function written(value: unknown, values: Values): string {
  const leaf = plainLeaf(value);
  if (leaf !== undefined) return JSON.stringify(leaf);
  if (value instanceof Personal) return commitment(value, values);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => written(item, values)).join(',')}]`;
  const keys = Object.keys(value as object);
  const members = (keys.every(isUsual) ? value : renamed(value as object)) as Record<string, unknown>;
  // `sort` compares UTF-16 code units, as RFC 8785 asks for.
  const parts = Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${written(members[key], values)}`);
  return `{${parts.join(',')}}`;
}

/** Whether a key can be written as it is: true for nearly all of them. */
const isUsual = (key: string) => /^\w+$/.test(key);

const renamed = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapeKey(plainText(key)), item as unknown]),
  );

/** The commitment that stands in the body for a personal value; what opens it is noted in `opened`. */
function commitment({ value: given, personId }: Personal, { actorPerson, opened }: Values): string {
  const [salt, value] = [newSalt(), plainText(given)];
  const name = commitmentOf(salt, value);
  const openings = opened.get(personId ?? '') ?? {};
  openings[name] = { salt, value };
  opened.set(personId ?? '', openings);
  const isOfActor = personId !== null && personId === actorPerson;
  const end = isOfActor ? commitmentEnd : endOf(personId);
  return `${commitmentStart}${name}${end}`;
}

/** The end of a commitment that says whose value it is, for values that are not the actor's. */
const endOf = (personId: string | null): string =>
  personId === null ? endOfNobodys : `${endOfOthers}${JSON.stringify(personId).slice(1)}}`;

const saltLength = 16;
/** Random bytes for many salts at once: drawing each salt by itself takes longer than hashing with it. */
const random = Buffer.alloc(256 * saltLength);
let unused = 0;

function newSalt(): string {
  if (unused === 0) unused = randomFillSync(random).length;
  unused -= saltLength;
  return random.toString('hex', unused, unused + saltLength);
}

// A depositor may name an attribute `$personal`: it must not read as a commitment.
const escapeKey = (key: string) => (key.startsWith('$') ? `$${key}` : key);
