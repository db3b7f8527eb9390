import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import { endpointsOf } from '../webin.provider.ts';
import type { WebinError } from '../webin/webin.error.ts';
import { pollReports } from './poll.task.ts';

type PollRow = { taskId: string | null; nextAt: Date | null; failures: number };

const minute = 60_000;
/** A poll that never said how it ended does not hold up the next for longer. */
const longest = 10 * minute;

/**
 * Decides when reports are asked: when something is due, not more often than once a minute, never while another worker
 * does it, and ever less often while ENA is out of order.
 */
@Injectable()
export class EnaPollTurns {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns whether a poll was begun */
  look(): Promise<boolean> {
    const { ENA_ENVIRONMENT: environment, ENA_USERNAME: account } = this.config;
    if (!account || !this.config.ENA_PASSWORD || !endpointsOf(this.config)) return Promise.resolve(false);
    return this.uow.run(async (tx) => {
      const now = this.clock.now();
      const [row] = await tx.query<PollRow>(
        `SELECT task_id AS "taskId", next_at AS "nextAt", failures FROM ena_polls WHERE environment = $1 FOR UPDATE SKIP LOCKED`,
        [environment],
      );
      if (!row || (row.nextAt && row.nextAt > now && row.nextAt.getTime() < now.getTime() + longest))
        return false;
      if (!(await isDue(tx, environment, account, now)) || (await isUnderWay(tx, row.taskId))) return false;
      const taskId = await tx.enqueue(pollReports, { environment });
      await tx.query(
        `UPDATE ena_polls SET task_id = $2, began_at = $3, next_at = $4 WHERE environment = $1`,
        [environment, taskId, now, new Date(now.getTime() + longest / 2)],
      );
      return true;
    });
  }

  /** Notes how a poll ended. */
  async end(tx: Tx, environment: Config['ENA_ENVIRONMENT'], outage: WebinError | null): Promise<void> {
    const now = this.clock.now();
    const [row] = await tx.query<{ failures: number }>(
      `SELECT failures FROM ena_polls WHERE environment = $1 FOR UPDATE`,
      [environment],
    );
    const failures = outage ? (row?.failures ?? 0) + 1 : 0;
    const next = new Date(now.getTime() + pauseAfter(failures, environment));
    await tx.query(
      `UPDATE ena_polls SET ended_at = $2, next_at = $3, failures = $4, message = $5 WHERE environment = $1`,
      [environment, now, next, failures, outage?.message ?? null],
    );
  }
}

/** In milliseconds: a minute, and twice as long after each failure up to half an hour; a sandbox is near. */
export function pauseAfter(failures: number, environment: Config['ENA_ENVIRONMENT']): number {
  const shortest = environment === 'sandbox' ? 2_000 : minute;
  return Math.min(30 * minute, shortest * 2 ** failures);
}

async function isDue(tx: Tx, environment: string, account: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM ena_objects WHERE environment = $1 AND next_check_at <= $2 AND expired_at IS NULL
        AND (account IS NULL OR lower(account) = lower($3)) LIMIT 1`,
    [environment, now, account],
  );
  return rows.length > 0;
}

async function isUnderWay(tx: Tx, taskId: string | null): Promise<boolean> {
  const rows = await tx.query(`SELECT 1 FROM tasks WHERE id = $1 AND state IN ('ready', 'running')`, [
    taskId,
  ]);
  return rows.length > 0;
}
