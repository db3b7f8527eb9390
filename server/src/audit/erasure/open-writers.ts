import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** In ms: longer than nearly all transactions take. */
export const patienceMs = 20_000;
const [shortestMs, longestMs] = [50, 1_000];

/**
 * @param lock alias of a row of pg_locks
 * @returns an SQL condition: a transaction that wrote an event and has not ended holds this lock
 */
export const writingLock = (
  lock: string,
): string => `${lock}.locktype = 'relation' AND ${lock}.relation = 'audit_events'::regclass AND ${lock}.mode = 'RowExclusiveLock'
  AND ${lock}.granted AND ${lock}.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The transactions that have written events and not ended. Each of them, even a prepared one or one whose process is
 * gone, holds the lock that an INSERT takes on the table of events, and took it before it looked who was erased. So a
 * writer that is not among them will see what has been committed by now: none writes from a snapshot taken at its
 * beginning (`DatabaseModule` sets the isolation level).
 */
@Injectable()
export class OpenWriters {
  constructor(private readonly database: DataSource) {}

  /**
   * Waits for the transactions that are open now, and not for those that begin meanwhile.
   *
   * @param signal ends the waiting @returns false if some of them are still open after `patience` (ms)
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

  /** @returns PostgreSQL's id of each (its virtual transaction), which is unique until the server restarts */
  private async open(): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(
      `SELECT l.virtualtransaction AS id FROM pg_locks l WHERE ${writingLock('l')}`,
    );
    return rows.map(({ id }) => id);
  }
}
