import type { Tx } from '../platform/database/tx.ts';
import type { RecordDetails } from './record-details.contract.ts';
import type { RecordType } from './record-positions.ts';

/** Where a record stood: the sheet of a workbook, and the rows of a run's files where they have rows of their own. */
export type RecordPlace = { sheet: string | null; fileRows: number[] };

/** One record as its table holds it. */
export type RecordRow = {
  id: string;
  type: RecordType;
  position: number;
  row: number | null;
  alias: string;
  title: string;
  description: string;
  taxonId: string;
  scientificName: string;
  attributes: { tag: string; value: string; unit: string | null }[];
  /** What an experiment, a run or an analysis says; null for a sample. */
  details: RecordDetails | null;
  place: RecordPlace | null;
};

const columns = `r.id, r.type, r.position, r.row, r.alias, r.title, r.description, r.taxon_id AS "taxonId",
  r.scientific_name AS "scientificName", r.attributes, r.details`;

/** Rows read or written with one statement: keeps memory flat whatever the size of a submission. */
const batchSize = 500;

/** Writes records, in batches. */
export async function insertRecords(
  tx: Tx,
  submissionId: string,
  records: readonly RecordRow[],
): Promise<void> {
  for (let at = 0; at < records.length; at += batchSize) {
    await tx.query(
      `INSERT INTO records (id, submission_id, type, position, row, alias, title, description, taxon_id, scientific_name, attributes, details, place)
       SELECT r.id, $1, r.type, r.position, r.row, r.alias, r.title, r.description, r."taxonId", r."scientificName", r.attributes,
              nullif(r.details, 'null'), nullif(r.place, 'null')
         FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, type text, position int, row int, alias text, title text, description text,
              "taxonId" text, "scientificName" text, attributes jsonb, details jsonb, place jsonb)`,
      [submissionId, JSON.stringify(records.slice(at, at + batchSize))],
    );
  }
}

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/**
 * The records of a submission in their order, a batch at a time.
 *
 * @param from the first position, e.g. `firstPosition.experiment`
 * @param below the position before which to stop
 */
export async function* recordBatches(
  reader: Reader,
  submissionId: string,
  from = 0,
  below = 2_147_483_647,
): AsyncGenerator<RecordRow[]> {
  let after = from - 1;
  for (;;) {
    const batch = await reader.query<RecordRow>(
      `SELECT ${columns}, r.place FROM records r
        WHERE r.submission_id = $1 AND r.position > $2 AND r.position < $3 ORDER BY r.position LIMIT ${batchSize}`,
      [submissionId, after, below],
    );
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = last.position;
  }
}

/** The records of a submitted revision in their order, a batch at a time. */
export async function* revisionBatches(
  reader: Reader,
  submissionId: string,
  revision: number,
): AsyncGenerator<RecordRow[]> {
  let after = -1;
  for (;;) {
    const batch = await reader.query<RecordRow>(
      `SELECT ${columns.replace('r.id', 'r.record_id AS id')}, NULL AS place FROM revision_records r
        WHERE r.submission_id = $1 AND r.revision = $2 AND r.position > $3 ORDER BY r.position LIMIT ${batchSize}`,
      [submissionId, revision, after],
    );
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = last.position;
  }
}
