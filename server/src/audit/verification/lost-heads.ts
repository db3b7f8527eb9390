// Heads that were published and are gone. The newest is put again into a bucket that was emptied, and covers all before
// it; but what vouched for the log on the days before is lost, and somebody took it.
import type { Snapshot } from '../exporting/snapshot.ts';
import { headKey, type PublishedHead } from '../publication/head-place.ts';
import { damaged } from '../verifier/verdict.ts';

type Known = Pick<PublishedHead, 'number' | 'closedAt'>;
type Row = { segment: string; closed_at: Date };

const known = ({ segment, closed_at }: Row): Known => ({ number: Number(segment), closedAt: closed_at });
const startOfDay = (moment: Date) => new Date(moment.toISOString().slice(0, 10));

/** Heads of earlier days that are looked for, at random moments: of many that are gone one is found. */
const mostEarlier = 50;

/**
 * @param listed names of all heads that lie there of the day of `since` and after it, whatever comes before the day
 * @param keptSince earlier ones may have been removed: no lock keeps them
 * @throws Found for the first that is not among them
 */
export async function assertNoneLost(
  snapshot: Snapshot,
  place: string,
  listed: readonly string[],
  since: Date,
  keptSince: Date,
): Promise<void> {
  const from = new Date(Math.max(startOfDay(since).getTime(), keptSince.getTime()));
  const rows = await snapshot.query<Row>(
    'SELECT segment, closed_at FROM audit_published_heads WHERE place = $1 AND closed_at >= $2 ORDER BY closed_at, segment',
    [place, from],
  );
  const there = new Set(listed.map((name) => name.slice(name.lastIndexOf('heads/'))));
  for (const head of rows.map(known)) if (!there.has(headKey(head))) throw lost(head);
}

/** @returns some of the heads from before, to be looked for one by one */
export async function someEarlier(
  snapshot: Snapshot,
  place: string,
  since: Date,
  keptSince: Date,
): Promise<Known[]> {
  const rows = await snapshot.query<Row>(
    `WITH span AS (SELECT greatest(min(closed_at), $3::timestamptz) AS first FROM audit_published_heads WHERE place = $1),
          moments AS MATERIALIZED (SELECT first + random() * ($2::timestamptz - first) AS at FROM span, generate_series(1, $4::int) WHERE first < $2)
     SELECT DISTINCT p.segment, p.closed_at FROM moments m
      CROSS JOIN LATERAL (SELECT h.segment, h.closed_at FROM audit_published_heads h
                           WHERE h.place = $1 AND h.closed_at <= m.at ORDER BY h.closed_at DESC, h.segment DESC LIMIT 1) p
     WHERE p.closed_at >= $3 ORDER BY p.closed_at`,
    [place, startOfDay(since), keptSince, mostEarlier],
  );
  return rows.map(known);
}

export const lost = ({ number }: Pick<Known, 'number'>) => damaged(`segment ${number}`, 'head_gone');
