import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { type Told, told } from '../health-sentences.contract.ts';
import { toldAt, toldRun } from './told-runs.ts';
import type { VerificationView } from './verification.contract.ts';

/** One night may fail; two in a row are noticed. */
const mostHours = 36;

type State = {
  /** The first alarm since then. */
  damagedSince: Date | null;
  /** The first run of those that read as ended, and of whose end the log does not tell. */
  untoldSince: Date | null;
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
    const { damagedSince, untoldSince, passedAt: since, doubt, archivesDoubt, reasons, isUnverified } = found;
    const { AUDIT_VERIFICATION_HOUR: hour, AUDIT_HEADS_BUCKET: bucket } = this.config;
    return [
      damagedSince !== null ? told('log_damaged', {}, { since: damagedSince }) : null,
      untoldSince !== null ? told('run_untold', {}, { since: untoldSince }) : null,
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

/**
 * An alarm counts from its event on, whatever became of its run; a run that passed counts only if the log says so.
 * Untold runs are looked for among those of a week; a verification finds them all.
 */
const stateSql = `
  SELECT alarm.since AS "damagedSince", passed.finished_at AS "passedAt", passed.doubt, passed.archives_doubt AS "archivesDoubt", passed.reasons,
         (SELECT min(v.finished_at) FROM audit_verifications v WHERE v.finished_at > now() - interval '7 days' AND NOT ${toldRun('v')}) AS "untoldSince",
         coalesce((SELECT closed_at FROM audit_segments ORDER BY number LIMIT 1) < now() - make_interval(hours => $1), false)
           AND coalesce(passed.finished_at <= now() - make_interval(hours => $1), true) AS "isUnverified"
    FROM (SELECT 1) one
    LEFT JOIN (SELECT v.*, ${toldAt('v')} AS at FROM audit_verifications v
                WHERE v.state = 'passed' AND v.finished_at <= now() AND ${toldRun('v')} ORDER BY v.finished_at DESC LIMIT 1) passed ON true
    LEFT JOIN LATERAL (SELECT min(e.occurred_at) AS since FROM audit_events e
                        WHERE e.action = 'audit.verification_alarm' AND e.occurred_at > coalesce(passed.at, '-infinity')) alarm ON true`;
