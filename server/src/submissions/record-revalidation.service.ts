import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import type { Checklist } from '../validation/checklist.contract.ts';
import { ChecklistsService } from '../validation/checklists.service.ts';
import { compiled } from '../validation/compiled-checklist.ts';
import { recommendedIssue } from '../validation/rules/required.rule.ts';
import { startValidation } from '../validation/validate.ts';
import type { Finding } from '../validation/validation.contract.ts';
import {
  behindRecords,
  countOnRecords,
  type FindingCounts,
  type FindingRow,
  FindingWriter,
  removeFindings,
} from './finding-rows.ts';
import { hasReads } from './reads-check.ts';
import { firstPosition } from './record-positions.ts';
import type { RecordRow } from './record-rows.ts';
import type { Submission } from './submission.entity.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { contextOf, sampleOf } from './validation-input.ts';

const duplicateRule = 'alias.duplicate';
const recommendedRule = 'field.recommended';

/**
 * Brings the findings up to date after one record was changed, with the same outcome as checking everything anew and at
 * a cost that does not grow with the submission: the record's own findings, the other records that share its old or
 * its new alias, and what is counted over all records. Where more than that may have changed, everything is checked.
 */
@Injectable()
export class RecordRevalidation {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly validation: SubmissionValidation,
    private readonly clock: Clock,
  ) {}

  /** @param submission locked; its counts are brought up to date */
  async run(tx: Tx, submission: Submission, before: RecordRow, after: RecordRow): Promise<void> {
    if (after.type !== 'sample') return this.validation.runOnRead(tx, submission, before, after);
    await this.runOnSample(tx, submission, before, after);
    // Experiments may refer to it by the old name, or the new one.
    if (before.alias !== after.alias && hasReads(submission))
      await this.validation.runOnReads(tx, submission);
  }

  private async runOnSample(
    tx: Tx,
    submission: Submission,
    before: RecordRow,
    after: RecordRow,
  ): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    if (!checklist || checklist.version !== submission.checklistVersion)
      return this.validation.run(tx, submission);
    const [was, is] = [before, after].map((record) => this.alone(submission, checklist, record));
    if (!was || !is || isMoreThanCounted(was.end, is.end)) return this.validation.run(tx, submission);

    const writer = new FindingWriter(tx, submission.id);
    const sheet = submission.sheet?.sheet ?? null;
    const removed = [await this.removeOwn(tx, submission, before, after)];
    await writer.add(
      is.own.map((finding) => ({ ...finding, sheet, recordId: after.id, place: after.position })),
    );
    const aliases = before.alias === after.alias ? [] : [before.alias, after.alias];
    const namesakes = await this.namesakes(tx, submission, checklist, aliases);
    await writer.add(namesakes.findings);
    for (const finding of changedRecommendations(was.end, is.end)) {
      const condition = `f.position = $2 AND f.rule = $3 AND f.field = $4`;
      const place = [behindRecords, recommendedRule, finding.field];
      removed.push(await removeFindings(tx, submission.id, condition, place));
      await writer.add(await this.recounted(tx, submission, checklist, finding));
    }
    await writer.flush();
    await countOnRecords(tx, submission.id, [after.id, ...namesakes.ids]);
    await this.validation.adjust(tx, submission, checklist, removed.reduce(sum), writer.counts);
  }

  /** What would be found in the record if it were the only one. */
  private alone(
    submission: Submission,
    checklist: Checklist,
    record: RecordRow,
  ): { own: Finding[]; end: Finding[] } {
    const validation = startValidation(contextOf(submission, this.clock.today()), checklist);
    return { own: validation.record(sampleOf(record)), end: validation.end() };
  }

  /** A shared alias concerns others too: those findings go only when the alias has changed, and then all of them. */
  private removeOwn(tx: Tx, { id }: Submission, before: RecordRow, after: RecordRow): Promise<FindingCounts> {
    if (before.alias === after.alias)
      return removeFindings(tx, id, 'f.record_id = $2 AND f.rule <> $3', [before.id, duplicateRule]);
    const condition = `f.record_id = $2 OR (f.rule = 'alias.duplicate' AND f.alias = ANY($3) AND f.position < $4)`;
    const parameters = [before.id, [before.alias, after.alias], firstPosition.experiment];
    return removeFindings(tx, id, condition, parameters);
  }

  /** All records under the given aliases, judged as to whether they share them. */
  private async namesakes(
    tx: Tx,
    submission: Submission,
    checklist: Checklist,
    aliases: readonly string[],
  ): Promise<{ ids: string[]; findings: FindingRow[] }> {
    if (aliases.length === 0) return { ids: [], findings: [] };
    const records = await tx.query<Pick<RecordRow, 'id' | 'alias' | 'row' | 'position'>>(
      `SELECT id, alias, row, position FROM records WHERE submission_id = $1 AND type = 'sample' AND alias = ANY($2) ORDER BY position`,
      [submission.id, aliases],
    );
    const validation = startValidation(contextOf(submission, this.clock.today()), checklist);
    const sheet = submission.sheet?.sheet ?? null;
    const findings = records
      .flatMap((record) => validation.record(sampleOf({ ...nothing, ...record })))
      .filter(({ rule }) => rule === duplicateRule)
      .map((finding) => {
        const record = records[finding.position ?? -1];
        if (!record) throw new Error(`${duplicateRule} names a record that was not given`);
        return { ...finding, sheet, recordId: record.id, place: record.position };
      });
    return { ids: records.map(({ id }) => id), findings };
  }

  /** @param finding the same for one record: all is right in it but for the numbers */
  private async recounted(
    tx: Tx,
    { id }: Submission,
    checklist: Checklist,
    finding: Finding,
  ): Promise<FindingRow[]> {
    const field = compiled(checklist).fields.get(finding.field ?? '');
    if (!field) throw new Error(`${checklist.accession} has no field ${finding.field}`);
    const [row] = await tx.query<{ samples: number; missing: number }>(
      `SELECT count(*)::int AS samples, count(*) FILTER (WHERE NOT attributes @> $2)::int AS missing FROM records WHERE submission_id = $1 AND type = 'sample'`,
      [id, JSON.stringify([{ tag: field.name }])],
    );
    const issue = recommendedIssue(field, row?.missing ?? 0, row?.samples ?? 0);
    return issue ? [{ ...finding, ...issue, recordId: null, place: behindRecords }] : [];
  }
}

const nothing = { title: '', description: '', taxonId: '', scientificName: '', attributes: [] };

const sum = (one: FindingCounts, other: FindingCounts): FindingCounts => ({
  errorCount: one.errorCount + other.errorCount,
  warningCount: one.warningCount + other.warningCount,
  infoCount: one.infoCount + other.infoCount,
});

const recommended = (findings: readonly Finding[]) => findings.filter(({ rule }) => rule === recommendedRule);

/** The findings about recommended fields that the record has got or lost. */
function changedRecommendations(was: readonly Finding[], is: readonly Finding[]): Finding[] {
  const without = (findings: readonly Finding[], others: readonly Finding[]) =>
    recommended(findings).filter(({ field }) => !recommended(others).some((other) => other.field === field));
  return [...without(was, is), ...without(is, was)];
}

const beyondCounts = (findings: readonly Finding[]) =>
  JSON.stringify(findings.filter(({ rule }) => rule !== recommendedRule));

/** Whether the record changes what is said of all of them in another way than by a count. */
const isMoreThanCounted = (was: readonly Finding[], is: readonly Finding[]): boolean =>
  beyondCounts(was) !== beyondCounts(is);
