import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ExportStore } from './export-store.ts';
import { fromUnmade } from './schedule/unmade-exports.ts';

/** What is wrong with exports of the log, in words that may be told to everybody. */
@Injectable()
export class ExportHealth {
  constructor(
    private readonly database: DataSource,
    private readonly store: ExportStore,
  ) {}

  /** @returns null when all is well @throws pg's errors */
  async trouble(): Promise<string | null> {
    const troubles = [await this.unmade(), await this.unended()].filter((each) => each !== null);
    return troubles.length > 0 ? troubles.join('; ') : null;
  }

  /** What was put off is looked at again within minutes: what was not for an hour has ended some other way. */
  private async unended(): Promise<string | null> {
    const [put]: { off: number }[] = await this.database.query(
      `SELECT count(*)::int AS off FROM audit_exports WHERE put_off_at > now() - interval '1 hour'`,
    );
    const off = put?.off ?? 0;
    if (off === 0) return null;
    const what = off === 1 ? 'the file of an export' : `the files of ${off} exports`;
    return `${what} that should be gone could not be removed`;
  }

  private async unmade(): Promise<string | null> {
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
