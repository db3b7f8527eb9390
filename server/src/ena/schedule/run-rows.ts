import type { Tx } from '../../platform/database/tx.ts';
import type { RunStatus } from './schedule.contract.ts';

export type RunRow = {
  id: string;
  origin: 'schedule' | 'person';
  plannedFor: Date;
  status: RunStatus;
  batchId: string;
  submissionCount: number;
};

const columns = `id, origin, planned_for AS "plannedFor", status, batch_id AS "batchId", submission_count AS "submissionCount"`;

export async function lockRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const [row] = await tx.query<RunRow>(`SELECT ${columns} FROM ena_schedule_runs WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row;
}
