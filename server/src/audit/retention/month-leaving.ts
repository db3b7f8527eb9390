import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { hashOfNote, type RetainedMonth, signRetained } from '../archive/retained-month.ts';
import { AuditLog } from '../audit-log.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { LogKeys } from '../sealing/log-keys.ts';
import { SealerDatabase } from '../sealing/sealer.database.ts';
import { ArchiveStore } from './archive-store.ts';
import { targetOf } from './audit-month.ts';
import { MonthArchiver } from './month-archiver.ts';
import { insertStated, isSigned, readStated, Unproven } from './stated-month.ts';

type Run = Pick<TaskRun, 'fence' | 'signal'>;

/**
 * The steps by which a month leaves the log. After a crash, the next run goes on with the step at which the last one
 * stopped.
 */
@Injectable()
export class MonthLeaving {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly keys: LogKeys,
    private readonly standing: KeyStanding,
    private readonly archiver: MonthArchiver,
    private readonly sealer: SealerDatabase,
    private readonly store: ArchiveStore,
  ) {}

  /**
   * Archives a month, and says so in an event and in a signed statement, which only the sealer's role can write. If the
   * process is killed in between, the month is archived once more.
   */
  async archive(month: string, run: Run): Promise<void> {
    await this.standing.assertRegistered(this.keys.current, 'AUDIT_SIGNING_KEY');
    await this.standing.assertExportsRegistered();
    const archived = await this.archiver.archive(month, run.signal);
    const stated: RetainedMonth = { ...archived, at: this.clock.now().toISOString() };
    const note = signRetained(this.keys.origin, stated, this.keys.all);
    const { events, lastSegment, bucket, key, bytes, sha256 } = stated;
    const eventId = await this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.audit.record(tx, this.actor, {
        action: 'audit.archive',
        target: targetOf(month),
        facts: { statement: hashOfNote(note), events, lastSegment, bucket, key, bytes, sha256 },
      });
    });
    await insertStated(this.sealer, stated, note, eventId);
    await this.uow.run((tx) => tx.publish(changed(month)));
  }

  /**
   * Whether the events about this archive, and about other waiting archives of its month, are sealed. Until then
   * nothing is dropped.
   */
  async isTold(archiveId: string): Promise<boolean> {
    const rows: unknown[] = await this.database.query(
      `SELECT FROM audit_retentions a WHERE a.id = $1 AND NOT EXISTS (
         SELECT FROM audit_retentions r WHERE r.month = a.month AND r.dropped_at IS NULL
            AND NOT EXISTS (SELECT FROM audit_leaves l WHERE l.occurred_at = r.event_at AND l.event_id = r.event_id))`,
      [archiveId],
    );
    return rows.length > 0;
  }

  /**
   * Drops an archived month, in the sealer's role, whose SQL function checks everything in the database once more. What
   * it cannot see is checked here: that this log's own key signed the statement, and that the stated file lies in the
   * archive.
   *
   * @throws Unproven when one of these is not so; pg's errors and the store's, the signal's reason
   */
  async drop(month: string, signal?: AbortSignal): Promise<void> {
    const waiting = await readStated(this.sealer, month);
    const row = waiting.find((each) => isSigned(each, this.keys));
    if (waiting.length > 0 && !row)
      throw new Unproven(`what is stated of the archive of ${month} is not signed by this log`);
    if (row && (await this.store.hashOf(row.bucket, row.key, signal)) !== row.sha256)
      throw new Unproven(
        `${row.key} in the bucket ${row.bucket} is not the archive of ${month} that was stated`,
      );
    signal?.throwIfAborted();
    await this.sealer.query('SELECT audit_drop_month($1, $2)', [month, row?.id ?? null]);
  }

  /** Writes the events of months that were dropped and have none yet. @returns these months */
  tell(run: Run): Promise<string[]> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const rows = await tx.query<{ id: string; month: string; note: string; events: string }>(
        `SELECT id, month, note, events FROM audit_retentions WHERE dropped_at IS NOT NULL AND drop_event_id IS NULL ORDER BY month FOR UPDATE`,
      );
      for (const { id, month, note, events } of rows) {
        const eventId = await this.audit.record(tx, this.actor, {
          action: 'audit.retention',
          target: targetOf(month),
          facts: { statement: hashOfNote(note), events: Number(events) },
        });
        await tx.query('UPDATE audit_retentions SET drop_event_id = $2 WHERE id = $1', [id, eventId]);
        await tx.publish(changed(month));
      }
      return rows.map(({ month }) => month);
    });
  }
}

const changed = (month: string) => ({
  type: 'AuditRetentionChanged',
  subject: { type: 'AuditRetention', id: month },
  access: {},
});
