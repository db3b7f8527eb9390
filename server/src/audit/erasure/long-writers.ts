import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { patienceMs, writingLock } from './open-writers.ts';

/** Connections of this application end by themselves after two minutes without a statement. */
const forgottenMs = 3_600_000;

/** The application's database role. */
const ownRole = 'seqdb_app';

/** `since`: when the transaction began, null if the database hides it, as for another role's. */
export type LongWriter = { since: Date | null };

/** A session that was ended. */
export type EndedSession = { pid: number; since: Date };

/** Finds and ends transactions that wrote events and have stayed open for so long that an erasure waits for them. */
@Injectable()
export class LongWriters {
  constructor(private readonly database: DataSource) {}

  /**
   * The oldest such transaction at present. `since` of a prepared one is when it was prepared.
   *
   * @param patience ms; younger transactions are passed over @returns undefined when there is none @throws pg's errors
   */
  async oldest(patience = patienceMs): Promise<LongWriter | undefined> {
    const [row]: LongWriter[] = await this.database.query(oldestSql, [patience / 1000]);
    return row;
  }

  /**
   * Ends sessions of the application's own role that wrote an event and have run no statement for an hour since; their
   * transactions are rolled back. Sessions of other roles are left alone.
   *
   * @param idle how long (ms) @throws pg's errors
   */
  async endForgotten(idle = forgottenMs): Promise<EndedSession[]> {
    return this.database.query(forgottenSql, [idle / 1000, ownRole]);
  }
}

/**
 * For another role's session, the database hides the state together with the time; a session that has just ended shows
 * a state.
 */
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

/**
 * MATERIALIZED, so that no session is ended before all conditions on it hold: the planner may evaluate conditions of
 * one level in any order.
 */
const forgottenSql = `
  WITH forgotten AS MATERIALIZED (
         SELECT a.pid, a.xact_start AS since FROM pg_stat_activity a
          WHERE a.usename = current_user AND a.usename = $2 AND a.pid <> pg_backend_pid()
            AND a.state = 'idle in transaction' AND a.state_change <= clock_timestamp() - make_interval(secs => $1)
            AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND ${writingLock('l')}))
  SELECT pid, since FROM forgotten WHERE pg_terminate_backend(pid)`;
