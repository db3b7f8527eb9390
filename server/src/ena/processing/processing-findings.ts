import type { Tx } from '../../platform/database/tx.ts';
import {
  countOnRecords,
  type FindingRow,
  FindingWriter,
  removeFindings,
} from '../../submissions/finding-rows.ts';
import type { ObjectAt } from './object-rows.ts';

/** The rule of a finding about what ENA could not process. */
export const processingRule = 'ena.processing';

type RecordAt = { id: string; type: string; alias: string; row: number | null; position: number };

/** Beyond this nobody reads them one by one; the list of problems has them all. */
const mostFindings = 10_000;

/**
 * Says on the records what became of their files, in place of what was said of them before. A record that its depositor
 * has taken out meanwhile has no finding.
 */
export async function noteProcessing(
  tx: Tx,
  submissionId: string,
  looked: readonly ObjectAt[],
): Promise<void> {
  const aliases = looked.map(({ alias }) => alias);
  const removed = await removeFindings(tx, submissionId, 'f.rule = $2 AND f.alias = ANY($3)', [
    processingRule,
    aliases,
  ]);
  const failed = looked.filter(({ failedAt }) => failedAt).slice(0, mostFindings);
  const places = await placesOf(tx, submissionId, failed);
  const writer = new FindingWriter(tx, submissionId);
  await writer.add(
    failed.flatMap((object) => {
      const place = places.get(`${object.type}:${object.alias}`);
      return place ? [findingOf(object, place)] : [];
    }),
  );
  await writer.flush();
  if (removed.errorCount + writer.counts.errorCount === 0) return;
  await tx.query(`UPDATE submissions SET error_count = greatest(error_count + $2, 0) WHERE id = $1`, [
    submissionId,
    writer.counts.errorCount - removed.errorCount,
  ]);
  await countOnRecords(tx, submissionId);
}

async function placesOf(
  tx: Tx,
  submissionId: string,
  failed: readonly ObjectAt[],
): Promise<Map<string, RecordAt>> {
  if (failed.length === 0) return new Map();
  const rows = await tx.query<RecordAt>(
    `SELECT id, type, alias, row, position FROM records WHERE submission_id = $1 AND alias = ANY($2)`,
    [submissionId, failed.map(({ alias }) => alias)],
  );
  return new Map(rows.map((row) => [`${row.type}:${row.alias}`, row]));
}

function findingOf({ environment, processError, enaAccession }: ObjectAt, at: RecordAt): FindingRow {
  const where = environment === 'production' ? 'ENA' : `ENA (${environment})`;
  return {
    severity: 'error',
    rule: processingRule,
    recordType: at.type as FindingRow['recordType'],
    position: null,
    alias: at.alias,
    field: null,
    row: at.row,
    column: null,
    value: null,
    message: `${where} accepted it as ${enaAccession} and could not process its files: ${processError}`,
    suggestion: null,
    recordId: at.id,
    place: at.position,
  };
}
