import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { type Told, told } from '../health-sentences.contract.ts';
import type { VerificationView } from './verification.contract.ts';

/** One night may fail; two in a row are noticed. */
const mostHours = 36;

type State = {
  /** How the last run that said something of the log ended. */
  state: 'passed' | 'damaged' | null;
  damagedSince: Date | null;
  /** The last that passed. */
  passedAt: Date | null;
  doubt: string | null;
  archivesDoubt: string | null;
  reasons: VerificationView['reasons'] | null;
  isUnverified: boolean;
};

/** Whether the log is verified, and how that ended. */
@Injectable()
export class VerificationHealth {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws pg's errors */
  async troubles(): Promise<Told[]> {
    const [found]: State[] = await this.database.query(stateSql, [mostHours]);
    if (found === undefined) return [];
    const { state, damagedSince, passedAt: since, doubt, archivesDoubt, reasons, isUnverified } = found;
    const { AUDIT_VERIFICATION_HOUR: hour, AUDIT_HEADS_BUCKET: bucket } = this.config;
    return [
      state === 'damaged' ? told('log_damaged', {}, { since: damagedSince }) : null,
      isUnverified && hour !== 'never' ? told('log_unverified', { hours: mostHours }, { since }) : null,
      bucket !== undefined && doubt !== null
        ? told('heads_uncompared', { why: doubt }, { since, reason: reasons?.doubt ?? null })
        : null,
      archivesDoubt === null
        ? null
        : told('archives_unseen', { why: archivesDoubt }, { since, reason: reasons?.archivesDoubt ?? null }),
    ].filter((each) => each !== null);
  }
}

const stateSql = `
  SELECT last.state, passed.finished_at AS "passedAt", passed.doubt, passed.archives_doubt AS "archivesDoubt", passed.reasons,
         (SELECT min(finished_at) FROM audit_verifications
           WHERE state = 'damaged' AND finished_at > coalesce(passed.finished_at, '-infinity')) AS "damagedSince",
         coalesce((SELECT closed_at FROM audit_segments ORDER BY number LIMIT 1) < now() - make_interval(hours => $1), false)
           AND coalesce(passed.finished_at <= now() - make_interval(hours => $1), true) AS "isUnverified"
    FROM (SELECT 1) one
    LEFT JOIN (SELECT state FROM audit_verifications WHERE finished_at IS NOT NULL AND state <> 'failed'
                ORDER BY finished_at DESC LIMIT 1) last ON true
    LEFT JOIN (SELECT * FROM audit_verifications WHERE state = 'passed' ORDER BY finished_at DESC LIMIT 1) passed ON true`;
