import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import { ChecklistsService } from '../validation/checklists.service.ts';
import { startValidation } from '../validation/validate.ts';
import type { Finding, SampleInput, ValidationContext } from '../validation/validation.contract.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import { projectAliasOf, type Submission } from './submission.entity.ts';

/** Findings written with one statement. */
const batchSize = 1_000;

type Located = Finding & { recordId: string | null };

/** Checks a submission as it stands and keeps the findings beside it, in the caller's transaction. */
@Injectable()
export class SubmissionValidation {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces the findings of a locked submission and brings its counts, and those of its records, up to date; the
   * given entity gets the counts too.
   */
  async run(tx: Tx, submission: Submission): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    const validation = startValidation(this.contextOf(submission), checklist);
    const findings = new FindingWriter(tx, submission.id);
    await tx.query('DELETE FROM findings WHERE submission_id = $1', [submission.id]);
    await findings.add(validation.begin());
    for await (const batch of recordBatches(tx, submission.id)) {
      for (const record of batch) {
        findings.knows(record.id);
        await findings.add(validation.record(sampleOf(record)));
      }
    }
    await findings.add(validation.end());
    await findings.flush();
    Object.assign(submission, findings.counts, { checklistVersion: checklist?.version ?? null });
    await this.save(tx, submission);
  }

  private async save(tx: Tx, submission: Submission): Promise<void> {
    const { id, checklistVersion, errorCount, warningCount, infoCount } = submission;
    await tx.query(
      `UPDATE submissions SET checklist_version = $2, error_count = $3, warning_count = $4, info_count = $5, validated_at = $6 WHERE id = $1`,
      [id, checklistVersion, errorCount, warningCount, infoCount, this.clock.now()],
    );
    await tx.query(
      `UPDATE records r SET error_count = coalesce(f.errors, 0), warning_count = coalesce(f.warnings, 0)
         FROM records known
         LEFT JOIN (SELECT record_id, count(*) FILTER (WHERE severity = 'error') AS errors, count(*) FILTER (WHERE severity = 'warning') AS warnings
                      FROM findings WHERE submission_id = $1 AND record_id IS NOT NULL GROUP BY record_id) f ON f.record_id = known.id
        WHERE known.submission_id = $1 AND r.id = known.id
          AND (r.error_count, r.warning_count) IS DISTINCT FROM (coalesce(f.errors, 0)::int, coalesce(f.warnings, 0)::int)`,
      [id],
    );
  }

  private contextOf({
    title,
    description,
    holdDate,
    number,
    checklist,
    sheet,
  }: Submission): ValidationContext {
    return {
      project: { alias: projectAliasOf(number), title, description, holdDate },
      checklist: {
        accession: checklist,
        ...(sheet?.checklistVersion && { version: sheet.checklistVersion }),
      },
      today: this.clock.today(),
      ...(sheet && {
        sheet: {
          headerRow: sheet.headerRow,
          columns: sheet.columns,
          encoding: { name: sheet.encoding, certain: sheet.isEncodingCertain },
          commentRows: sheet.commentRows,
        },
      }),
    };
  }
}

const sampleOf = ({
  alias,
  title,
  description,
  taxonId,
  scientificName,
  attributes,
  row,
}: RecordRow): SampleInput => ({
  type: 'sample',
  alias,
  title,
  description,
  taxonId,
  scientificName,
  row,
  attributes: attributes.map(({ tag, value, unit }) => ({ field: tag, value, unit })),
});

/** Collects findings, writes them in batches, counts them. */
class FindingWriter {
  readonly counts = { errorCount: 0, warningCount: 0, infoCount: 0 };
  /** Ids of the records seen, by position: a finding names its record by position, and may come later. */
  private readonly ids: string[] = [];
  private batch: Located[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly submissionId: string,
  ) {}

  knows(recordId: string): void {
    this.ids.push(recordId);
  }

  async add(findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) {
      this.counts[`${finding.severity}Count`]++;
      this.batch.push({
        ...finding,
        recordId: finding.position === null ? null : (this.ids[finding.position] ?? null),
      });
      if (this.batch.length >= batchSize) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.batch.length === 0) return;
    await this.tx.query(
      `INSERT INTO findings (submission_id, record_id, severity, rule, alias, field, row, "column", value, message, suggestion)
       SELECT $1, f."recordId", f.severity, f.rule, f.alias, f.field, f.row, f."column", f.value, f.message, f.suggestion
         FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS ("recordId" uuid, severity text, rule text, alias text, field text, row int,
              "column" text, value text, message text, suggestion text)) WITH ORDINALITY AS f ORDER BY f.ordinality`,
      [this.submissionId, JSON.stringify(this.batch)],
    );
    this.batch = [];
  }
}
