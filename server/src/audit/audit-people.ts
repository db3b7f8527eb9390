import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { type AuditEvent, type AuditValue, Personal, plainText } from './audit-event.ts';

/** What somebody is called in an event. */
export type PersonName = { personId: string; name: string };

const keyOf = ({ personId, name }: PersonName) => JSON.stringify([personId, name]);

/** In characters. Anything longer is not a name, and nobody types it into a search. */
const longest = 300;

/**
 * The names and addresses in one event by which people can be found later: of who acts, of the person they act for and,
 * in an event about a person, the personal values of that person's own record.
 */
export function peopleIn(actor: Actor, { target, changes = [], onBehalfOf }: AuditEvent): PersonName[] {
  const own = [target.label, ...changes.flatMap(({ before, after }) => [before, after])].filter(
    (value: AuditValue): value is Personal => value instanceof Personal && value.personId === target.id,
  );
  const named = [
    ...(actor.type === 'user' ? [{ personId: actor.id, name: actor.name }] : []),
    ...(onBehalfOf ? [{ personId: onBehalfOf.id, name: onBehalfOf.name }] : []),
    ...own.map(({ value }) => ({ personId: target.id, name: value })),
  ].map(({ personId, name }) => ({ personId, name: plainText(name) }));
  const distinct = new Map(named.map((person) => [keyOf(person), person]));
  return [...distinct.values()].filter(({ name }) => name !== '' && name.length <= longest);
}

/** How many names are remembered: enough for everybody who works in a day. */
const mostRemembered = 10_000;

/** Remembers whose names have been committed, so that the database is not asked for them with every event. */
export class NotedNames {
  private readonly noted = new Set<string>();

  /** @returns the names that the log may not have yet; remembered once the transaction commits */
  unknown(tx: Pick<Tx, 'afterEnd'>, people: readonly PersonName[]): PersonName[] {
    const fresh = people.filter((person) => !this.noted.has(keyOf(person)));
    if (fresh.length > 0) tx.afterEnd((isCommitted) => isCommitted && this.remember(fresh));
    return fresh;
  }

  private remember(people: readonly PersonName[]): void {
    if (this.noted.size + people.length > mostRemembered) this.noted.clear();
    for (const person of people) this.noted.add(keyOf(person));
  }
}
