import { segmentJson } from './export.sql.ts';
import type { Snapshot } from './snapshot.ts';

/** What a complete export says of the months that have left the log. */
export type LeftLog = {
  /** `ExportedArchive` as JSON. */
  json: string;
  /** Number of the first event that is still in the log. */
  firstSeq: number;
  /**
   * Number of the last event in segments that also hold archived events: up to it, each event comes with its own proof.
   */
  lastSeq: number;
};

type Row = { segment: string; frontier: string; lastSeq: number; firstSeq: number | null };

/** @returns undefined when no month has left the log */
export async function leftLogIn(snapshot: Snapshot): Promise<LeftLog | undefined> {
  const months = await snapshot.query<{ note: string; last: string }>(
    'SELECT note, last_segment AS last FROM audit_retentions WHERE dropped_at IS NOT NULL ORDER BY month',
  );
  const [row] = await snapshot.query<Row>(
    `SELECT ${segmentJson('s')} AS segment, encode(s.frontier, 'hex') AS frontier, (s.first_seq + s.count - 1)::float8 AS "lastSeq",
            (SELECT min(l.seq) FROM audit_leaves l)::float8 AS "firstSeq"
       FROM audit_segments s WHERE s.number = $1`,
    [months.at(-1)?.last ?? 0],
  );
  if (!row || row.firstSeq === null) return undefined;
  const notes = JSON.stringify(months.map(({ note }) => note));
  const json = `{"segment":${row.segment},"frontier":"${row.frontier}","months":${notes}}`;
  return { json, firstSeq: row.firstSeq, lastSeq: row.lastSeq };
}
