import type { Tx } from '../../platform/database/tx.ts';
import { conflict } from '../../platform/errors/app.error.ts';

/** Any number: of two who set a hold on a person and erase that person at the same moment, one sees the other. */
const holdLock = 7_331_206;

export const lockPersonOfHold = (tx: Tx, personId: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [holdLock, personId]);

/** @throws AppError `erasure.held` while a legal hold on the person stands */
export async function assertNotHeld(tx: Tx, personId: string): Promise<void> {
  await lockPersonOfHold(tx, personId);
  const [hold] = await tx.query<{ id: string }>(
    // Of whatever kind: one on a record could name a person once.
    `SELECT id FROM audit_holds WHERE $1 = ANY (whole || itself) AND lifted_at IS NULL ORDER BY set_at LIMIT 1`,
    [personId],
  );
  if (hold)
    throw conflict(
      'erasure.held',
      'A legal hold keeps what the change log has of this person: they can be erased when it is lifted.',
      { hold: hold.id },
    );
}
