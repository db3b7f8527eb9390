import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { multirangeOf } from '../archive/multirange.ts';
import { hashOfNote, type RetainedMonth, signRetained } from '../archive/retained-month.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { momentOf } from '../moment.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { LogKeys } from '../sealing/log-keys.ts';
import { SealerDatabase } from '../sealing/sealer.database.ts';
import { MonthArchiver } from './month-archiver.ts';

type Fence = Pick<TaskRun, 'fence'>;

/** The steps of a month that leaves the log. Each is one transaction; whoever comes next goes on where the last one stopped. */
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
  ) {}

  /** Archives a month, and says so: in a signed statement and in the log. */
  async archive(month: string, run: Fence): Promise<void> {
    await this.standing.assertRegistered(this.keys.current, 'AUDIT_SIGNING_KEY');
    await this.standing.assertExportsRegistered();
    const archived = await this.archiver.archive(month);
    const now = this.clock.now();
    const stated: RetainedMonth = { ...archived, at: now.toISOString() };
    const note = signRetained(this.keys.origin, stated, this.keys.all);
    const { events, lastSegment, seqs, bucket, key, bytes, sha256 } = stated;
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const eventId = await this.audit.record(tx, this.actor, {
        action: 'audit.archive',
        target: targetOf(month),
        facts: { statement: hashOfNote(note), events, lastSegment, bucket, key, bytes, sha256 },
      });
      await tx.query(
        `INSERT INTO audit_retentions (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at, archived_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          uuidv7(),
          month,
          events,
          lastSegment,
          multirangeOf(seqs),
          bucket,
          key,
          bytes,
          sha256,
          note,
          eventId,
          momentOf(eventId),
          now,
        ],
      );
      await tx.publish(changed(month));
    });
  }

  /** Whether the event that tells of an archived month is sealed: before, nothing is dropped. */
  async isTold(archiveId: string): Promise<boolean> {
    const rows: unknown[] = await this.database.query(
      `SELECT FROM audit_retentions r JOIN audit_leaves l ON l.occurred_at = r.event_at AND l.event_id = r.event_id WHERE r.id = $1`,
      [archiveId],
    );
    return rows.length > 0;
  }

  /** Drops an archived month, as the sealer, whose function looks at everything once more. @throws pg's errors */
  async drop(month: string): Promise<void> {
    await this.sealer.query('SELECT audit_drop_month($1)', [month]);
  }

  /** Says in the log which months were dropped, where it was not said. @returns these months */
  async tell(run: Fence): Promise<string[]> {
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

const targetOf = (month: string): AuditEvent['target'] => ({
  type: 'AuditMonth',
  id: month,
  label: `change log of ${month}`,
});

const changed = (month: string) => ({
  type: 'AuditRetentionChanged',
  subject: { type: 'AuditRetention', id: month },
  access: {},
});
