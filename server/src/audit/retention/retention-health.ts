import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ArchiveStore } from './archive-store.ts';
import { MonthsToLeave } from './months-to-leave.ts';

/** Somebody who reads the log may keep a month in it for a night or two. */
const mostDays = 3;

/** What is wrong with the retention, in words that may be told to everybody. */
@Injectable()
export class RetentionHealth {
  constructor(
    private readonly database: DataSource,
    private readonly months: MonthsToLeave,
    private readonly store: ArchiveStore,
  ) {}

  /** @returns null when all is well @throws pg's errors */
  async trouble(): Promise<string | null> {
    if (this.months.kept === undefined) return null;
    if (this.store.bucket === null)
      return 'months that are due cannot leave it, for they have no archive (AUDIT_EXPORT_BUCKET is not set)';
    const [last]: { state: string; damage: string | null }[] = await this.database.query(
      `SELECT state, CASE reasons #>> '{says,code}' WHEN 'month_damaged' THEN says END AS damage
         FROM audit_retention_runs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
    );
    if (last?.state === 'failed' && last.damage !== null)
      return `a month that is due cannot leave it: ${last.damage}`;
    if (last?.state === 'failed') return 'the last retention failed: a month that is due has not left it';
    const [stuck]: { month: string }[] = await this.database.query(
      `SELECT r.month FROM audit_retentions r
        WHERE r.dropped_at IS NULL AND r.archived_at < now() - make_interval(days => $1)
          AND r.month IN (SELECT audit_months()) AND NOT EXISTS (SELECT FROM audit_holds_on(r.month)) LIMIT 1`,
      [mostDays],
    );
    return stuck
      ? `${stuck.month} was archived more than ${mostDays} days ago and has not left it: something reads the log for long each night`
      : null;
  }
}
