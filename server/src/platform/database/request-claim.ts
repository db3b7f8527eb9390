import { AsyncLocalStorage } from 'node:async_hooks';
import { conflict } from '../errors/app.error.ts';
import type { Tx } from './tx.ts';

/** A request that came with an `Idempotency-Key` and holds it while it works. */
export type RequestClaim = { userId: string; key: string; requestHash: string; leaseToken: string };

const current = new AsyncLocalStorage<RequestClaim>();

/** Runs the work of a request that holds a key: every unit of work inside notes its commit with the key. */
export const underClaim = <T>(claim: RequestClaim, work: () => T): T => current.run(claim, work);

/**
 * Notes in the transaction that the work of the current request is done, so that no other request with the same key
 * does it again, not even when this process ends before it can answer.
 *
 * @throws AppError `request.in_flight` when the key has gone to another request: this one was too slow
 */
export async function noteWorked(tx: Tx): Promise<void> {
  const claim = current.getStore();
  if (!claim) return;
  const noted = await tx.query(
    `UPDATE idempotency_keys SET worked_at = clock_timestamp() WHERE user_id = $1 AND key = $2 AND lease_token = $3 RETURNING key`,
    [claim.userId, claim.key, claim.leaseToken],
  );
  if (noted.length === 0)
    throw conflict('request.in_flight', 'Another request with this Idempotency-Key is being worked on.');
}
