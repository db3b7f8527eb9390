import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ArchiveStore } from './archive-store.ts';
import { MonthsToLeave } from './months-to-leave.ts';

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
    const [last]: { state: string }[] = await this.database.query(
      'SELECT state FROM audit_retention_runs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1',
    );
    return last?.state === 'failed' ? 'the last retention failed: a month that is due has not left it' : null;
  }
}
