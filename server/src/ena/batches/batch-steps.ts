import type { Tx } from '../../platform/database/tx.ts';
import { sendSubmission } from '../sending/send.task.ts';
import { submissionReference } from './batches.queries.ts';
import { objectionToItem } from './item-objections.ts';

/** A batch cancelled: its items hold their records no longer. */
export async function setFree(tx: Tx, batchId: string, message: string): Promise<void> {
  await tx.query(`UPDATE ena_batch_items SET status = 'failed', message = $2 WHERE batch_id = $1`, [
    batchId,
    message,
  ]);
}

/** Forgets what the last check said. */
export async function clearChecks(tx: Tx, batchId: string): Promise<void> {
  for (const table of ['ena_batch_submissions', 'ena_batch_items'])
    await tx.query(
      `UPDATE ${table} SET check_status = 'unchecked', check_message = NULL
        WHERE batch_id = $1 AND (check_status <> 'unchecked' OR check_message IS NOT NULL)`,
      [batchId],
    );
}

/** @returns those that were in the batch */
export async function takeOut(tx: Tx, batchId: string, submissionIds: readonly string[]): Promise<string[]> {
  await tx.query('DELETE FROM ena_batch_items WHERE batch_id = $1 AND submission_id = ANY($2)', [
    batchId,
    submissionIds,
  ]);
  const rows = await tx.query<{ id: string }>(
    `DELETE FROM ena_batch_submissions WHERE batch_id = $1 AND submission_id = ANY($2) RETURNING submission_id AS id`,
    [batchId, submissionIds],
  );
  return rows.map(({ id }) => id);
}

export async function submissionCount(tx: Tx, batchId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM ena_batch_submissions WHERE batch_id = $1',
    [batchId],
  );
  return row?.count ?? 0;
}

/** Submissions that failed the last check. */
export function failedInCheck(tx: Tx, batchId: string): Promise<{ id: string; reference: string }[]> {
  return tx.query(
    `SELECT s.id, ${submissionReference} AS reference FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
      WHERE bs.batch_id = $1 AND bs.check_status = 'failed' ORDER BY bs.position`,
    [batchId],
  );
}

/** Whose submissions are in the batch, and who handed in the revisions that it sends. */
export async function handsIn(
  tx: Tx,
  batchId: string,
): Promise<{ ownerIds: string[]; submitterIds: string[] }> {
  const rows = await tx.query<{ ownerId: string; submitterId: string | null }>(
    `SELECT DISTINCT s.owner_id AS "ownerId", v.submitted_by AS "submitterId"
       FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
       LEFT JOIN revisions v ON v.submission_id = bs.submission_id AND v.number = bs.revision WHERE bs.batch_id = $1`,
    [batchId],
  );
  return {
    ownerIds: rows.map(({ ownerId }) => ownerId),
    submitterIds: rows.flatMap(({ submitterId }) => submitterId ?? []),
  };
}

/**
 * Makes what failed wait once more, but for reopened submissions, records that another batch has by now, and those that
 * were withdrawn or are about to be: these say so. An unclear request is looked into, not sent anew: its own attempt is
 * taken up again.
 */
export async function reopenItems(tx: Tx, batchId: string, reopened: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE ena_batch_items t SET status = CASE WHEN c.objection IS NULL THEN 'waiting' ELSE t.status END, message = c.objection
       FROM (SELECT i.id, ${objectionToItem} AS objection FROM ena_batch_items i JOIN accessions a USING (accession)
              WHERE i.batch_id = $1 AND i.status = 'failed' AND i.submission_id <> ALL($2)
                AND NOT EXISTS (SELECT 1 FROM ena_batch_items o WHERE o.accession = i.accession AND o.environment = i.environment
                  AND o.id <> i.id AND o.status <> 'failed' AND o.expired_at IS NULL)) c
      WHERE t.id = c.id`,
    [batchId, reopened],
  );
  await tx.query(
    `UPDATE ena_attempts SET status = CASE WHEN ena_submission_id IS NULL THEN 'intended' ELSE 'queued' END,
       sent_before = greatest(sent_count - 1, 0), finished_at = NULL WHERE batch_id = $1 AND status = 'attention'`,
    [batchId],
  );
  await tx.query(`UPDATE ena_batch_items SET status = 'sent' WHERE batch_id = $1 AND status = 'attention'`, [
    batchId,
  ]);
}

/** The submissions with something to send, or to look into. */
export async function openSubmissions(tx: Tx, batchId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT submission_id AS id FROM ena_batch_items WHERE batch_id = $1 AND status IN ('waiting', 'sent') ORDER BY 1`,
    [batchId],
  );
  return rows.map(({ id }) => id);
}

/** Whether a worker has a request of the batch, or its check, in hand, or is to take it. */
export async function isUnderWay(
  tx: Tx,
  batchId: string,
  task: { name: string } = sendSubmission,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM tasks WHERE name = $1 AND payload ->> 'batchId' = $2 AND state IN ('ready', 'running') LIMIT 1`,
    [task.name, batchId],
  );
  return rows.length > 0;
}
