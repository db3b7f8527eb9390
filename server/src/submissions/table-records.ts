import type { Tx } from '../platform/database/tx.ts';
import type { Tables } from './reads/tables.ts';
import { ReadsRecords } from './reads/reads-records.ts';
import type { RecordType } from './record-positions.ts';
import { insertRecords, type RecordRow } from './record-rows.ts';
import { recordsFromSheet } from './sheet-records.ts';
import { typesOf } from './table-infos.ts';

/** Rows handed to the database at a time while a sheet is read: few, for others have their turn in between. */
const batchSize = 250;

export type RecordCounts = {
  sampleCount: number;
  experimentCount: number;
  runCount: number;
  analysisCount: number;
};

/**
 * Puts the records of tables in place of those of their types.
 *
 * @param ownStudies what the tables may call the submission's own project
 * @returns how many records of each type the submission has now
 */
export async function replaceRecords(
  tx: Tx,
  submissionId: string,
  { samples, reads }: Pick<Tables, 'samples' | 'reads'>,
  ownStudies: ReadonlySet<string>,
): Promise<RecordCounts> {
  const types: RecordType[] = [...(samples ? (['sample'] as const) : []), ...reads.flatMap(typesOf)];
  await tx.query('DELETE FROM findings WHERE submission_id = $1', [submissionId]);
  await tx.query('DELETE FROM records WHERE submission_id = $1 AND type = ANY($2)', [submissionId, types]);
  const made = new ReadsRecords(ownStudies);
  if (samples) await insertAll(tx, submissionId, recordsFromSheet(samples));
  for (const table of reads) await insertAll(tx, submissionId, made.of(table));
  return countRecords(tx, submissionId);
}

async function insertAll(tx: Tx, submissionId: string, records: Iterable<RecordRow>): Promise<void> {
  let batch: RecordRow[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchSize) continue;
    await insertRecords(tx, submissionId, batch);
    batch = [];
  }
  await insertRecords(tx, submissionId, batch);
}

/** How many records of each type a submission has. */
export async function countRecords(tx: Tx, submissionId: string): Promise<RecordCounts> {
  const [counts] = await tx.query<RecordCounts>(
    `SELECT count(*) FILTER (WHERE type = 'sample')::int AS "sampleCount", count(*) FILTER (WHERE type = 'experiment')::int AS "experimentCount",
            count(*) FILTER (WHERE type = 'run')::int AS "runCount", count(*) FILTER (WHERE type = 'analysis')::int AS "analysisCount"
       FROM records WHERE submission_id = $1`,
    [submissionId],
  );
  return counts ?? { sampleCount: 0, experimentCount: 0, runCount: 0, analysisCount: 0 };
}
