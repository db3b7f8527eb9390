import { Injectable } from '@nestjs/common';
import { personal, writtenBy } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { orCurrent } from '../platform/database/or-current.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { stale } from '../platform/errors/app.error.ts';
import { Lists } from '../platform/lists/list.query.ts';
import { Clock } from '../platform/time/clock.ts';
import type { ChangeRecord, RecordChanged, RecordView } from './record.contract.ts';
import { changedRecord, recordChanges } from './record-changes.ts';
import { changedDetails } from './reads/changed-details.ts';
import { RecordRevalidation } from './record-revalidation.service.ts';
import type { RecordRow } from './record-rows.ts';
import { assertUnitsOfColumns } from './record-units.ts';
import { findingList, type FindingListQuery, recordList, type RecordListQuery } from './records.queries.ts';
import { projectAliasOf, referenceOf, type Submission } from './submission.entity.ts';
import { noSuchField, recordNotFound } from './submission.errors.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionsService } from './submissions.service.ts';

@Injectable()
export class RecordsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly submissions: SubmissionsService,
    private readonly revalidation: RecordRevalidation,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  async list(actor: Actor, submissionId: string, query: RecordListQuery): Promise<string> {
    await this.submissions.assertContentReadable(actor, submissionId);
    return this.lists.page(recordList, actor, query, (p) => [`r.submission_id = ${p.add(submissionId)}`]);
  }

  /** @returns the page as JSON text */
  async findings(actor: Actor, submissionId: string, query: FindingListQuery): Promise<string> {
    await this.submissions.assertContentReadable(actor, submissionId);
    return this.lists.page(findingList, actor, query, (p) => [`f.submission_id = ${p.add(submissionId)}`]);
  }

  /**
   * Changes single values of one record and brings the findings up to date.
   *
   * @param version the record's own version
   * @throws AppError `record.not_found`, `record.stale` with the record as it is now, `submission.not_editable`,
   *   `record.unit_differs`, `record.no_such_field`
   */
  async update(
    actor: Actor,
    submissionId: string,
    recordId: string,
    version: number,
    given: ChangeRecord,
  ): Promise<RecordChanged> {
    const view = () => this.view(actor, submissionId, recordId);
    const change = () => this.uow.run((tx) => this.change(tx, actor, submissionId, recordId, version, given));
    const submissionVersion = await orCurrent(change, view);
    return { ...(await view()), submissionVersion };
  }

  /** @returns the submission's version that it made; null when nothing changed */
  private async change(
    tx: Tx,
    actor: Actor,
    submissionId: string,
    recordId: string,
    version: number,
    given: ChangeRecord,
  ): Promise<number | null> {
    const submission = await this.submissions.lockForEdit(tx, actor, submissionId);
    const before = await this.lock(tx, submissionId, recordId);
    if (before.version !== version) throw stale(undefined);
    const after = this.changed(submission, before, given);
    const changes = recordChanges(before, after);
    if (changes.length === 0) return null;
    await assertUnitsOfColumns(tx, submissionId, before, after);
    const made = await this.save(tx, submission, after);
    await this.revalidation.run(tx, submission, before, after);
    await this.audit.record(tx, actor, {
      action: 'record.update',
      target: { type: 'Record', id: recordId, label: personal(before.alias, submission.ownerId) },
      root: { type: 'Submission', id: submissionId },
      changes: writtenBy(submission.ownerId, changes),
      facts: { submission: referenceOf(submission.number) },
    });
    await tx.publish({
      type: 'RecordChanged',
      subject: { type: 'Submission', id: submissionId },
      access: accessOf(submission),
    });
    return made;
  }

  /** @throws AppError `record.no_such_field` for a field that a record of the type does not have */
  private changed<Row extends RecordRow>(submission: Submission, before: Row, given: ChangeRecord): Row {
    const ofSample = (['taxonId', 'scientificName', 'attributes'] as const).find((field) => given[field]);
    if (before.type !== 'sample' && ofSample) throw noSuchField(before.type, ofSample);
    const after = changedRecord(before, given, submission.sheet?.columns);
    if (given.details === undefined) return after;
    const own = new Set([projectAliasOf(submission.number), ...(submission.reads?.studyAliases ?? [])]);
    const changed = changedDetails(before.details, given.details, own);
    if ('unknown' in changed) throw noSuchField(before.type, changed.unknown);
    return { ...after, details: changed.details };
  }

  /** @returns the submission's new version */
  private async save(tx: Tx, submission: Submission, record: RecordRow): Promise<number> {
    const { id, alias, title, description, taxonId, scientificName, attributes, details } = record;
    await tx.query(
      `UPDATE records SET alias = $2, title = $3, description = $4, taxon_id = $5, scientific_name = $6, attributes = $7, details = $8, version = version + 1 WHERE id = $1`,
      [
        id,
        alias,
        title,
        description,
        taxonId,
        scientificName,
        JSON.stringify(attributes),
        details && JSON.stringify(details),
      ],
    );
    await tx.query(`UPDATE submissions SET updated_at = $2, version = version + 1 WHERE id = $1`, [
      submission.id,
      this.clock.now(),
    ]);
    return submission.version + 1; // its row is locked
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
      `SELECT id, type, position, row, alias, title, description, taxon_id AS "taxonId", scientific_name AS "scientificName", attributes, details, place, version
         FROM records WHERE id = $1 AND submission_id = $2 FOR UPDATE`,
      [recordId, submissionId],
    );
    if (!row) throw recordNotFound(recordId);
    return row;
  }
}
