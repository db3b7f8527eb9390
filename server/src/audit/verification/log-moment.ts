import { Pool } from 'pg';
import { Snapshot } from '../exporting/snapshot.ts';
import { planning } from './log-rows.ts';

/** One moment of the log on as many connections as are read at once. */
export type LogMoment = { events: Snapshot; leaves: Snapshot; values: Snapshot; others: Snapshot };

const connections = 4;

/**
 * @param pool of the application, which lends its address: a verification holds its connections for long, and they are
 *   its own
 */
export async function inOneMoment<T>(pool: Pool, work: (moment: LogMoment) => Promise<T>): Promise<T> {
  const own = new Pool({ ...pool.options, max: connections });
  const opened: Snapshot[] = [];
  const keep = (snapshot: Snapshot) => {
    opened.push(snapshot);
    return snapshot;
  };
  try {
    const others = keep(await Snapshot.open(own, planning));
    const twin = async () => keep(await others.twin(own, planning));
    return await work({ others, events: await twin(), leaves: await twin(), values: await twin() });
  } finally {
    // Whatever is still being read is of no more use.
    for (const snapshot of opened) snapshot.abort(new Error('the verification has ended'));
    await own.end();
  }
}
