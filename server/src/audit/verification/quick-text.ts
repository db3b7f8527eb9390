// Reads an event's text where it lies, all of it, and compares it with the columns beside it, byte by byte, without making
// strings of them. Whatever is not written in the plainest way (an escape within a name) is left to the parser of JSON.
import { actorTypes, marks, pastChangesAndFacts } from '../log-text.ts';
import { statesOwners } from './commitments.ts';
import { Walk } from './walk.ts';

const field = {
  moment: 0,
  id: 1,
  body: 2,
  action: 3,
  actorType: 4,
  actorId: 5,
  onBehalfOf: 6,
  targetType: 7,
  targetId: 8,
  rootType: 9,
  rootId: 10,
  requestId: 11,
} as const;

const theWalk = new Walk();

export type Places = { reason: number; address: number };

/**
 * @param at of a row of `columnsSql`
 * @param into gets where the commitments to the reason and to the address begin, 0 where it has none
 * @returns false when the columns say something else than the text, the text is none that the log writes, or it is not for
 *   us to tell
 */
export function isQuickText(bytes: Buffer, at: Int32Array, into: Places): boolean {
  const [from, to] = [at[2 * field.body] as number, at[2 * field.body + 1] as number];
  const walk = theWalk.from(bytes, at, from);
  walk.past(marks.action);
  walk.column(field.action);
  walk.past(marks.actor);
  walk.column(field.actorId);
  walk.past(marks.name);
  walk.name();
  walk.past(marks.roles);
  walk.texts();
  walk.past(marks.actorType);
  walk.columnOf(field.actorType, actorTypes);
  walk.past(marks.address);
  into.address = walk.committed();
  pastChangesAndFacts(walk);
  walk.past(marks.id);
  walk.uuidOf(field.id);
  walk.past(marks.occurredAt);
  walk.momentOf(field.moment);
  walk.past(marks.onBehalfOf);
  if (walk.has(field.onBehalfOf)) {
    walk.past(marks.onBehalfOfId);
    walk.column(field.onBehalfOf);
    walk.past(marks.name);
    walk.name();
    walk.past(marks.brace);
  } else walk.past(marks.null);
  walk.past(marks.reason);
  into.reason = walk.committed();
  walk.past(marks.requestId);
  if (walk.has(field.requestId)) {
    walk.past(marks.quote);
    walk.column(field.requestId);
    walk.past(marks.quote);
  } else walk.past(marks.null);
  walk.past(marks.root);
  walk.column(field.rootId);
  walk.past(marks.rootType);
  walk.column(field.rootType);
  walk.past(marks.target);
  walk.column(field.targetId);
  walk.past(marks.label);
  walk.name();
  walk.past(marks.targetType);
  walk.column(field.targetType);
  walk.past(statesOwners(bytes, to) ? marks.endWithOwners : marks.end);
  return walk.place === to;
}
