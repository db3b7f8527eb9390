import type { Tx } from '../../platform/database/tx.ts';
import { erasePerson, graceMs } from './erasure.task.ts';

type Waiting = { id: string; requestedAt: Date };

/** Has the erasures go on that waited for a hold which is lifted in this transaction, and that no other one keeps. */
export async function wakeErasures(tx: Tx): Promise<void> {
  const rows = await tx.query<Waiting>(
    `SELECT r.id, r.requested_at AS "requestedAt" FROM audit_erasures r
      WHERE r.state = 'requested' AND NOT EXISTS (SELECT FROM audit_holds_on_person(r.person_id))`,
  );
  // The task that waited comes again, too, and finds nothing left to do.
  for (const { id, requestedAt } of rows) {
    const from = new Date(requestedAt.getTime() + graceMs);
    await tx.enqueue(erasePerson, { erasureId: id }, from.getTime() > Date.now() ? { runAt: from } : {});
  }
}
