// The months that have left the log, as the database states them: signed, one after the other, told by an event that is
// still in the log, and gone. Whoever trusts the newest head trusts that event, and with it all statements.
import { stretchesOf } from '../archive/multirange.ts';
import { hashOfNote, type ReadMonth, type RetainedMonth } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import type { ExportedSegment } from '../exporting/export-format.ts';
import { isReadable } from '../readable-text.ts';
import { parseHead } from '../sealing/checkpoint.ts';
import { readMonths, RemainingRows } from '../verifier/archived-start.ts';
import type { Trust } from '../verifier/row-check.ts';
import { damaged } from '../verifier/verdict.ts';

type Row = Pick<RetainedMonth, 'month' | 'events' | 'lastSegment' | 'bucket' | 'key' | 'sha256' | 'bytes'> & {
  seqs: string;
  note: string;
  eventId: string;
  isHere: boolean;
};

export type Archived = {
  months: readonly ReadMonth[];
  /** The last segment that an archived event lies in, and the last event of it; 0 where nothing has left. */
  lastSegment: number;
  lastSeq: number;
};

/** Of a log that nothing has left. */
export const nothingArchived: Archived = { months: [], lastSegment: 0, lastSeq: 0 };

/** @throws Found with the month whose absence is not proven */
export async function archivedIn(snapshot: Snapshot, trust: Trust): Promise<Archived> {
  const rows = await snapshot.query<Row>(
    `SELECT r.month, r.events::float8 AS events, r.last_segment::float8 AS "lastSegment", r.bucket, r.object_key AS key, r.sha256,
            r.bytes::float8 AS bytes, r.seqs::text AS seqs, r.note, r.event_id AS "eventId",
            r.month IN (SELECT month FROM audit_months() AS month) AS "isHere"
       FROM audit_retentions r WHERE r.dropped_at IS NOT NULL ORDER BY r.month`,
  );
  const newest = rows.at(-1);
  if (!newest) return nothingArchived;
  const months = readMonths(
    rows.map(({ note }) => note),
    await originIn(snapshot),
    trust,
  );
  for (const [index, row] of rows.entries()) assertAsStated(row, months[index] as ReadMonth);
  await assertTold(snapshot, newest);
  const { lastSegment } = newest;
  const [last] = await snapshot.query<{ lastSeq: number }>(
    'SELECT (first_seq + count - 1)::float8 AS "lastSeq" FROM audit_segments WHERE number = $1',
    [lastSegment],
  );
  if (!last && lastSegment > 0) throw damaged(`segment ${lastSegment}`, 'segment_of_archived');
  return { months, lastSegment, lastSeq: last?.lastSeq ?? 0 };
}

const atOnce = 5_000;

type Remaining = { seq: number; leaf: string; path: string; named: number } & Pick<
  ExportedSegment,
  'firstSeq' | 'count' | 'root'
> & {
    /** Null where the segment that the leaf names is not there. */
    number: number | null;
  };

/** Each event that remains in those segments is in its own by its path, and none lacks. @throws Found */
export async function assertRemaining(snapshot: Snapshot, { months, lastSeq }: Archived): Promise<void> {
  if (months.length === 0) return;
  const remaining = new RemainingRows({ firstSeq: 1, count: lastSeq }, months);
  for (let last = 0; ;) {
    const rows = await snapshot.query<Remaining>(
      `SELECT l.seq::float8 AS seq, encode(l.leaf, 'hex') AS leaf, encode(l.path, 'hex') AS path, l.segment::float8 AS named, s.number::float8 AS number,
              s.first_seq::float8 AS "firstSeq", s.count, encode(s.root, 'hex') AS root
         FROM audit_leaves l LEFT JOIN audit_segments s ON s.number = l.segment
        WHERE l.seq > $1 AND l.seq <= $2 ORDER BY l.seq LIMIT ${atOnce}`,
      [last, lastSeq],
    );
    for (const { seq, leaf, path, named, number, ...segment } of rows) {
      if (number === null) throw damaged(`event ${seq}`, 'event_segment_gone', { segment: named });
      remaining.row(seq, leaf, path, { ...segment, number }, `event ${seq}`);
    }
    last = rows.at(-1)?.seq ?? lastSeq;
    if (rows.length < atOnce) break;
  }
  remaining.end('event');
}

/** The name that the newest head gives the log; that one is looked at for itself. */
async function originIn(snapshot: Snapshot): Promise<string> {
  const [last] = await snapshot.query<{ head: string }>(
    'SELECT head FROM audit_segments ORDER BY number DESC LIMIT 1',
  );
  const head = last && parseHead(last.head);
  if (!head) throw damaged('archive', 'archive_unsealed');
  return head.checkpoint.origin;
}

function assertAsStated(row: Row, { stated }: ReadMonth): void {
  const place = `archive of ${row.month}`;
  const names = ['month', 'events', 'lastSegment', 'bucket', 'key', 'sha256', 'bytes'] as const;
  const unlike = names.find((name) => row[name] !== stated[name]);
  if (unlike !== undefined || JSON.stringify(stretchesOf(row.seqs)) !== JSON.stringify(stated.seqs))
    throw damaged(place, 'archive_stated', { field: unlike ?? 'seqs' });
  if (row.isHere) throw damaged(place, 'archive_still_here');
}

/** The event lies after all that has left, so that it is verified with the rest. */
async function assertTold(snapshot: Snapshot, { month, note, eventId, lastSegment }: Row): Promise<void> {
  const told = await snapshot.query<{ body: string }>(
    `SELECT e.body FROM audit_events e JOIN audit_leaves l ON l.occurred_at = e.occurred_at AND l.event_id = e.id
      WHERE e.id = $1 AND e.occurred_at = to_timestamp(('x' || left(translate($1::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
        AND l.segment > $2 AND e.action = 'audit.archive' AND e.target_id = $3`,
    [eventId, lastSegment, month],
  );
  if (!told.some(({ body }) => statementIn(body) === hashOfNote(note)))
    throw damaged(`archive of ${month}`, 'archive_untold');
}

/** Not by the database, which ends the verification where a text is no JSON. @returns what an event names, if anything */
function statementIn(body: string): unknown {
  if (!isReadable(body)) return undefined;
  const event = JSON.parse(body) as { facts?: { statement?: unknown } } | null;
  return event?.facts?.statement;
}
