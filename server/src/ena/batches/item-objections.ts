import type { Tx } from '../../platform/database/tx.ts';

const reopened =
  'Not sent: the deposit was opened again since the batch was made. Once it is approved, send it in another batch.';

/** Whether what was put into the batch, row `bs`, is not what is approved, submission `s`, any more. */
const isReopened = `(s.status <> 'approved' OR s.revision <> bs.revision)`;

/** Why a record, item `i` with accession `a`, is not to be registered any more; null while it may be. */
export const objectionToItem = `CASE
  WHEN a.status NOT IN ('private', 'public') THEN 'Not sent: ' || i.accession || ' is ' || a.status || ' by now.'
  WHEN a.superseded_by IS NOT NULL THEN 'Not sent: ' || a.superseded_by || ' has taken the place of ' || i.accession || '.'
  WHEN EXISTS (SELECT 1 FROM ena_request_objects o WHERE o.accession = i.accession AND o.environment = i.environment AND o.is_open)
    THEN 'Not sent: a request for ' || i.accession || ' is open. Settle or decline that one first, then retry.'
  WHEN EXISTS (SELECT 1 FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
                WHERE bs.batch_id = i.batch_id AND bs.submission_id = i.submission_id AND ${isReopened})
    THEN '${reopened}' END`;

/** Why nothing of a submission is to be sent by a batch any more; undefined while it may be. */
export async function objectionToSubmission(
  tx: Tx,
  batchId: string,
  submissionId: string,
): Promise<string | undefined> {
  const rows = await tx.query(
    `SELECT 1 FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
      WHERE bs.batch_id = $1 AND bs.submission_id = $2 AND ${isReopened}`,
    [batchId, submissionId],
  );
  return rows.length > 0 ? reopened : undefined;
}

/** The records that a request is about to carry and that are not to be registered any more, by item id. */
export async function objectionsIn(tx: Tx, attemptId: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; objection: string }>(
    `SELECT * FROM (SELECT i.id, ${objectionToItem} AS objection FROM ena_batch_items i JOIN accessions a USING (accession)
        WHERE i.attempt_id = $1 AND i.status = 'sent') c WHERE objection IS NOT NULL`,
    [attemptId],
  );
  return new Map(rows.map(({ id, objection }) => [id, objection]));
}
