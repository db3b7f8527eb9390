// The database's row about an archived month. The sealer puts it there; it is believed only as far as this log's own
// keys signed it, both when the month is dropped and when its file is handed out.
import { v7 as uuidv7 } from 'uuid';
import { multirangeOf } from '../archive/multirange.ts';
import { readRetained, type RetainedMonth } from '../archive/retained-month.ts';
import { momentOf } from '../moment.ts';
import type { LogKeys } from '../sealing/log-keys.ts';
import type { SealerDatabase } from '../sealing/sealer.database.ts';
import { type SignedNote, signersOf } from '../sealing/signed-note.ts';

/** An archive that is not what was stated, or whose statement is not signed by this log. */
export class Unproven extends Error {
  override name = 'Unproven';
}

type Fields = Pick<RetainedMonth, 'month' | 'events' | 'lastSegment' | 'bucket' | 'key' | 'sha256' | 'bytes'>;

export type StatedRow = Fields & { id: string; seqs: string; note: string };

/** The columns of a `StatedRow`, of `audit_retentions r`. */
export const statedColumns = `r.id, r.month, r.events::float8 AS events, r.last_segment::float8 AS "lastSegment", r.bucket,
  r.object_key AS key, r.sha256, r.bytes::float8 AS bytes, r.seqs::text AS seqs, r.note`;

/** @param eventId of the event that tells of it */
export async function insertStated(
  sealer: SealerDatabase,
  stated: RetainedMonth,
  note: string,
  eventId: string,
): Promise<void> {
  const { month, events, lastSegment, seqs, bucket, key, bytes, sha256 } = stated;
  const values = [month, events, lastSegment, multirangeOf(seqs), bucket, key, bytes, sha256, note];
  await sealer.query(
    `INSERT INTO audit_retentions (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [uuidv7(), ...values, eventId, momentOf(eventId)],
  );
}

/**
 * The archives by which a month may be dropped: first those that have all of its events, and of these the newest first.
 */
export function readStated(sealer: SealerDatabase, month: string): Promise<StatedRow[]> {
  return sealer.query<StatedRow>(
    `SELECT ${statedColumns}
       FROM audit_retentions r,
            (SELECT coalesce(range_agg(int8range(l.seq, l.seq + 1)), '{}') AS seqs
               FROM to_date($1 || '-01', 'YYYY-MM-DD') AS d
               JOIN audit_leaves l ON l.occurred_at >= d::timestamp AT TIME ZONE 'UTC' AND l.occurred_at < (d + interval '1 month') AT TIME ZONE 'UTC') m
      WHERE r.month = $1 AND r.dropped_at IS NULL ORDER BY r.seqs = m.seqs DESC, r.archived_at DESC, r.id DESC LIMIT 20`,
    [month],
  );
}

const names = ['month', 'events', 'lastSegment', 'bucket', 'key', 'sha256', 'bytes'] as const;

/** Whether one of these keys signed what the row says. */
export function isSigned(row: StatedRow, { origin, all }: Pick<LogKeys, 'origin' | 'all'>): boolean {
  return unprovenBecause(row, origin, (note) => signersOf(note, all).length > 0) === undefined;
}

/**
 * @param isOurs whether a key of this log that was good at that time signed a note
 * @returns why a row is not to be believed; undefined when it says what was signed
 */
export function unprovenBecause(
  row: StatedRow,
  origin: string,
  isOurs: (note: SignedNote, time: string) => boolean,
): string | undefined {
  const read = readRetained(origin, row.note);
  if (!read) return 'its statement is none of a month of this log';
  const { stated, note } = read;
  if (!isOurs(note, stated.at)) return 'its statement is not signed by a key of this log';
  const unlike =
    names.find((name) => row[name] !== stated[name]) ??
    (row.seqs === multirangeOf(stated.seqs) ? undefined : 'seqs');
  return unlike && `its row says another ${unlike} than its statement`;
}
