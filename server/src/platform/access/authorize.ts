import { subject } from '@casl/ability';
import { type AppError, forbidden, notFound, type Refused } from '../errors/app.error.ts';
import type { Actor } from './actor.ts';

type Row = Record<string, unknown>;

/** What `authorize` compares: a copy, since CASL marks the object it is given with its type. */
const as = (type: string, row: Row) => subject(type, { ...row });

export const may = (actor: Actor, action: string, type: string, row: Row): boolean =>
  actor.ability.can(action, as(type, row));

/**
 * Why a row may not be acted on: the reason of the rule that refuses, or the plain fact that no rule allows it.
 * @returns null when it is allowed
 */
export function refusal(actor: Actor, action: string, type: string, row: Row): string | null {
  if (may(actor, action, type, row)) return null;
  return actor.ability.relevantRuleFor(action, as(type, row))?.reason ?? 'Your role does not allow this.';
}

/**
 * Checks one action on one row, before the work.
 *
 * @throws AppError `not_found` when the actor may not even see the row (its existence is not told), else `forbidden`
 */
export function authorize(actor: Actor, action: string, type: string, row: Row & { id: string }): void {
  const refused = { action, subject: type, id: row.id };
  if (!may(actor, 'read', type, row)) throw telling(notFound(nameOf(type), row.id), refused);
  const because = refusal(actor, action, type, row);
  if (because !== null) throw telling(forbidden('access.denied', because, { action }), refused);
}

const nameOf = (type: string) => type.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** For the change log: that there is no such thing is what the actor is told, not what happened. */
const telling = (error: AppError, refused: Refused): AppError => Object.assign(error, { refused });
