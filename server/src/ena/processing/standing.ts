import type { Tx } from '../../platform/database/tx.ts';
import { accessOf } from '../../submissions/submission-view.ts';

/** A submission as the log and the stream of open pages name it. */
export type Standing = Parameters<typeof accessOf>[0] & { reference: string };

/** Locks the submission: before its batches and objects, as everywhere. */
export async function lockStanding(tx: Tx, submissionId: string): Promise<Standing> {
  const [row] = await tx.query<Standing>(
    `SELECT id, 'SUB-' || lpad(number::text, 6, '0') AS reference, owner_id AS "ownerId", status, revision
       FROM submissions WHERE id = $1 FOR NO KEY UPDATE`,
    [submissionId],
  );
  if (!row) throw new Error(`submission ${submissionId} is gone`);
  return row;
}

/** Tells open pages: of the submission, of its batches, of the problems. */
export async function announce(
  tx: Tx,
  standing: Standing,
  batchIds: readonly string[],
  problemIds: readonly string[],
): Promise<void> {
  await tx.publish({
    type: 'SubmissionFollowedAtEna',
    subject: { type: 'Submission', id: standing.id },
    access: accessOf(standing),
  });
  for (const id of new Set(batchIds))
    await tx.publish({ type: 'EnaBatchFollowed', subject: { type: 'EnaBatch', id }, access: {} });
  // Of very many the list is read anew all the same.
  for (const id of problemIds.slice(0, 100))
    await tx.publish({ type: 'EnaProblemChanged', subject: { type: 'EnaProblem', id }, access: {} });
}
