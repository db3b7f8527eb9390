import { submissionReference } from './batches.queries.ts';
import type { Tx } from '../../platform/database/tx.ts';
import type { ItemCounts } from './batch.state.ts';
import type { BatchStatus } from './batches.contract.ts';
import type { AccessionKind } from '../../accessions/accession.contract.ts';

export type BatchRow = {
  id: string;
  number: string;
  environment: 'sandbox' | 'test' | 'production';
  status: BatchStatus;
  /** Null for a batch of the schedule. */
  createdBy: string | null;
  checkRound: number;
  pausedAt: Date | null;
  version: number;
};

export type ItemRow = {
  id: string;
  type: AccessionKind;
  alias: string;
  enaAlias: string;
  accession: string;
  status: string;
};

export const batchReferenceOf = (number: string): string => `ENA-${number.padStart(6, '0')}`;

export async function lockBatch(tx: Tx, id: string): Promise<BatchRow | undefined> {
  const [batch] = await tx.query<BatchRow>(
    `SELECT id, number, environment, status, created_by AS "createdBy", check_round AS "checkRound",
            paused_at AS "pausedAt", version FROM ena_batches WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return batch;
}

/** The items of one submission in a batch that have one of the given states, in their order. */
export function itemsOf(
  tx: Tx,
  batchId: string,
  submissionId: string,
  states: readonly string[],
): Promise<ItemRow[]> {
  return tx.query(
    `SELECT id, type, alias, ena_alias AS "enaAlias", accession, status FROM ena_batch_items
      WHERE batch_id = $1 AND submission_id = $2 AND status = ANY($3) ORDER BY position`,
    [batchId, submissionId, states],
  );
}

/** The items that a request carries and that are not settled, or are unclear, in their order. */
export function itemsInRequest(
  tx: Tx,
  attemptId: string,
  status: 'sent' | 'attention' = 'sent',
): Promise<ItemRow[]> {
  return tx.query(
    `SELECT id, type, alias, ena_alias AS "enaAlias", accession, status FROM ena_batch_items
      WHERE attempt_id = $1 AND status = $2 ORDER BY position`,
    [attemptId, status],
  );
}

/** Puts items into a request. */
export async function assignItems(tx: Tx, attemptId: string, items: readonly ItemRow[]): Promise<void> {
  await tx.query(
    `UPDATE ena_batch_items SET status = 'sent', message = NULL, attempt_id = $1 WHERE id = ANY($2)`,
    [attemptId, items.map(({ id }) => id)],
  );
}

/** Sets state and message of items, by id. */
export async function updateItems(
  tx: Tx,
  items: readonly { id: string; status: string; message: string | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE ena_batch_items i SET status = g.status, message = g.message
       FROM jsonb_to_recordset($1::jsonb) AS g (id uuid, status text, message text) WHERE i.id = g.id`,
    [JSON.stringify(items)],
  );
}

export async function countItems(tx: Tx, batchId: string): Promise<ItemCounts> {
  const rows = await tx.query<{ status: keyof ItemCounts; count: number }>(
    `SELECT status, count(*)::int AS count FROM ena_batch_items WHERE batch_id = $1 GROUP BY status`,
    [batchId],
  );
  const counts: ItemCounts = { waiting: 0, sent: 0, accepted: 0, failed: 0, attention: 0 };
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** The revision of a submission that a batch sends. */
export async function revisionIn(tx: Tx, batchId: string, submissionId: string): Promise<number | undefined> {
  const [row] = await tx.query<{ revision: number }>(
    `SELECT revision FROM ena_batch_submissions WHERE batch_id = $1 AND submission_id = $2`,
    [batchId, submissionId],
  );
  return row?.revision;
}

/** Before the batch's items change: two batches that hold the same submission would otherwise wait for each other. */
export async function lockSubmissionsOf(tx: Tx, batchId: string): Promise<void> {
  await tx.query(
    `SELECT id FROM submissions WHERE id IN (SELECT submission_id FROM ena_batch_submissions WHERE batch_id = $1)
      ORDER BY id FOR NO KEY UPDATE`,
    [batchId],
  );
}

/** Submissions of a batch that are not approved any more, or were approved in a later revision than it holds. */
export function reopenedIn(tx: Tx, batchId: string): Promise<{ id: string; reference: string }[]> {
  return tx.query(
    `SELECT s.id, ${submissionReference} AS reference FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
      WHERE bs.batch_id = $1 AND (s.status <> 'approved' OR s.revision <> bs.revision) ORDER BY s.number`,
    [batchId],
  );
}
