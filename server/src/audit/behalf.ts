import { type Actor, askerOf } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import type { AuditEvent } from './audit-event.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * On whose behalf an event is: of the person who asked for what the product does, be it in this transaction or in the
 * one that its task comes from. A person acts for nobody else, and whoever acts first in a transaction is behind what
 * the product does in it after that.
 *
 * @returns nothing for a person's own event, for what nobody asked for, and for who has no account
 * @throws pg's errors
 */
export async function behalfIn(tx: Tx, actor: Actor): Promise<Pick<AuditEvent, 'onBehalfOf'>> {
  const asker = askerOf(actor);
  if (actor.type === 'user') {
    tx.askedBy ??= asker;
    return {};
  }
  const id = asker ?? tx.askedBy;
  if (id == null || !uuid.test(id)) return {};
  const [onBehalfOf] = await tx.query<{ id: string; name: string }>(
    'SELECT id, name FROM users WHERE id = $1::text::uuid',
    [id],
  );
  return onBehalfOf ? { onBehalfOf } : {};
}
