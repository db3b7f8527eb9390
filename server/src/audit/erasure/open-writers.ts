import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Longer than nearly all transactions take. */
export const patienceMs = 20_000;
const [shortestMs, longestMs] = [50, 1_000];

/** @param lock a row of pg_locks @returns whether somebody has it who wrote an event and has not ended */
export const writingLock = (
  lock: string,
): string => `${lock}.locktype = 'relation' AND ${lock}.relation = 'audit_events'::regclass AND ${lock}.mode = 'RowExclusiveLock'
  AND ${lock}.granted AND ${lock}.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The transactions that have written events and not ended. Each holds the lock of whoever inserts on the table of events,
 * also one that was prepared or whose process is gone, and took it before it looked who was erased: of a writer that is
 * not among them nothing comes that did not see what has been committed by now, since none writes that sees only what was
 * there when it began (as `DatabaseModule` sets it).
 */
@Injectable()
export class OpenWriters {
  constructor(private readonly database: DataSource) {}

  /**
   * Waits for those that there are now; who begins meanwhile is not waited for.
   *
   * @param signal ends the waiting @returns false when some of them go on for longer than `patience` (ms)
   * @throws pg's errors; an AbortError
   */
  async ended(signal?: AbortSignal, patience = patienceMs): Promise<boolean> {
    const until = performance.now() + patience;
    let open = await this.open();
    for (let wait = shortestMs; open.length > 0; wait = Math.min(2 * wait, longestMs)) {
      if (performance.now() >= until) return false;
      await sleep(wait, undefined, signal && { signal });
      const still = new Set(await this.open());
      open = open.filter((id) => still.has(id));
    }
    return true;
  }

  /** @returns what PostgreSQL calls each of them, once in the life of a server */
  private async open(): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(
      `SELECT l.virtualtransaction AS id FROM pg_locks l WHERE ${writingLock('l')}`,
    );
    return rows.map(({ id }) => id);
  }
}
