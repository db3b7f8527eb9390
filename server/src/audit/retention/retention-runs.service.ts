import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/access/actor.ts';
import { conflict } from '../../platform/errors/app.error.ts';
import { LogRuns } from '../runs/log-runs.service.ts';
import { ArchiveStore } from './archive-store.ts';
import { MonthsToLeave } from './months-to-leave.ts';
import type { AuditRetentionView, RetentionRunView } from './retention.contract.ts';
import { retentionRun } from './retention-run.ts';

/** Requests runs of the retention, and reads how they went. */
@Injectable()
export class RetentionRuns {
  constructor(
    private readonly database: DataSource,
    private readonly runs: LogRuns,
    private readonly months: MonthsToLeave,
    private readonly store: ArchiveStore,
  ) {}

  async state(): Promise<AuditRetentionView> {
    const [standing, [log]] = await Promise.all([
      this.runs.standing(retentionRun),
      this.database.query<{ oldest: string | null; archived: number }[]>(
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
      ...standing,
    };
  }

  /**
   * Requests that the months that are due be archived and dropped. If a run waits or runs already, returns that one.
   *
   * @throws AppError `audit.no_retention` when nothing ever leaves
   */
  async request(actor: Actor): Promise<RetentionRunView> {
    if (this.months.kept === undefined)
      throw conflict(
        'audit.no_retention',
        'Nothing ever leaves the change log: AUDIT_RETENTION_MONTHS is not set.',
      );
    return this.runs.request(retentionRun, actor);
  }

  /** Requests the nightly run if a month is due, once a night however many workers ask. @param night `YYYY-MM-DD` */
  async requestNightly(night: string): Promise<void> {
    await this.runs.endAbandoned(retentionRun);
    const asked: unknown[] = await this.database.query('SELECT FROM audit_retention_runs WHERE night = $1', [
      night,
    ]);
    if (asked.length > 0) return;
    const next = await this.months.next();
    if (next === null || !['due', 'archived', 'unsealed', 'erasing'].includes(next.standing)) return;
    await this.runs.requestNightly(retentionRun, night);
  }

  get(id: string): Promise<RetentionRunView | undefined> {
    return this.runs.get(retentionRun, id);
  }
}
