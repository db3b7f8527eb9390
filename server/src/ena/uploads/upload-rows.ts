import type { Tx } from '../../platform/database/tx.ts';

/** A file that is to be brought to the upload area, as its row holds it. */
export type UploadRow = {
  id: string;
  submissionId: string;
  /** Whose deposit it is. */
  ownerId: string;
  fileId: string;
  environment: string;
  path: string;
  /** Bytes. */
  size: number;
  md5: string;
  status: 'waiting' | 'sending' | 'sent' | 'failed';
  bytesSent: number;
  /** The attempt of its task in which it last came forward; 0 before. */
  advancedIn: number;
  /** An earlier attempt has written to the file there: what it has is our own. */
  isBegun: boolean;
};

/** As many files travel at a time, whatever the number of workers: one account has few connections. */
const mostAtOnce = 2;
/** A worker that says nothing for so long has given its place up, in seconds. */
const placeSeconds = 60;

/**
 * Takes one of the places, and the file into the hand.
 *
 * @returns how many wait when there is no place; undefined when there is nothing to do
 */
export async function take(tx: Tx, id: string): Promise<UploadRow | { waiting: number } | undefined> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('ena_uploads', 0))`);
  const [row] = await tx.query<UploadRow>(
    `SELECT id, submission_id AS "submissionId",
            (SELECT owner_id FROM submissions s WHERE s.id = ena_uploads.submission_id) AS "ownerId", file_id AS "fileId", environment, path, size::float8 AS size, md5, status,
            bytes_sent::float8 AS "bytesSent", advanced_in AS "advancedIn", begun_at IS NOT NULL AS "isBegun" FROM ena_uploads WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row || row.status === 'sent' || row.status === 'failed') return undefined;
  const [{ busy = 0 } = {}] = await tx.query<{ busy: number }>(
    `SELECT count(*)::int AS busy FROM ena_uploads WHERE held_until > clock_timestamp() AND id <> $1`,
    [id],
  );
  if (busy >= mostAtOnce) {
    const [open] = await tx.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM ena_uploads WHERE status IN ('waiting', 'sending')`,
    );
    return { waiting: open?.waiting ?? 1 };
  }
  await tx.query(
    `UPDATE ena_uploads SET status = 'sending', message = NULL, begun_at = coalesce(begun_at, clock_timestamp()),
            held_until = clock_timestamp() + make_interval(secs => ${placeSeconds}) WHERE id = $1`,
    [id],
  );
  return row;
}

/**
 * Notes how far it has come, and keeps the place.
 *
 * @param attempt of its task: the one that counts from now on when it has come further than ever
 */
export async function progress(tx: Tx, id: string, bytes: number, attempt: number): Promise<void> {
  await tx.query(
    `UPDATE ena_uploads SET bytes_sent = $2, advanced_in = CASE WHEN $2 > bytes_sent THEN $3 ELSE advanced_in END,
            held_until = clock_timestamp() + make_interval(secs => ${placeSeconds})
      WHERE id = $1 AND status = 'sending'`,
    [id, bytes, attempt],
  );
}

/** Puts it down: it is there, waits for another try, or has failed. */
export async function putDown(
  tx: Tx,
  { id, size }: UploadRow,
  status: 'waiting' | 'sent' | 'failed',
  message: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE ena_uploads SET status = $2, message = $3, held_until = NULL,
            bytes_sent = CASE WHEN $2 = 'sent' THEN $4 ELSE bytes_sent END,
            sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END WHERE id = $1`,
    [id, status, message, size],
  );
}
