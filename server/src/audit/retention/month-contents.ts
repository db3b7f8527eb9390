import { stretchesOf } from '../archive/multirange.ts';
import { hashOfNote, monthAfter, type Remembered, startOf } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { tellsOfKeySql, toldOfKeySql } from '../sealing/key-telling.ts';

/** What a month of the log consists of. */
export type MonthContents = {
  events: number;
  seqs: [first: number, last: number][];
  lastSegment: number;
  previous: string | null;
  remembers: Remembered[];
};

/** Events by which the verification judges what it finds later: who asked to be erased, what is held, which keys sign. */
const remembered = ['user.erasure_request', 'user.erase', 'audit.hold', 'audit.hold_lift'];

/** A month whose events cannot all be read: it stays in the log, where somebody may yet find out what was done to it. */
export class DamagedMonth extends Error {
  override name = 'DamagedMonth';

  constructor(
    readonly month: string,
    /** The first of its events that cannot be read. */
    readonly event: string,
    readonly others: number,
  ) {
    const more = others > 0 ? ` (and ${others} more of that month)` : '';
    super(
      `the text of event ${event}${more} cannot be read: it is none that the log writes, and ${month} stays in the log`,
    );
  }
}

/**
 * Before anything is archived. What is sealed proves itself also where nobody can read it; but a month that holds such an
 * event would leave with the damage unseen, and what later events are judged by might be in it.
 *
 * @throws DamagedMonth
 */
export async function assertReadable(snapshot: Snapshot, month: string): Promise<void> {
  const [found] = await snapshot.query<{ id: string; all: number }>(
    `SELECT e.id, count(*) OVER ()::int AS all FROM audit_events e
      WHERE e.occurred_at >= $1 AND e.occurred_at < $2 AND jsonb_typeof(audit_read(e.body)) IS DISTINCT FROM 'object'
      ORDER BY e.occurred_at, e.id LIMIT 1`,
    [startOf(month), startOf(monthAfter(month))],
  );
  if (found) throw new DamagedMonth(month, found.id, found.all - 1);
}

/** @param month `YYYY-MM`, the oldest one in the log, all of whose events can be read */
export async function monthContents(snapshot: Snapshot, month: string): Promise<MonthContents> {
  const period = [startOf(month), startOf(monthAfter(month))];
  const [leaves] = await snapshot.query<{ events: number; seqs: string; last: number | null }>(
    `SELECT count(*)::int AS events, coalesce(range_agg(int8range(seq, seq + 1)), '{}')::text AS seqs, max(segment)::int AS last
       FROM audit_leaves WHERE occurred_at >= $1 AND occurred_at < $2`,
    period,
  );
  const remembers = await snapshot.query<Remembered>(
    `SELECT e.id, e.action, e.target_id AS target,
            CASE WHEN ${tellsOfKeySql} THEN ${toldOfKeySql} ELSE e.body::jsonb -> 'facts' END AS facts FROM audit_events e
      WHERE e.occurred_at >= $1 AND e.occurred_at < $2 AND (e.action = ANY ($3::text[]) OR ${tellsOfKeySql}) ORDER BY e.occurred_at, e.id`,
    [...period, remembered],
  );
  const [before] = await snapshot.query<{ note: string; last: number }>(
    `SELECT note, last_segment::int AS last FROM audit_retentions WHERE dropped_at IS NOT NULL ORDER BY month DESC LIMIT 1`,
  );
  return {
    events: leaves?.events ?? 0,
    seqs: stretchesOf(leaves?.seqs ?? '{}'),
    lastSegment: Math.max(leaves?.last ?? 0, before?.last ?? 0),
    previous: before ? hashOfNote(before.note) : null,
    remembers,
  };
}
