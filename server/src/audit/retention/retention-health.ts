import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Told, told } from '../health-sentences.contract.ts';
import { ArchiveStore } from './archive-store.ts';
import { MonthsToLeave } from './months-to-leave.ts';
import type { RetentionRunView } from './retention.contract.ts';

/** Somebody who reads the log may keep a month in it for a night or two. */
const mostDays = 3;

type LastRun = Pick<RetentionRunView, 'state' | 'says' | 'reasons'> & { failingSince: Date | null };

/** What is wrong with the retention. */
@Injectable()
export class RetentionHealth {
  constructor(
    private readonly database: DataSource,
    private readonly months: MonthsToLeave,
    private readonly store: ArchiveStore,
  ) {}

  /** @returns one at most @throws pg's errors */
  async troubles(): Promise<Told[]> {
    if (this.months.kept === undefined) return [];
    if (this.store.bucket === null) return [told('retention_no_bucket', {})];
    const failed = await this.failed();
    if (failed) return [failed];
    return this.stuck();
  }

  private async failed(): Promise<Told | null> {
    const [last]: LastRun[] = await this.database.query(
      `SELECT state, says, reasons,
              (SELECT min(f.finished_at) FROM audit_retention_runs f WHERE f.state = 'failed' AND f.finished_at > coalesce(
                (SELECT max(o.finished_at) FROM audit_retention_runs o WHERE o.state <> 'failed' AND o.finished_at <= now()), '-infinity')) AS "failingSince"
         FROM audit_retention_runs WHERE finished_at <= now() ORDER BY finished_at DESC LIMIT 1`,
    );
    if (last?.state !== 'failed') return null;
    const { says, failingSince: since, reasons } = last;
    const why = reasons?.says;
    if (why?.code !== 'month_damaged' || says === null) return told('retention_failed', {}, { since });
    const event = why.params['event'];
    const about = typeof event === 'string' ? { type: 'AuditEvent' as const, id: event } : null;
    return told('retention_damaged', { why: says }, { since, reason: why, about });
  }

  private async stuck(): Promise<Told[]> {
    const rows: { month: string; since: Date }[] = await this.database.query(
      `SELECT r.month, r.archived_at AS since FROM audit_retentions r
        WHERE r.dropped_at IS NULL AND r.archived_at < now() - make_interval(days => $1)
          AND r.month IN (SELECT audit_months()) AND NOT EXISTS (SELECT FROM audit_holds_on(r.month)) LIMIT 1`,
      [mostDays],
    );
    return rows.map(({ month, since }) => told('month_stuck', { month, days: mostDays }, { since }));
  }
}
