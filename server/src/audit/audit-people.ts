import type { Actor } from '../platform/access/actor.ts';
import { type AuditEvent, type AuditValue, Personal, plain } from './audit-event.ts';

/** What somebody is called in an event. */
export type PersonName = { personId: string; name: string };

/** Longer ones are no names, and nobody types them into a search. */
const longest = 300;

/**
 * The names and addresses of people in one event, to find them by later: who acts, on whose behalf, and, where the
 * event is about a person, the personal values of that person's own record.
 */
export function peopleIn(actor: Actor, { target, changes = [], onBehalfOf }: AuditEvent): PersonName[] {
  const own = [target.label, ...changes.flatMap(({ before, after }) => [before, after])].filter(
    (value: AuditValue): value is Personal => value instanceof Personal && value.personId === target.id,
  );
  const named = [
    ...(actor.type === 'user' ? [{ personId: actor.id, name: actor.name }] : []),
    ...(onBehalfOf ? [{ personId: onBehalfOf.id, name: onBehalfOf.name }] : []),
    ...own.map(({ value }) => ({ personId: target.id, name: value })),
  ].map(({ personId, name }) => ({ personId, name: plain(name) as string }));
  const distinct = new Map(named.map((person) => [JSON.stringify(person), person]));
  return [...distinct.values()].filter(({ name }) => name !== '' && name.length <= longest);
}
