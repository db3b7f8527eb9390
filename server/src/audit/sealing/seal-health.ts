import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { type Told, told } from '../health-sentences.contract.ts';
import { parseHead } from './checkpoint.ts';
import { flawOfEnd, type LastSegment, lastSegmentColumns, lastSegmentOf } from './last-head.ts';
import { originOfLog } from './log-origin.ts';
import { type RegisteredKey, registeredKeysSql, signersThen } from './registered-keys.ts';

/** How far the seal has come; `newest` is null while nothing is sealed. */
export type SealStanding = { troubles: Told[]; newest: { number: number; closedAt: Date } | null };

/** Whether the log is sealed on. */
@Injectable()
export class SealHealth {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws pg's errors */
  async look(): Promise<SealStanding> {
    const [row] = await this.database.query(
      `SELECT ${lastSegmentColumns('s')} FROM audit_segments s ORDER BY number DESC LIMIT 1`,
    );
    const last = row === undefined ? undefined : lastSegmentOf(row);
    const behindSince = await this.behindSince();
    const troubles = [
      last !== undefined && (await this.isForged(last)) ? told('seal_refused', {}) : null,
      behindSince && told('seal_behind', {}, { since: behindSince }),
    ].filter((each) => each !== null);
    return { troubles, newest: last ? { number: last.number, closedAt: last.closedAt } : null };
  }

  /** As the sealer finds it, which then seals no more; but by the keys that the worker wrote down: it alone holds its own. */
  private async isForged(last: LastSegment): Promise<boolean> {
    const keys: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const head = parseHead(last.head);
    return flawOfEnd(last, originOfLog(this.config), head ? signersThen(head, keys) : []) !== undefined;
  }

  /** Ids of events begin with their moments: the first is the oldest. While segments are closed, late ones get their turn. */
  private async behindSince(): Promise<Date | null> {
    const [row]: { since: Date }[] = await this.database.query(
      `SELECT since FROM (SELECT greatest((SELECT occurred_at FROM audit_unsealed ORDER BY event_id LIMIT 1),
                                          (SELECT closed_at FROM audit_segments ORDER BY number DESC LIMIT 1)) AS since) s
        WHERE EXISTS (SELECT FROM audit_unsealed) AND since < now() - interval '1 minute'`,
    );
    return row?.since ?? null;
  }
}
