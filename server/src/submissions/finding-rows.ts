import type { Tx } from '../platform/database/tx.ts';
import type { Finding } from '../validation/validation.contract.ts';

/** A finding's place among those of its submission: before the records, at its record, or behind them all. */
export const beforeRecords = -1;
export const behindRecords = 2_147_483_647;

export type FindingRow = Finding & { recordId: string | null; place: number };

export type FindingCounts = { errorCount: number; warningCount: number; infoCount: number };

/** Findings written with one statement. */
const batchSize = 1_000;

/** Writes findings in batches and counts them. */
export class FindingWriter {
  readonly counts: FindingCounts = { errorCount: 0, warningCount: 0, infoCount: 0 };
  private batch: FindingRow[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly submissionId: string,
  ) {}

  async add(findings: readonly FindingRow[]): Promise<void> {
    for (const finding of findings) {
      this.counts[`${finding.severity}Count`]++;
      this.batch.push(finding);
      if (this.batch.length >= batchSize) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.batch.length === 0) return;
    await this.tx.query(
      `INSERT INTO findings (submission_id, position, record_id, severity, rule, alias, field, row, "column", sheet, value, message, suggestion)
       SELECT $1, f.place, f."recordId", f.severity, f.rule, f.alias, f.field, f.row, f."column", f.sheet, f.value, f.message, f.suggestion
         FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (place int, "recordId" uuid, severity text, rule text, alias text, field text,
              row int, "column" text, sheet text, value text, message text, suggestion text)) WITH ORDINALITY AS f ORDER BY f.ordinality`,
      [this.submissionId, JSON.stringify(this.batch)],
    );
    this.batch = [];
  }
}

/**
 * Takes findings of a submission away.
 *
 * @param condition SQL over `f`, with parameters from `$2` on
 * @returns how many of each severity there were
 */
export async function removeFindings(
  tx: Tx,
  submissionId: string,
  condition: string,
  parameters: readonly unknown[] = [],
): Promise<FindingCounts> {
  const [row] = await tx.query<FindingCounts>(
    `WITH gone AS (DELETE FROM findings f WHERE f.submission_id = $1 AND (${condition}) RETURNING severity)
     SELECT count(*) FILTER (WHERE severity = 'error')::int AS "errorCount",
            count(*) FILTER (WHERE severity = 'warning')::int AS "warningCount",
            count(*) FILTER (WHERE severity = 'info')::int AS "infoCount" FROM gone`,
    [submissionId, ...parameters],
  );
  return row ?? { errorCount: 0, warningCount: 0, infoCount: 0 };
}

/** Brings the counts on records up to date: of the whole submission, or of some of its records. */
export async function countOnRecords(
  tx: Tx,
  submissionId: string,
  recordIds?: readonly string[],
): Promise<void> {
  await tx.query(
    `UPDATE records r SET error_count = counted.errors, warning_count = counted.warnings
       FROM (SELECT known.id, count(f.id) FILTER (WHERE f.severity = 'error')::int AS errors,
                    count(f.id) FILTER (WHERE f.severity = 'warning')::int AS warnings
               FROM records known LEFT JOIN findings f ON f.record_id = known.id
              WHERE known.submission_id = $1 AND ($2::uuid[] IS NULL OR known.id = ANY($2)) GROUP BY known.id) counted
      WHERE r.id = counted.id AND (r.error_count, r.warning_count) IS DISTINCT FROM (counted.errors, counted.warnings)`,
    [submissionId, recordIds ?? null],
  );
}
