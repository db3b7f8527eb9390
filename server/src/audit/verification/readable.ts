// Some of what is verified rests on what events say in their texts, which the database reads as JSON. Who may only write
// events can write one that is none: it must be found, and not keep what else is wrong from being told.
import { DatabaseError } from 'pg';
import type { Remembered } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { isLogText } from '../log-text.ts';
import { isReadable } from '../readable-text.ts';
import type { Flaws } from './flaws.ts';

/**
 * Runs queries that read texts of events as JSON. Where the database cannot, the events are named that it fails at, and
 * the snapshot goes on.
 *
 * @param actions of the events whose texts are read; of all where it is left out
 * @returns undefined when a text could not be read
 * @throws whatever else the work throws
 */
export async function orUnreadable<T>(
  snapshot: Snapshot,
  flaws: Flaws,
  work: () => Promise<T>,
  actions?: readonly string[],
): Promise<T | undefined> {
  await snapshot.query('SAVEPOINT readable');
  try {
    const result = await work();
    await snapshot.query('RELEASE SAVEPOINT readable');
    return result;
  } catch (error) {
    if (!isOfData(error)) throw error;
    await snapshot.query('ROLLBACK TO SAVEPOINT readable');
    const ids = actions ? await unreadableIds(snapshot, actions) : [];
    for (const id of ids) flaws.add('event', `event ${id}`, wrong('event_text'));
    if (ids.length === 0) flaws.add('event', 'events', wrong('events_text', { message: error.message }));
    return undefined;
  }
}

/** Those of months that have left which the database can read. */
export function readableOf(remembered: readonly Remembered[], flaws: Flaws): Remembered[] {
  return remembered.filter((event) => {
    const isGood = isReadable(JSON.stringify(event));
    if (!isGood) flaws.add('event', `event ${event.id}`, wrong('event_text'));
    return isGood;
  });
}

/** Errors of the classes "data exception" and "program limit exceeded". */
const isOfData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && /^(22|54)/.test(error.code ?? '');

const atOnce = 1_000;

async function unreadableIds(snapshot: Snapshot, actions: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await snapshot.query<{ id: string; body: string }>(
      `SELECT e.id, e.body FROM audit_events e WHERE e.action = ANY ($1::text[]) AND e.id > $2 ORDER BY e.id LIMIT ${atOnce}`,
      [actions, last],
    );
    found.push(...rows.filter(({ body }) => !isLogText(body)).map(({ id }) => id));
    const end = rows.at(-1)?.id;
    if (end === undefined || rows.length < atOnce) return found;
    last = end;
  }
}
