import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { CONFIG, type Config } from '../config/config.ts';
import { rowsOf, type Tx } from '../database/tx.ts';
import { LeaseLost } from './task-handlers.ts';

export type ClaimedTask = { id: string; name: string; payload: unknown; attempt: number; leaseToken: string };

/** How long a worker may be silent before its task goes to another one. */
export const leaseSeconds = 15;

/** What a task remembers of an error: its beginning, without the one character that PostgreSQL cannot store. */
const kept = (error: string) => error.replaceAll('\0', '').slice(0, 2_000);

/** The task rows: claimed with a fencing token, so that of two workers at most one can change anything. */
@Injectable()
export class TaskStore {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'TASK_PACE'> = { TASK_PACE: 1 },
  ) {}

  /**
   * Takes a task that is due, or whose worker fell silent. One that a handler's transaction has locked is in good hands,
   * whatever its lease says: that transaction extends it when it commits.
   *
   * @returns undefined when there is nothing to take
   */
  async claim(id: string): Promise<ClaimedTask | undefined> {
    const [row] = await this.run<ClaimedTask>(
      `UPDATE tasks
          SET state = 'running', attempt = attempt + 1, lease_token = $2, updated_at = now(),
              lease_until = clock_timestamp() + make_interval(secs => $3)
        WHERE id = (
          SELECT id FROM tasks
           WHERE id = $1 AND ((state = 'ready' AND run_at <= clock_timestamp())
                           OR (state = 'running' AND lease_until < clock_timestamp()))
             FOR UPDATE SKIP LOCKED)
        RETURNING id, name, payload, attempt, lease_token AS "leaseToken"`,
      [id, uuidv4(), leaseSeconds],
    );
    return row;
  }

  /** @param tx the transaction that has locked the task, if one has @returns false when the lease has gone to somebody else */
  async renew(task: ClaimedTask, tx?: Tx): Promise<boolean> {
    const rows = await this.run(
      `UPDATE tasks SET lease_until = clock_timestamp() + make_interval(secs => $3)
        WHERE id = $1 AND lease_token = $2 RETURNING id`,
      [task.id, task.leaseToken, leaseSeconds],
      tx,
    );
    return rows.length === 1;
  }

  /** @returns false when the lease has gone to somebody else */
  async finish(task: ClaimedTask): Promise<boolean> {
    const rows = await this.run(
      `UPDATE tasks SET state = 'done', lease_token = NULL, lease_until = NULL, last_error = NULL, updated_at = now()
        WHERE id = $1 AND lease_token = $2 RETURNING id`,
      [task.id, task.leaseToken],
    );
    return rows.length === 1;
  }

  /** Back to `ready`, to be taken again in `seconds` (sooner where TASK_PACE says so); `counts` false gives the attempt back. */
  async release(task: ClaimedTask, seconds: number, error: string | null, counts = true): Promise<void> {
    await this.run(
      `UPDATE tasks
          SET state = 'ready', run_at = clock_timestamp() + make_interval(secs => $3), last_error = $4,
              attempt = attempt - $5, lease_token = NULL, lease_until = NULL, updated_at = now()
        WHERE id = $1 AND lease_token = $2`,
      [
        task.id,
        task.leaseToken,
        seconds / this.config.TASK_PACE,
        error === null ? null : kept(error),
        counts ? 0 : 1,
      ],
    );
  }

  async fail(task: ClaimedTask, error: string): Promise<void> {
    await this.run(
      `UPDATE tasks SET state = 'failed', last_error = $3, lease_token = NULL, lease_until = NULL, updated_at = now()
        WHERE id = $1 AND lease_token = $2`,
      [task.id, task.leaseToken, kept(error)],
    );
  }

  /**
   * What Postgres says is due: ready ones whose time has come, running ones whose worker fell silent. A task that was
   * never tried was announced at its commit and is given a moment to be taken.
   *
   * @returns ids with the word that tells this announcement from earlier ones of the same task; it changes every five
   *   minutes, should Redis know an announcement and still never deliver it
   */
  async due(limit: number): Promise<{ id: string; announcement: string }[]> {
    return this.run(
      `SELECT id, attempt || '-' || (extract(epoch FROM clock_timestamp()) / 300)::bigint AS announcement FROM tasks
        WHERE (state = 'ready' AND run_at <= clock_timestamp() - CASE WHEN updated_at = created_at THEN interval '2 seconds' ELSE interval '0' END)
           OR (state = 'running' AND lease_until < clock_timestamp())
        ORDER BY run_at LIMIT $1`,
      [limit],
    );
  }

  /** Locks the task in the handler's transaction while its lease holds. @throws LeaseLost */
  async fence(tx: Tx, task: ClaimedTask): Promise<void> {
    const rows = await tx.query(`SELECT 1 FROM tasks WHERE id = $1 AND lease_token = $2 FOR UPDATE`, [
      task.id,
      task.leaseToken,
    ]);
    if (rows.length === 0) throw new LeaseLost(task.id);
  }

  private async run<Row = unknown>(sql: string, parameters: unknown[], tx?: Tx): Promise<Row[]> {
    return tx ? tx.query<Row>(sql, parameters) : rowsOf<Row>(await this.database.query(sql, parameters));
  }
}
