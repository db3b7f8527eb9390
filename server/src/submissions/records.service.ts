import { Injectable } from '@nestjs/common';
import { changesBetween } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { stale } from '../platform/errors/app.error.ts';
import { Lists } from '../platform/lists/list.query.ts';
import { Clock } from '../platform/time/clock.ts';
import type { ChangeRecord, RecordView } from './record.contract.ts';
import type { RecordRow } from './record-rows.ts';
import { findingList, type FindingListQuery, recordList, type RecordListQuery } from './records.queries.ts';
import { referenceOf, type Submission } from './submission.entity.ts';
import { recordNotFound } from './submission.errors.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsService } from './submissions.service.ts';

@Injectable()
export class RecordsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly submissions: SubmissionsService,
    private readonly validation: SubmissionValidation,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  async list(actor: Actor, submissionId: string, query: RecordListQuery): Promise<string> {
    await this.submissions.readable(actor, submissionId);
    return this.lists.page(recordList, actor, query, (p) => [`r.submission_id = ${p.add(submissionId)}`]);
  }

  /** @returns the page as JSON text */
  async findings(actor: Actor, submissionId: string, query: FindingListQuery): Promise<string> {
    await this.submissions.readable(actor, submissionId);
    return this.lists.page(findingList, actor, query, (p) => [`f.submission_id = ${p.add(submissionId)}`]);
  }

  /**
   * Changes single values of one record and checks the whole submission anew (an alias may now double another's).
   *
   * @param version the record's own version
   * @throws AppError `record.not_found`, `record.stale` with the record as it is now, `submission.not_editable`
   */
  async update(
    actor: Actor,
    submissionId: string,
    recordId: string,
    version: number,
    given: ChangeRecord,
  ): Promise<RecordView> {
    await this.uow.run(async (tx) => {
      const submission = await this.submissions.lockForEdit(tx, actor, submissionId);
      const before = await this.lock(tx, submissionId, recordId);
      if (before.version !== version) throw stale(await this.view(actor, submissionId, recordId));
      const after = apply(before, given);
      const changes = recordChanges(before, after);
      if (changes.length === 0) return;
      await tx.query(
        `UPDATE records SET alias = $2, title = $3, description = $4, taxon_id = $5, scientific_name = $6, attributes = $7, version = version + 1 WHERE id = $1`,
        [
          recordId,
          after.alias,
          after.title,
          after.description,
          after.taxonId,
          after.scientificName,
          JSON.stringify(after.attributes),
        ],
      );
      await this.touch(tx, submission);
      await this.validation.run(tx, submission);
      await this.audit.record(tx, actor, {
        action: 'record.update',
        target: { type: 'Record', id: recordId, label: before.alias },
        root: { type: 'Submission', id: submissionId },
        changes,
        facts: { submission: referenceOf(submission.number) },
      });
      await tx.publish({
        type: 'RecordChanged',
        subject: { type: 'Submission', id: submissionId },
        access: accessOf(submission),
      });
    });
    return this.view(actor, submissionId, recordId);
  }

  private async touch(tx: Tx, submission: Submission): Promise<void> {
    await tx.query(`UPDATE submissions SET updated_at = $2, version = version + 1 WHERE id = $1`, [
      submission.id,
      this.clock.now(),
    ]);
  }

  private async view(actor: Actor, submissionId: string, recordId: string): Promise<RecordView> {
    const page = await this.list(actor, submissionId, { ids: [recordId], limit: 1 });
    const [record] = (JSON.parse(page) as { items: RecordView[] }).items;
    if (!record) throw recordNotFound(recordId);
    return record;
  }

  private async lock(
    tx: Tx,
    submissionId: string,
    recordId: string,
  ): Promise<RecordRow & { version: number }> {
    const [row] = await tx.query<RecordRow & { version: number }>(
      `SELECT id, type, position, row, alias, title, description, taxon_id AS "taxonId", scientific_name AS "scientificName", attributes, version
         FROM records WHERE id = $1 AND submission_id = $2 FOR UPDATE`,
      [recordId, submissionId],
    );
    if (!row) throw recordNotFound(recordId);
    return row;
  }
}

/** The record with the given values; an attribute set to the empty text is taken out. */
function apply(before: RecordRow, { attributes = {}, ...given }: ChangeRecord): RecordRow {
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const kept = before.attributes.map((attribute) => {
    const change = attributes[attribute.tag];
    return change ? { ...attribute, value: change.value, unit: change.unit ?? attribute.unit } : attribute;
  });
  const known = new Set(kept.map(({ tag }) => tag));
  const added = Object.entries(attributes)
    .filter(([tag]) => !known.has(tag))
    .map(([tag, { value, unit }]) => ({ tag, value, unit }));
  return { ...before, ...fields, attributes: [...kept, ...added].filter(({ value }) => value !== '') };
}

/** Changed fields, each attribute by its own name. */
function recordChanges(before: RecordRow, after: RecordRow) {
  const flat = ({ alias, title, description, taxonId, scientificName, attributes }: RecordRow) => ({
    alias,
    title,
    description,
    taxonId,
    scientificName,
    ...Object.fromEntries(
      attributes.map(({ tag, value, unit }) => [`attribute:${tag}`, unit ? `${value} ${unit}` : value]),
    ),
  });
  const was: Record<string, string> = flat(before);
  const is: Record<string, string> = flat(after);
  const removed = Object.keys(was).filter((field) => !(field in is));
  return changesBetween(was, { ...is, ...Object.fromEntries(removed.map((field) => [field, null])) });
}
