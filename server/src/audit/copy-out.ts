import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { to } from 'pg-copy-streams';

/** However slowly a client reads, its snapshot and connection are not held for longer than this. */
const longest = '2h';

/** What a COPY statement writes, as it comes from the server. */
export type CopyOut = {
  readonly stream: Readable;
  /** Call when the stream has been read to its end. @returns the number of rows */
  close(): Promise<number>;
  /** Gives up: the connection is cut, and with it the statement on the server. */
  abort(error: Error): void;
};

/**
 * Runs a COPY … TO STDOUT in a read-only transaction on a connection of its own: one statement, one snapshot.
 * Answers when the first bytes are there, so that what is wrong from the start is an error and not half an answer.
 *
 * @throws pg's DatabaseError
 */
export async function copyOut(pool: Pool, statement: string): Promise<CopyOut> {
  const client = await pool.connect();
  const release = releaseOnce(client);
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = '${longest}'`);
    const stream = client.query(to(statement));
    await once(stream, 'readable');
    // Whoever reads the stream hears of its errors; once it has been given up nobody does, and nobody needs to.
    stream.on('error', () => undefined);
    const close = async () => {
      await client.query('COMMIT'); // answered after the COPY's own end, which brings the number of rows
      release();
      return stream.rowCount;
    };
    return { stream, close, abort: release };
  } catch (error) {
    release(error as Error);
    throw error;
  }
}

/** A connection that is given back with an error is closed, and what it was doing ends with it. */
function releaseOnce(client: PoolClient): (error?: Error) => void {
  let isReleased = false;
  return (error) => {
    if (!isReleased) client.release(error);
    isReleased = true;
  };
}
