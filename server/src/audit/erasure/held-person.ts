import type { Tx } from '../../platform/database/tx.ts';
import type { ErasureHold } from './erasure.contract.ts';
import { conflict } from '../../platform/errors/app.error.ts';

/** Any number; `audit_erase` knows it: of two who set a hold and erase a person at the same moment, one sees the other. */
const holdLock = 7_331_206;

/** The rest are told of when these are lifted. */
export const mostNamed = 20;

export type HoldOnPerson = ErasureHold;

/** Whoever sets a hold, or erases what one may keep, is alone until the transaction ends. */
export const lockHolds = (tx: Tx): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [holdLock]);

/** @returns the holds, the oldest first, that keep what the log has of a person; until the transaction ends no others come */
export async function holdsOnPerson(tx: Tx, personId: string): Promise<HoldOnPerson[]> {
  await lockHolds(tx);
  return tx.query<HoldOnPerson>(`SELECT id, kind FROM audit_holds_on_person($1) LIMIT ${mostNamed}`, [
    personId,
  ]);
}

/** @throws AppError `erasure.held`, whose facts name the holds, while a legal hold on an event with values of the person stands */
export async function assertNotHeld(tx: Tx, personId: string): Promise<void> {
  const holds = await holdsOnPerson(tx, personId);
  if (holds.length === 0) return;
  const held = conflict(
    'erasure.held',
    'A legal hold keeps what the change log has of this person: they can be erased when it is lifted.',
    { holds },
  );
  throw Object.assign(held, { refused: { action: 'erase', subject: 'User', id: personId } });
}
