import type { Tx } from '../../platform/database/tx.ts';
import { beforeErasingMs, erasePerson } from './erasure.task.ts';

/**
 * Call in the transaction that lifts a hold: erasures that wait look at once whether they may go on. Each looks for its
 * own holds, and goes on waiting if there is another one; looking for all of them here would hold up the lift.
 */
export async function wakeErasures(tx: Tx, now: Date): Promise<void> {
  await tx.query(
    `UPDATE tasks SET run_at = due.at, updated_at = clock_timestamp()
       FROM (SELECT t.id, greatest($2::timestamptz, r.requested_at + make_interval(secs => $3)) AS at
               FROM tasks t JOIN audit_erasures r ON r.id = (t.payload ->> 'erasureId')::uuid AND r.state = 'requested'
              WHERE t.state = 'ready' AND t.name = $1 FOR UPDATE OF t SKIP LOCKED) due
      WHERE tasks.id = due.id AND tasks.run_at > due.at`,
    [erasePerson.name, now, beforeErasingMs / 1000],
  );
}
