import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { flawOfEnd, lastSegmentColumns, lastSegmentOf } from './sealing/last-head.ts';
import { ErasureHealth } from './erasure/erasure-health.ts';
import { ExportHealth } from './exporting/export-health.ts';
import { RetentionHealth } from './retention/retention-health.ts';
import { originOfLog } from './sealing/log-origin.ts';
import { parseHead } from './sealing/checkpoint.ts';
import { type RegisteredKey, registeredKeysSql, signersThen } from './sealing/registered-keys.ts';

type State = {
  isBehind: boolean;
  failing: string[] | null;
  contradicted: string[] | null;
  isUnlocked: boolean | null;
  state: string | null;
  doubt: string | null;
  archivesDoubt: string | null;
  isUnverified: boolean;
};

export type AuditStanding = {
  /** What is wrong; null when all is well. */
  trouble: string | null;
  /** What is not wrong, and weakens the proof all the same. */
  note: string | null;
};

/** What is wrong with the seal of the change log, if anything, in words that may be told to everybody. */
@Injectable()
export class AuditHealth {
  constructor(
    private readonly database: DataSource,
    private readonly exports: ExportHealth,
    private readonly retention: RetentionHealth,
    private readonly erasures: ErasureHealth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws pg's errors */
  async standing(): Promise<AuditStanding> {
    const [state]: State[] = await this.database.query(
      `SELECT EXISTS (SELECT FROM audit_unsealed WHERE occurred_at < now() - interval '1 minute')
              AND coalesce((SELECT closed_at FROM audit_segments ORDER BY number DESC LIMIT 1) < now() - interval '1 minute', true) AS "isBehind",
              (SELECT array_agg(place ORDER BY place) FROM audit_publications WHERE failing_since IS NOT NULL) AS failing,
              (SELECT array_agg(place || ' (segment ' || contradicted_segment || ')' ORDER BY place) FROM audit_publications
                WHERE contradicted_segment IS NOT NULL) AS contradicted,
              (SELECT NOT is_locked FROM audit_publications WHERE place = 'bucket' AND published_at IS NOT NULL) AS "isUnlocked",
              (SELECT doubt FROM audit_verifications WHERE state = 'passed' ORDER BY finished_at DESC LIMIT 1) AS doubt,
              (SELECT archives_doubt FROM audit_verifications WHERE state = 'passed' ORDER BY finished_at DESC LIMIT 1) AS "archivesDoubt",
              (SELECT state FROM audit_verifications WHERE finished_at IS NOT NULL AND state <> 'failed' ORDER BY finished_at DESC LIMIT 1) AS state,
              (SELECT closed_at FROM audit_segments ORDER BY number LIMIT 1) < now() - interval '36 hours'
              AND NOT EXISTS (SELECT FROM audit_verifications WHERE state = 'passed' AND finished_at > now() - interval '36 hours') AS "isUnverified"`,
    );
    const troubles = [
      (await this.isForged())
        ? 'nothing is sealed, for the log does not end with a head that its key signed'
        : null,
      state?.isBehind ? 'events wait to be sealed for more than a minute' : null,
      state?.contradicted
        ? `another head than the one that was signed lies in the ${state.contradicted.join(' and the ')}`
        : null,
      state?.failing ? `signed heads do not reach the ${state.failing.join(' and the ')}` : null,
      state?.state === 'damaged' ? 'the last verification found the log damaged' : null,
      state?.isUnverified && this.config.AUDIT_VERIFICATION_HOUR !== 'never'
        ? 'no verification has passed for 36 hours'
        : null,
      this.hasBucket && state?.doubt
        ? `the last verification compared the log with no published head: ${state.doubt}`
        : null,
      state?.archivesDoubt
        ? `the last verification did not find out whether the archived months are there: ${state.archivesDoubt}`
        : null,
      await this.exports.trouble(),
      await this.retention.trouble(),
      await this.erasures.trouble(),
    ];
    const notes = [
      this.hasBucket ? null : 'heads are not published in a bucket (AUDIT_HEADS_BUCKET is not set)',
      this.hasBucket && state?.isUnlocked
        ? 'published heads are not locked against change (the bucket has no object lock)'
        : null,
    ];
    return { trouble: said(troubles), note: said(notes) };
  }

  private get hasBucket(): boolean {
    return this.config.AUDIT_HEADS_BUCKET !== undefined;
  }

  /** As the sealer finds it, which then seals no more; but by the keys that the worker wrote down: it alone holds its own. */
  private async isForged(): Promise<boolean> {
    const [row] = await this.database.query(
      `SELECT ${lastSegmentColumns('s')} FROM audit_segments s ORDER BY number DESC LIMIT 1`,
    );
    if (row === undefined) return false;
    const last = lastSegmentOf(row);
    const keys: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const head = parseHead(last.head);
    return flawOfEnd(last, originOfLog(this.config), head ? signersThen(head, keys) : []) !== undefined;
  }
}

function said(parts: readonly (string | null)[]): string | null {
  const all = parts.filter((part) => part !== null);
  return all.length > 0 ? `change log: ${all.join('; ')}` : null;
}
