import type { Tx } from '../../platform/database/tx.ts';
import { erased } from '../commitment.ts';

/**
 * When a person is erased, what they wrote about holds goes, and what others wrote about a hold on them; the holds
 * stay.
 */
export async function eraseFromHolds(tx: Tx, personId: string): Promise<void> {
  await tx.query(
    `UPDATE audit_holds SET reason = CASE WHEN set_by = $1 OR target_id = $1 THEN $2 ELSE reason END,
            lift_reason = CASE WHEN lifted_by = $1 OR (target_id = $1 AND lift_reason IS NOT NULL) THEN $2 ELSE lift_reason END,
            version = version + 1
      WHERE set_by = $1 OR lifted_by = $1 OR target_id = $1`,
    [personId, erased],
  );
}
