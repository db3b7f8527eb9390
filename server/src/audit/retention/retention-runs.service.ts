import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { conflict } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AuditLog } from '../audit-log.ts';
import { ArchiveStore } from './archive-store.ts';
import { MonthsToLeave } from './months-to-leave.ts';
import type { AuditRetentionView, RetentionRunView } from './retention.contract.ts';
import { failedRun, runTarget } from './retention-event.ts';
import { retainMonths } from './retention.task.ts';

const columns = `id, requested_by AS "requestedBy", requested_at AS "requestedAt", finished_at AS "finishedAt", state, months, says`;

type Row = Omit<RetentionRunView, 'requestedAt' | 'finishedAt'> & {
  requestedAt: Date;
  finishedAt: Date | null;
};

/** Asking for runs of the retention, and how they went. */
@Injectable()
export class RetentionRuns {
  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly months: MonthsToLeave,
    private readonly store: ArchiveStore,
  ) {}

  async state(): Promise<AuditRetentionView> {
    const [[last], [current], [log]]: [Row[], Row[], { oldest: string | null; archived: number }[]] =
      await Promise.all([
        this.database.query(
          `SELECT ${columns} FROM audit_retention_runs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
        ),
        this.database.query(
          `SELECT ${columns} FROM audit_retention_runs WHERE state IN ('waiting', 'running')`,
        ),
        this.database.query(
          `SELECT (SELECT min(month) FROM audit_months() AS month) AS oldest,
                  (SELECT count(*)::int FROM audit_retentions WHERE dropped_at IS NOT NULL) AS archived`,
        ),
      ]);
    const next = await this.months.next();
    return {
      months: this.months.kept ?? null,
      bucket: this.store.bucket,
      oldestMonth: log?.oldest ?? null,
      archivedMonths: log?.archived ?? 0,
      next: next && { month: next.month, dueAt: next.dueAt, standing: next.standing, holds: next.holds },
      last: last ? viewOf(last) : null,
      current: current ? viewOf(current) : null,
    };
  }

  /**
   * Has the months that are due archived and dropped. While a run waits or runs, that is the one.
   *
   * @throws AppError `audit.no_retention` when nothing ever leaves
   */
  async request(actor: Actor): Promise<RetentionRunView> {
    if (this.months.kept === undefined)
      throw conflict(
        'audit.no_retention',
        'Nothing ever leaves the change log: AUDIT_RETENTION_MONTHS is not set.',
      );
    const row = await this.uow.run(
      async (tx) => (await this.begin(tx, actor, null)) ?? (await this.open(tx)),
    );
    return row ? viewOf(row) : this.request(actor); // the one that was running has just ended
  }

  /** The nightly run where a month is due, once a night whoever asks. @param night `YYYY-MM-DD` */
  async requestNightly(night: string): Promise<void> {
    await this.uow.run((tx) => this.endAbandoned(tx));
    const asked: unknown[] = await this.database.query('SELECT FROM audit_retention_runs WHERE night = $1', [
      night,
    ]);
    if (asked.length > 0) return;
    const next = await this.months.next();
    if (next === null || !['due', 'archived', 'unsealed', 'erasing'].includes(next.standing)) return;
    await this.uow.run((tx) => this.begin(tx, systemActor('audit'), night));
  }

  async get(id: string): Promise<RetentionRunView | undefined> {
    const [row]: Row[] = await this.database.query(
      `SELECT ${columns} FROM audit_retention_runs WHERE id = $1`,
      [id],
    );
    return row && viewOf(row);
  }

  private async begin(tx: Tx, actor: Actor, night: string | null): Promise<Row | undefined> {
    await this.endAbandoned(tx);
    const [row] = await tx.query<Row>(
      `INSERT INTO audit_retention_runs (id, night, requested_by, requested_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING ${columns}`,
      [uuidv7(), night, actor.id, this.clock.now()],
    );
    if (!row) return undefined;
    await tx.enqueue(retainMonths, { runId: row.id });
    await this.audit.record(tx, actor, {
      action: 'audit.retention_request',
      target: runTarget(row.id),
      facts: { night },
    });
    return row;
  }

  /** Of those whose task has ended without a word (its worker was killed for good): they stand in nobody's way. */
  private async endAbandoned(tx: Tx): Promise<void> {
    const abandoned = await tx.query<{ id: string }>(
      `UPDATE audit_retention_runs r SET state = 'failed', finished_at = clock_timestamp(), says = 'it could not be run to its end'
        WHERE state IN ('waiting', 'running') AND NOT EXISTS (
          SELECT FROM tasks t WHERE t.name = $1 AND t.state IN ('ready', 'running') AND t.payload ->> 'runId' = r.id::text) RETURNING r.id`,
      [retainMonths.name],
    );
    for (const { id } of abandoned)
      await this.audit.record(tx, systemActor('audit'), failedRun(id, 'abandoned'));
  }

  private async open(tx: Tx): Promise<Row | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${columns} FROM audit_retention_runs WHERE state IN ('waiting', 'running')`,
    );
    return row;
  }
}

const viewOf = ({ requestedAt, finishedAt, ...row }: Row): RetentionRunView => ({
  ...row,
  requestedAt: requestedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
