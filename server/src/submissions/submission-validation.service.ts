import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import type { Checklist } from '../validation/checklist.contract.ts';
import { ChecklistsService } from '../validation/checklists.service.ts';
import type { UploadedFile } from '../validation/reads/reads.ts';
import { startValidation } from '../validation/validate.ts';
import type { Finding } from '../validation/validation.contract.ts';
import {
  beforeRecords,
  behindRecords,
  countOnRecords,
  type FindingCounts,
  type FindingRow,
  FindingWriter,
  removeFindings,
} from './finding-rows.ts';
import { isOwnMatter, standsAlone } from './lone-change.ts';
import { checkAlone, checkReads, hasReads } from './reads-check.ts';
import { beforeReads, firstPosition } from './record-positions.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import type { Submission } from './submission.entity.ts';
import { SubmissionFiles } from './uploads/submission-files.ts';
import { contextOf, sampleOf } from './validation-input.ts';

/** Where each record stands, by its position: findings name their record by it. */
type Places = { id: string; place: number }[];

/** Records checked at a time; then everything else in the process has its turn. */
const recordsPerTurn = 250;

/** Checks a submission as it stands and keeps the findings beside it, in the caller's transaction. */
@Injectable()
export class SubmissionValidation {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly files: SubmissionFiles,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces the findings of a locked submission and brings its counts, and those of its records, up to date; the
   * given entity gets the counts too.
   */
  async run(tx: Tx, submission: Submission): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    const validation = startValidation(contextOf(submission, this.clock.today()), checklist);
    const writer = new FindingWriter(tx, submission.id);
    const places: Places = [];
    const sheet = submission.sheet?.sheet ?? null;
    await tx.query('DELETE FROM findings WHERE submission_id = $1', [submission.id]);
    await writer.add(validation.begin().map((finding) => aboutWhole(finding, beforeRecords)));
    for await (const batch of recordBatches(tx, submission.id, 0, firstPosition.experiment)) {
      for (const record of batch) {
        places.push({ id: record.id, place: record.position });
        const found = validation.record(sampleOf(record));
        if (found.length > 0) await writer.add(found.map((finding) => aboutRecord(finding, places, sheet)));
        if (places.length % recordsPerTurn === 0) await setImmediate();
      }
    }
    await writer.add(validation.end().map((finding) => aboutWhole(finding, behindRecords)));
    await this.checkReads(tx, submission, writer);
    await writer.flush();
    await this.save(tx, submission, checklist, writer.counts);
    await countOnRecords(tx, submission.id);
  }

  /** Checks only what is about the study itself (title, description, hold date); its records stay as they were judged. */
  async runOnProject(tx: Tx, submission: Submission): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    if ((checklist?.version ?? null) !== submission.checklistVersion) return this.run(tx, submission);
    const removed = await removeFindings(tx, submission.id, 'f.position = $2', [beforeRecords]);
    const writer = new FindingWriter(tx, submission.id);
    const found = startValidation(contextOf(submission, this.clock.today()), checklist).begin();
    await writer.add(found.map((finding) => aboutWhole(finding, beforeRecords)));
    await writer.flush();
    await this.adjust(tx, submission, checklist, removed, writer.counts);
  }

  /**
   * Checks only experiments, runs, analyses and their files: after one of them, a file, or what they refer to has changed. The
   * samples stay as they were judged.
   */
  async runOnReads(tx: Tx, submission: Submission): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    if ((checklist?.version ?? null) !== submission.checklistVersion) return this.run(tx, submission);
    const condition = 'f.position >= $2 AND f.position < $3';
    const removed = await removeFindings(tx, submission.id, condition, [beforeReads, behindRecords]);
    const writer = new FindingWriter(tx, submission.id);
    await this.checkReads(tx, submission, writer);
    await writer.flush();
    await this.adjust(tx, submission, checklist, removed, writer.counts);
    await countOnRecords(tx, submission.id);
  }

  /**
   * After one experiment, run or analysis was changed: the same outcome as `runOnReads`, which is spared where no other
   * record is judged by what changed.
   */
  async runOnRead(tx: Tx, submission: Submission, before: RecordRow, after: RecordRow): Promise<void> {
    const checklist = await this.checklists.current(tx, submission.checklist);
    const isOfThisVersion = (checklist?.version ?? null) === submission.checklistVersion;
    if (
      !isOfThisVersion ||
      !isOwnMatter(before, after) ||
      !(await standsAlone(tx, submission.id, before, after))
    )
      return this.runOnReads(tx, submission);
    const found = await checkAlone(tx, submission, await this.uploaded(tx, submission), after);
    const condition = 'f.record_id = $2 AND f.rule <> $3';
    const removed = await removeFindings(tx, submission.id, condition, [after.id, 'experiment.no_run']);
    const writer = new FindingWriter(tx, submission.id);
    await writer.add(found.map((finding) => ({ ...finding, recordId: after.id, place: after.position })));
    await writer.flush();
    await countOnRecords(tx, submission.id, [after.id]);
    await this.adjust(tx, submission, checklist, removed, writer.counts);
  }

  private async checkReads(tx: Tx, submission: Submission, writer: FindingWriter): Promise<void> {
    if (hasReads(submission)) await checkReads(tx, submission, await this.uploaded(tx, submission), writer);
  }

  /** Only what was read from end to end and found to be what its owner said counts as there. */
  private async uploaded(tx: Tx, submission: Submission): Promise<Map<string, UploadedFile>> {
    const files = await this.files.byName(tx, submission.id);
    return new Map(
      [...files].map(([name, { md5, status }]) => [name, { md5, isVerified: status === 'verified' }]),
    );
  }

  /** Saves counts after some findings were replaced by others. */
  adjust(
    tx: Tx,
    submission: Submission,
    checklist: Checklist | undefined,
    removed: FindingCounts,
    added: FindingCounts,
  ): Promise<void> {
    return this.save(tx, submission, checklist, {
      errorCount: submission.errorCount - removed.errorCount + added.errorCount,
      warningCount: submission.warningCount - removed.warningCount + added.warningCount,
      infoCount: submission.infoCount - removed.infoCount + added.infoCount,
    });
  }

  private async save(
    tx: Tx,
    submission: Submission,
    checklist: Checklist | undefined,
    counts: FindingCounts,
  ): Promise<void> {
    Object.assign(submission, counts, { checklistVersion: checklist?.version ?? null });
    const { errorCount, warningCount, infoCount } = counts;
    await tx.query(
      `UPDATE submissions SET checklist_version = $2, error_count = $3, warning_count = $4, info_count = $5, validated_at = $6 WHERE id = $1`,
      [submission.id, submission.checklistVersion, errorCount, warningCount, infoCount, this.clock.now()],
    );
  }
}

const aboutWhole = (finding: Finding, place: number): FindingRow => ({ ...finding, recordId: null, place });

function aboutRecord(finding: Finding, places: Places, sheet: string | null): FindingRow {
  const at = finding.position === null ? undefined : places[finding.position];
  if (!at)
    throw new Error(`the rule ${finding.rule} names record ${finding.position}, which it has not seen`);
  return { ...finding, sheet, recordId: at.id, place: at.place };
}
