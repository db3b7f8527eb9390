import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Told, told } from '../health-sentences.contract.ts';
import { ExportStore } from './export-store.ts';
import { fromUnmade } from './schedule/unmade-exports.ts';

type Unmade = {
  cadence: 'daily' | 'monthly' | null;
  period: string | null;
  since: Date | null;
  count: number;
  isOn: boolean;
};

/** What is wrong with exports of the log. */
@Injectable()
export class ExportHealth {
  constructor(
    private readonly database: DataSource,
    private readonly store: ExportStore,
  ) {}

  /** @throws pg's errors */
  async troubles(): Promise<Told[]> {
    return [await this.unmade(), await this.unremoved()].filter((each) => each !== null);
  }

  /** What was put off is looked at again within minutes: what was not for an hour has ended some other way. */
  private async unremoved(): Promise<Told | null> {
    const [off]: { count: number; since: Date | null }[] = await this.database.query(
      `SELECT count(*)::int AS count, min(expires_at) AS since FROM audit_exports WHERE put_off_at > now() - interval '1 hour'`,
    );
    if (off === undefined || off.count === 0) return null;
    return told('exports_unremoved', { count: off.count }, { since: off.since });
  }

  private async unmade(): Promise<Told | null> {
    const [state]: Unmade[] = await this.database.query(
      `SELECT first.cadence, first.period, first.since, (SELECT count(*)::int ${fromUnmade()}) AS count,
              EXISTS (SELECT FROM audit_export_schedules WHERE is_on) AS "isOn"
         FROM (SELECT 1) one
         LEFT JOIN (SELECT x.cadence, x.period, x.requested_at AS since ${fromUnmade()} ORDER BY x.period LIMIT 1) first ON true`,
    );
    if (state?.isOn && this.store.scheduledBucket === undefined) return told('schedule_no_bucket', {});
    const { cadence = null, period = null, since = null, count = 0 } = state ?? {};
    if (cadence === null || period === null) return null;
    return told('schedule_failed', { cadence, period, count, others: count - 1 }, { since });
  }
}
