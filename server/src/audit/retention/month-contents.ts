import { stretchesOf } from '../archive/multirange.ts';
import { hashOfNote, monthAfter, type Remembered, startOf } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { isLogText } from '../log-text.ts';
import { tellsOfKeySql, toldOfKeySql } from '../sealing/key-telling.ts';

/** What a statement says about the events of a month. */
export type MonthContents = {
  events: number;
  seqs: [first: number, last: number][];
  lastSegment: number;
  previous: string | null;
  remembers: Remembered[];
};

/**
 * Events that later verifications need: which erasures were requested, what is held. (Those of keys are told by
 * `tellsOfKeySql`.)
 */
const remembered = ['user.erasure_request', 'user.erase', 'audit.hold', 'audit.hold_lift'];

/**
 * A month with texts that the log never wrote: it stays in the log, where somebody may yet find out what was done to it.
 */
export class DamagedMonth extends Error {
  override name = 'DamagedMonth';

  constructor(
    readonly month: string,
    /** The first of its events with such a text. */
    readonly event: string,
    readonly others: number,
  ) {
    const more = others > 0 ? ` (and ${others} more of that month)` : '';
    super(`the text of event ${event}${more} is none that the log writes, and ${month} stays in the log`);
  }
}

/** Texts may be long. */
const atOnce = 200;

/**
 * Call before a month is archived. A sealed event proves itself whatever its text is; but the month would leave
 * with the damage unseen, and the event might be one that later verifications need.
 *
 * @throws DamagedMonth
 */
export async function assertReadable(snapshot: Snapshot, month: string): Promise<void> {
  const found: string[] = [];
  let last: { at: Date; id: string } = { at: startOf(month), id: '00000000-0000-0000-0000-000000000000' };
  for (let isMore = true; isMore;) {
    const rows = await snapshot.query<{ id: string; at: Date; body: string; isRead: boolean }>(
      `SELECT e.id, e.occurred_at AS at, e.body, coalesce(jsonb_typeof(audit_read(e.body)) = 'object', false) AS "isRead" FROM audit_events e
        WHERE e.occurred_at < $1 AND (e.occurred_at, e.id) > ($2::timestamptz, $3::uuid) ORDER BY e.occurred_at, e.id LIMIT ${atOnce}`,
      [startOf(monthAfter(month)), last.at, last.id],
    );
    for (const { id, body, isRead } of rows) if (!isRead || !isLogText(body)) found.push(id);
    last = rows.at(-1) ?? last;
    isMore = rows.length === atOnce;
  }
  const [first, ...others] = found;
  if (first !== undefined) throw new DamagedMonth(month, first, others.length);
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
