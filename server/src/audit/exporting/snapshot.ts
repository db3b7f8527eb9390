import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { CopyStream } from './copy-stream.ts';

/**
 * However slowly a client reads, its snapshot and connection are held no longer than this. Nor is it shorter, since a
 * verification may leave one of its connections idle for minutes while it reads millions of events on another.
 */
const longest = '2h';

/** The output of a COPY statement, as it comes from the server; `rowCount` is known at its end. */
export type CopyOut = Readable & { readonly rowCount: number };

/** A snapshot keeps rows, but not a table that is dropped: a month that leaves before it is read would be missing. */
const keepMonths = 'LOCK TABLE audit_events, audit_personal_values, audit_leaves IN ACCESS SHARE MODE';

/** A snapshot of the database on a connection of its own, for any number of statements. */
export class Snapshot {
  private isReleased = false;

  private constructor(private readonly client: PoolClient) {
    // A connection that is lost between two statements says so to nobody else, and would end the process.
    client.on('error', this.lost);
  }

  /**
   * @param settings of the planner, for this transaction
   * @param moment PostgreSQL's id of another snapshot to share (see `twin`)
   * @throws pg's DatabaseError
   */
  static async open(
    pool: Pool,
    settings: Readonly<Record<string, string>> = {},
    moment?: string,
  ): Promise<Snapshot> {
    const snapshot = new Snapshot(await pool.connect());
    const set = Object.entries({
      statement_timeout: `'${longest}'`,
      idle_in_transaction_session_timeout: `'${longest}'`,
      ...settings,
    });
    try {
      await snapshot.client.query(
        `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${moment === undefined ? keepMonths : `SET TRANSACTION SNAPSHOT '${moment}'`}; ${set.map(([name, value]) => `SET LOCAL ${name} = ${value}`).join('; ')}`,
      );
      return snapshot;
    } catch (error) {
      snapshot.abort(error as Error);
      throw error;
    }
  }

  /** Another connection with the same snapshot, for reading two things at once. */
  async twin(pool: Pool, settings: Readonly<Record<string, string>> = {}): Promise<Snapshot> {
    const [row] = await this.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    return Snapshot.open(pool, settings, row?.id);
  }

  async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query(sql, values);
    return rows as Row[];
  }

  /**
   * Runs a COPY … TO STDOUT. Resolves when the first bytes are there, so that an error at the start is thrown before
   * anything has been sent. The next statement waits until this one has been read to its end.
   *
   * @throws pg's DatabaseError
   */
  async copy(statement: string): Promise<CopyOut> {
    const stream = this.client.query(new CopyStream(statement));
    await once(stream, 'readable');
    // Whoever reads the stream sees its errors; once it has been given up, they are of no interest.
    stream.on('error', () => undefined);
    return stream;
  }

  /** Call when everything has been read. @throws pg's errors */
  async close(): Promise<void> {
    await this.client.query('COMMIT');
    this.abort();
  }

  /** Releases the connection. With an error it is closed, which ends the statement on the server. */
  abort(error?: Error): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.client.off('error', this.lost);
    this.client.release(error);
  }

  private readonly lost = (error: Error): void => this.abort(error);
}
