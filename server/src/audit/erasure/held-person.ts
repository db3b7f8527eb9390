import type { Tx } from '../../platform/database/tx.ts';
import type { ErasureHold } from './erasure.contract.ts';
import { conflict } from '../../platform/errors/app.error.ts';

/**
 * Key of an advisory lock, also taken by `audit_erase`: if somebody sets a hold while a person is being erased, one of
 * the two sees the other.
 */
const holdLock = 7_331_206;

/** At most so many holds are named; further ones are named once these are lifted. */
export const mostNamed = 20;

export type HoldOnPerson = ErasureHold;

/** Lets one transaction at a time set a hold, or erase what a hold may keep. */
export const lockHolds = (tx: Tx): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [holdLock]);

/**
 * @returns the holds that keep what the log has of a person, oldest first; none can be added until the transaction ends
 */
export async function holdsOnPerson(tx: Tx, personId: string): Promise<HoldOnPerson[]> {
  await lockHolds(tx);
  return tx.query<HoldOnPerson>(`SELECT id, kind FROM audit_holds_on_person($1) LIMIT ${mostNamed}`, [
    personId,
  ]);
}

/** Who is to be erased, who asks for it, and when. */
export type ErasureAsked = { personId: string; actorId: string; at: Date };

/**
 * Holds that stand against a request. The request is itself an event with a value of the person, of that day, by
 * whoever asks. Since it is not in the log before it is granted, holds on such an event are looked for as well.
 *
 * @returns the holds that keep the person from being erased, oldest first, at most 20
 */
export const holdsOnAsked = (
  tx: Pick<Tx, 'query'>,
  { personId, actorId, at }: ErasureAsked,
): Promise<HoldOnPerson[]> =>
  tx.query<HoldOnPerson>(
    `SELECT h.id, h.kind FROM audit_holds h
      WHERE h.id IN (SELECT id FROM audit_holds_on_person($1))
         OR (h.lifted_at IS NULL AND CASE h.kind WHEN 'period' THEN $2::date BETWEEN h.since AND h.until
                                                 WHEN 'person' THEN $3 = ANY (h.whole) END)
      ORDER BY h.set_at, h.id LIMIT ${mostNamed}`,
    [personId, at.toISOString().slice(0, 10), actorId],
  );

/**
 * @throws AppError `erasure.held`, whose facts name the holds (`holdsOnAsked`); otherwise none can be added until the
 *   transaction ends
 */
export async function assertNotHeld(tx: Tx, asked: ErasureAsked): Promise<void> {
  await lockHolds(tx);
  const holds = await holdsOnAsked(tx, asked);
  if (holds.length === 0) return;
  const held = conflict(
    'erasure.held',
    'A legal hold keeps what the change log has of this person: they can be erased when it is lifted.',
    { holds },
  );
  throw Object.assign(held, { refused: { action: 'erase', subject: 'User', id: asked.personId } });
}
