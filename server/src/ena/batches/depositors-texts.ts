import { type Personal, personal } from '../../audit/audit-event.ts';
import type { Tx } from '../../platform/database/tx.ts';

/**
 * What is said of a deposit may repeat what its depositor wrote (names of files, values of a sheet): in the change log
 * it stands as theirs, and goes when they are erased.
 *
 * @param of a submission, or an item of a batch that belongs to one
 */
export async function depositorsTexts(
  tx: Tx,
  of: { submissionId: string } | { itemId: string },
  texts: readonly string[],
): Promise<Personal[]> {
  if (texts.length === 0) return [];
  const [owner] =
    'itemId' in of
      ? await tx.query<{ id: string }>(
          `SELECT s.owner_id AS id FROM ena_batch_items i JOIN submissions s ON s.id = i.submission_id WHERE i.id = $1`,
          [of.itemId],
        )
      : await tx.query<{ id: string }>('SELECT owner_id AS id FROM submissions WHERE id = $1', [
          of.submissionId,
        ]);
  return texts.map((text) => personal(text, owner?.id ?? null));
}
