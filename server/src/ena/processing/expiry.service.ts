import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import { announce, lockStanding } from './standing.ts';

/**
 * The test service forgets everything at three in the morning, London time. What it had accepted is marked as expired
 * then, is followed no longer, and stands in the way of no new batch for it.
 */
@Injectable()
export class EnaExpiry {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns how many records expired: one transaction and one event a submission */
  async run(): Promise<number> {
    for (let expired = 0; ;) {
      const count = await this.next();
      if (count === 0) return expired;
      expired += count;
    }
  }

  private next(): Promise<number> {
    return this.uow.run(async (tx) => {
      const now = this.clock.now();
      const [due] = await tx.query<{ submissionId: string }>(
        `SELECT submission_id AS "submissionId" FROM ena_objects
          WHERE expires_at <= $1 AND expired_at IS NULL ORDER BY expires_at LIMIT 1`,
        [now],
      );
      if (!due) return 0;
      const standing = await lockStanding(tx, due.submissionId);
      const gone = await tx.query<{
        itemId: string;
        batchId: string;
        accession: string;
        environment: string;
      }>(
        `UPDATE ena_objects SET expired_at = $2, next_check_at = NULL
          WHERE submission_id = $1 AND expires_at <= $2 AND expired_at IS NULL
          RETURNING item_id AS "itemId", batch_id AS "batchId", accession, environment`,
        [due.submissionId, now],
      );
      // Another worker was quicker.
      if (gone.length === 0) return 0;
      await tx.query(`UPDATE ena_batch_items SET expired_at = $2 WHERE id = ANY($1)`, [
        gone.map(({ itemId }) => itemId),
        now,
      ]);
      const settled = await tx.query<{ id: string }>(
        `UPDATE ena_problems p SET status = 'resolved', resolved_at = $2, resolution = $3, version = p.version + 1
           FROM ena_objects o WHERE o.id = p.object_id AND o.item_id = ANY($1) AND p.status <> 'resolved' RETURNING p.id`,
        [gone.map(({ itemId }) => itemId), now, 'The test service has forgotten the record.'],
      );
      await this.audit.record(tx, this.actor, {
        action: 'submission.expire_at_ena',
        target: { type: 'Submission', id: standing.id, label: standing.reference },
        facts: {
          environment: gone[0]?.environment ?? null,
          accessions: gone.map(({ accession }) => accession).sort(),
          ...(settled.length > 0 && { problemsSettled: settled.map(({ id }) => id) }),
        },
      });
      await announce(
        tx,
        standing,
        gone.map(({ batchId }) => batchId),
        settled.map(({ id }) => id),
      );
      return gone.length;
    });
  }
}
