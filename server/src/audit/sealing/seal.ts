// One pass of the sealer, in one transaction. An event's note in audit_unsealed becomes visible when the event is
// committed, so an event that commits late is sealed by a later pass, and none is skipped. Events are numbered in the
// order in which they are sealed.
import type { PoolClient } from 'pg';
import { type ClosedSegment, close, emptyLog, type LogEnd, type Signing } from './closing.ts';
import { flawOfEnd, lastSegmentColumns, lastSegmentOf, LogEndForged } from './last-head.ts';
import type { SigningKey } from './signing-key.ts';

/** The most events in one segment: further ones wait for the next, which follows at once. */
export const largestSegment = 8_192;
/** The least time between two segments, however many workers there are. */
const shortestMs = 950;
/** The longest time without a new head. */
const longestMs = 3_600_000;
/** Key of the advisory lock that lets one sealer work at a time. */
export const sealerLock = 7_331_203;

export type Sealed = {
  number: number;
  events: number;
  /** Whether more events were waiting than fit into the segment. */
  isFull: boolean;
  /** Ids of events that were noted but are gone: somebody removed them before they could be sealed. */
  missing: string[];
};

type Waiting = { id: string; body: string | null };
type End = LogEnd & { now: Date; age: number | null; waiting: boolean };

/**
 * Seals what has been committed, if anything is due.
 *
 * @param client in a transaction of the sealer's role, READ COMMITTED
 * @returns undefined when nothing is due or another sealer is at it
 * @throws LogEndForged when the log does not end with what was sealed last
 */
export async function sealOnce(client: PoolClient, signing: Signing): Promise<Sealed | undefined> {
  const end = await endOfLog(client, signing);
  if (!end) return undefined;
  const isDue = end.age === null || end.age >= (end.waiting ? shortestMs : longestMs);
  if (!isDue) return undefined;
  const taken = end.waiting ? await waitingEvents(client) : [];
  const events = taken.filter((each): each is Waiting & { body: string } => each.body !== null);
  const missing = taken.filter(({ body }) => body === null).map(({ id }) => id);
  if (events.length === 0 && end.age !== null && end.age < longestMs)
    return { number: end.number, events: 0, isFull: false, missing };
  const bodies = events.map(({ body }) => body);
  const closed = close(end, bodies, end.now, signing);
  await store(client, closed, events, signing.keys[0] as SigningKey);
  const isFull = taken.length === largestSegment;
  return { number: closed.segment.number, events: events.length, isFull, missing };
}

async function endOfLog(client: PoolClient, { origin, keys }: Signing): Promise<End | undefined> {
  const lock = await client.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [sealerLock]);
  if (!lock.rows[0].mine) return undefined;
  const { rows } = await client.query(
    `SELECT ${lastSegmentColumns('s')}, greatest(s.closed_at, date_trunc('milliseconds', clock_timestamp())) AS now,
            extract(epoch FROM clock_timestamp() - s.closed_at) * 1000 AS age,
            EXISTS (SELECT FROM audit_unsealed) AS waiting
       FROM (SELECT 1) one LEFT JOIN (SELECT * FROM audit_segments ORDER BY number DESC LIMIT 1) s ON true`,
  );
  const { now, age, waiting, ...row } = rows[0];
  if (row.number === null) return { ...emptyLog, now, age: null, waiting };
  const last = lastSegmentOf(row);
  const flaw = flawOfEnd(last, origin, keys);
  if (flaw !== undefined) throw new LogEndForged(flaw);
  const { number, firstSeq, count, frontier } = last;
  const hash = last.hash.toString('hex');
  return { number, nextSeq: firstSeq + count, hash, frontier, now, age: Number(age), waiting };
}

/** The events to seal, in the order of their ids, which is that of their times. */
async function waitingEvents(client: PoolClient): Promise<Waiting[]> {
  const { rows } = await client.query(
    `SELECT u.event_id AS id, e.body
       FROM (SELECT * FROM audit_unsealed ORDER BY event_id LIMIT $1) u
       LEFT JOIN audit_events e ON e.occurred_at = u.occurred_at AND e.id = u.event_id
      ORDER BY u.event_id`,
    [largestSegment],
  );
  return rows as Waiting[];
}

/** Stores a segment with the leaves of its events. @param key the current one */
async function store(
  client: PoolClient,
  closed: ClosedSegment,
  events: readonly Waiting[],
  key: SigningKey,
): Promise<void> {
  await storeLeaves(client, closed, events);
  const { segment, hash, frontier, head } = closed;
  const { number, firstSeq, count, root, previous, closedAt } = segment;
  await client.query(
    `INSERT INTO audit_segments (number, first_seq, count, root, previous, closed_at, hash, frontier, key_id, head)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      number,
      firstSeq,
      count,
      Buffer.from(root, 'hex'),
      Buffer.from(previous, 'hex'),
      closedAt,
      hash,
      frontier,
      key.id,
      head,
    ],
  );
}

/** @throws Error when another sealer took some of the events */
async function storeLeaves(
  client: PoolClient,
  { segment: { number, firstSeq }, leaves }: ClosedSegment,
  events: readonly Waiting[],
): Promise<void> {
  const ids = events.map(({ id }) => id);
  // One statement: the times of the events are taken from the notes, and not sent to and fro.
  const { rowCount } = await client.query(
    `WITH taken AS (DELETE FROM audit_unsealed WHERE event_id = ANY ($1::uuid[]) RETURNING event_id, occurred_at)
     INSERT INTO audit_leaves (occurred_at, event_id, seq, segment, leaf, path)
     SELECT taken.occurred_at, taken.event_id, $2::bigint + given.place - 1, $3, given.leaf, given.path
       FROM unnest($1::uuid[], $4::bytea[], $5::bytea[]) WITH ORDINALITY AS given (id, leaf, path, place)
       JOIN taken ON taken.event_id = given.id
      ORDER BY given.place`,
    [ids, firstSeq, number, leaves.map(({ leaf }) => leaf), leaves.map(({ path }) => path)],
  );
  if (rowCount !== ids.length) throw new Error('somebody else took events that were being sealed');
}
