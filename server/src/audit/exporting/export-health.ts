import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ExportStore } from './export-store.ts';
import { fromUnmade } from './schedule/unmade-exports.ts';

/** What is wrong with scheduled exports, in words that may be told to everybody. */
@Injectable()
export class ExportHealth {
  constructor(
    private readonly database: DataSource,
    private readonly store: ExportStore,
  ) {}

  /** @returns null when all is well @throws pg's errors */
  async trouble(): Promise<string | null> {
    const [state]: { failed: string[] | null; isOn: boolean }[] = await this.database.query(
      `SELECT (SELECT array_agg(x.cadence || ' of ' || x.period ORDER BY x.period) ${fromUnmade()}) AS failed,
              EXISTS (SELECT FROM audit_export_schedules WHERE is_on) AS "isOn"`,
    );
    if (state?.isOn && this.store.scheduledBucket === undefined)
      return 'scheduled exports are on and have no bucket (AUDIT_EXPORT_BUCKET is not set)';
    if (!state?.failed) return null;
    const [first = ''] = state.failed;
    const others = state.failed.length > 1 ? ` and ${state.failed.length - 1} more` : '';
    return `scheduled exports failed (${first}${others})`;
  }
}
