import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { flawOfEnd, lastSegmentColumns, lastSegmentOf } from './sealing/last-head.ts';
import { LogKeys } from './sealing/log-keys.ts';

type State = { isBehind: boolean; failing: string[] | null; state: string | null; isUnverified: boolean };

/** What is wrong with the seal of the change log, if anything, in words that may be told to everybody. */
@Injectable()
export class AuditHealth {
  constructor(
    private readonly database: DataSource,
    private readonly keys: LogKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns null when all is well @throws pg's errors */
  async trouble(): Promise<string | null> {
    const [state]: State[] = await this.database.query(
      `SELECT EXISTS (SELECT FROM audit_unsealed WHERE occurred_at < now() - interval '1 minute')
              AND coalesce((SELECT closed_at FROM audit_segments ORDER BY number DESC LIMIT 1) < now() - interval '1 minute', true) AS "isBehind",
              (SELECT array_agg(place ORDER BY place) FROM audit_publications WHERE failing_since IS NOT NULL) AS failing,
              (SELECT state FROM audit_verifications WHERE finished_at IS NOT NULL AND state <> 'failed' ORDER BY finished_at DESC LIMIT 1) AS state,
              (SELECT closed_at FROM audit_segments ORDER BY number LIMIT 1) < now() - interval '36 hours'
              AND NOT EXISTS (SELECT FROM audit_verifications WHERE state = 'passed' AND finished_at > now() - interval '36 hours') AS "isUnverified"`,
    );
    const troubles = [
      (await this.isForged())
        ? 'nothing is sealed, for the log does not end with a head that its key signed'
        : null,
      state?.isBehind ? 'events wait to be sealed for more than a minute' : null,
      state?.failing ? `signed heads do not reach the ${state.failing.join(' and the ')}` : null,
      state?.state === 'damaged' ? 'the last verification found the log damaged' : null,
      state?.isUnverified && this.config.AUDIT_VERIFICATION_HOUR !== 'never'
        ? 'no verification has passed for 36 hours'
        : null,
    ].filter((trouble) => trouble !== null);
    return troubles.length > 0 ? `change log: ${troubles.join('; ')}` : null;
  }

  /** As the sealer finds it, which then seals no more. */
  private async isForged(): Promise<boolean> {
    const [last] = await this.database.query(
      `SELECT ${lastSegmentColumns('s')} FROM audit_segments s ORDER BY number DESC LIMIT 1`,
    );
    return (
      last !== undefined && flawOfEnd(lastSegmentOf(last), this.keys.origin, this.keys.all) !== undefined
    );
  }
}
