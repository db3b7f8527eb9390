import type { Tx } from '../../platform/database/tx.ts';
import type { RunStatus } from './schedule.contract.ts';

export type RunRow = {
  id: string;
  origin: 'schedule' | 'person';
  plannedFor: Date;
  /** Of the person who had it run; null for one of the schedule. */
  startedBy: string | null;
  status: RunStatus;
  batchId: string;
  submissionCount: number;
  leftOut: LeftOut[];
};

/** A submission that did not pass the check of the run's batch. */
export type LeftOut = { id: string; reference: string; title: string; message: string | null };

const columns = `id, origin, planned_for AS "plannedFor", started_by::text AS "startedBy", status, batch_id AS "batchId", submission_count AS "submissionCount", left_out AS "leftOut"`;

export async function lockRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const [row] = await tx.query<RunRow>(`SELECT ${columns} FROM ena_schedule_runs WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row;
}
