import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { patienceMs, writingLock } from './open-writers.ts';

/** Connections of this application end by themselves after two minutes without a statement. */
const forgottenMs = 3_600_000;

/** Whoever connects as it is the application, or somebody in its place. */
const ownRole = 'seqdb_app';

/** `since` is null where the database keeps it from us: of a transaction of another role. */
export type LongWriter = { since: Date | null };

/** A session that was ended. */
export type EndedSession = { pid: number; since: Date };

/** The transactions that have been writing events for so long that an erasure waits for them, told and ended. */
@Injectable()
export class LongWriters {
  constructor(private readonly database: DataSource) {}

  /**
   * The oldest as it is now; of one that was prepared, the moment of that.
   *
   * @param patience (ms) none that is younger is told @returns undefined when there is none @throws pg's errors
   */
  async oldest(patience = patienceMs): Promise<LongWriter | undefined> {
    const [row]: LongWriter[] = await this.database.query(oldestSql, [patience / 1000]);
    return row;
  }

  /**
   * Ends the sessions of the application's own role that wrote an event and have then been without a statement for an
   * hour: what they had begun is rolled back. Those of other roles are left alone.
   *
   * @param idle how long (ms) @throws pg's errors
   */
  async endForgotten(idle = forgottenMs): Promise<EndedSession[]> {
    return this.database.query(forgottenSql, [idle / 1000, ownRole]);
  }
}

/** Of other roles' sessions the state is hidden together with the moment; one that has just ended shows a state. */
const oldestSql = `
  WITH locks AS MATERIALIZED (SELECT * FROM pg_locks),
       writers AS (
         SELECT a.xact_start AS since, coalesce(a.state, 'disabled') = 'disabled' AS is_hidden
           FROM locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE ${writingLock('l')}
         UNION ALL
         SELECT p.prepared, false FROM locks l
           JOIN locks t ON t.locktype = 'transactionid' AND t.virtualtransaction = l.virtualtransaction AND t.pid IS NULL
           JOIN pg_prepared_xacts p ON p.transaction = t.transactionid
          WHERE l.pid IS NULL AND ${writingLock('l')})
  SELECT since FROM writers
   WHERE since <= clock_timestamp() - make_interval(secs => $1) OR (since IS NULL AND is_hidden)
   ORDER BY since NULLS LAST LIMIT 1`;

/** Nobody is ended before all is known of them: the planner is free to ask conditions of one level in any order. */
const forgottenSql = `
  WITH forgotten AS MATERIALIZED (
         SELECT a.pid, a.xact_start AS since FROM pg_stat_activity a
          WHERE a.usename = current_user AND a.usename = $2 AND a.pid <> pg_backend_pid()
            AND a.state = 'idle in transaction' AND a.state_change <= clock_timestamp() - make_interval(secs => $1)
            AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND ${writingLock('l')}))
  SELECT pid, since FROM forgotten WHERE pg_terminate_backend(pid)`;
