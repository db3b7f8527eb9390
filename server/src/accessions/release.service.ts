import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { systemActor } from '../platform/access/actor.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { Clock } from '../platform/time/clock.ts';

const everyMs = 10 * 60_000;

/**
 * Makes records public when their hold date has come; not those for which ENA has been asked for another date and has not
 * answered. Runs in the worker.
 */
@Injectable()
export class ReleaseService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ReleaseService.name);
  private readonly actor = systemActor('release');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const run = () =>
      this.releaseDue().catch((error: Error) =>
        this.logger.error(`not released, again in ten minutes: ${error.message}`, error.stack),
      );
    void run();
    this.timer = setInterval(() => void run(), everyMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns how many accessions became public: one transaction and one event a submission */
  async releaseDue(): Promise<number> {
    let released = 0;
    for (;;) {
      const count = await this.releaseNext();
      if (count === 0) return released;
      released += count;
    }
  }

  /**
   * The next submission that no other worker has in hands: whoever locks its first accession takes them all. One that
   * is locked is passed over until the next round and does not hold back those behind it.
   */
  private async releaseNext(): Promise<number> {
    const now = this.clock.now();
    return this.uow.run(async (tx) => {
      const rows = await tx.query<{
        accession: string;
        submissionId: string;
        ownerId: string;
        holdDate: string;
      }>(
        `WITH next AS MATERIALIZED (
           SELECT a.submission_id FROM accessions a
            WHERE a.status = 'private' AND NOT a.is_release_paused AND a.hold_date <= $2 AND NOT EXISTS (
              SELECT 1 FROM accessions b WHERE b.submission_id = a.submission_id
                 AND b.status = 'private' AND NOT b.is_release_paused AND b.hold_date <= $2 AND b.accession < a.accession)
            ORDER BY a.hold_date, a.accession LIMIT 1 FOR UPDATE OF a SKIP LOCKED)
         UPDATE accessions SET status = 'public', public_at = $1, status_at = $1
          WHERE accession IN (
            SELECT accession FROM accessions
             WHERE status = 'private' AND NOT is_release_paused AND hold_date <= $2 AND submission_id = (SELECT submission_id FROM next)
             ORDER BY accession FOR UPDATE)
          RETURNING accession, submission_id AS "submissionId", owner_id AS "ownerId", hold_date::text AS "holdDate"`,
        [now, this.clock.today()],
      );
      const [first] = rows;
      if (!first) return 0;
      await this.audit.record(tx, this.actor, {
        action: 'accession.release',
        target: { type: 'Submission', id: first.submissionId, label: first.accession },
        changes: [{ field: 'status', before: 'private', after: 'public' }],
        facts: { accessions: rows.map(({ accession }) => accession).sort(), holdDate: first.holdDate },
      });
      await tx.publish({
        type: 'AccessionsReleased',
        subject: { type: 'Submission', id: first.submissionId },
        access: { ownerId: first.ownerId, status: 'public' },
      });
      return rows.length;
    });
  }
}
