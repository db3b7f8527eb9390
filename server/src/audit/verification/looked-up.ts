// Events that not everything was found of: all that there is of them is looked up, wherever it lies, and judged.
import type { Snapshot } from '../exporting/snapshot.ts';
import type { BinaryRows } from './binary-rows.ts';
import { CloseLook } from './close-look.ts';
import type { Erasures } from './erasures.ts';
import type { Flaws } from './flaws.ts';
import { eventRows, leafRows, valueRows } from './log-rows.ts';

const atOnce = 5_000;

/** @param keys of the events, as `keyAt` gives them */
export async function lookUp(
  snapshot: Snapshot,
  keys: readonly string[],
  flaws: Flaws,
  erasures: Erasures,
): Promise<void> {
  for (let from = 0; from < keys.length; from += atOnce) {
    const some = keys.slice(from, from + atOnce);
    const look = new CloseLook(flaws, erasures);
    await each(await eventRows(snapshot, some), (bytes, at) => look.event(bytes, at));
    await each(await leafRows(snapshot, some), (bytes, at) => look.leaf(bytes, at));
    await each(await valueRows(snapshot, some), (bytes, at) => look.values(bytes, at));
    const waiting = await snapshot.query<{ id: string }>(
      'SELECT event_id AS id FROM audit_unsealed WHERE event_id = ANY ($1::uuid[])',
      [look.unsealed()],
    );
    look.judge(new Set(waiting.map(({ id }) => id)));
  }
}

async function each(rows: BinaryRows, take: (bytes: Buffer, at: Int32Array) => void): Promise<void> {
  for (await rows.load(); rows.has; await rows.load())
    for (; rows.has; rows.next()) take(rows.bytes, rows.at);
}
