import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { changesBetween, writtenBy } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { authorize, may } from '../platform/access/authorize.ts';
import type { Tx } from '../platform/database/tx.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { orCurrent } from '../platform/database/or-current.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { updateVersioned } from '../platform/database/versioned-update.ts';
import { forbidden, stale } from '../platform/errors/app.error.ts';
import { Lists } from '../platform/lists/list.query.ts';
import { Clock } from '../platform/time/clock.ts';
import {
  type ChangeSubmission,
  type CreateSubmission,
  type SubmissionSummary,
  type SubmissionView,
  submissionView,
} from './submission.contract.ts';
import { referenceOf, Submission } from './submission.entity.ts';
import { contentNotYours, notEditable, submissionNotFound } from './submission.errors.ts';
import { editable } from './submission.state.ts';
import { accessOf, commandsFor } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { submissionDetail, submissionList, type SubmissionListQuery } from './submissions.queries.ts';

/** Fields that hold free text. */
const written = ['title', 'description'];

@Injectable()
export class SubmissionsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly validation: SubmissionValidation,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: SubmissionListQuery): Promise<string> {
    return this.lists.page(submissionList, actor, query);
  }

  /** How many submissions the reader would see in each state, under the same filters. */
  async counts(
    actor: Actor,
    query: Omit<SubmissionListQuery, 'limit'>,
  ): Promise<{ counts: Record<string, number> }> {
    return { counts: await this.lists.countBy(submissionList, actor, { ...query, limit: 1 }, 's.status') };
  }

  /** @throws AppError `submission.not_found`, also for one the reader may not see */
  async get(actor: Actor, id: string): Promise<SubmissionView> {
    const json = await this.lists.one(submissionDetail(this.config.ENA_ENVIRONMENT), actor, id, {
      limit: 1,
    });
    if (json === undefined) throw submissionNotFound(id);
    const view = JSON.parse(json) as Omit<SubmissionView, 'commands'>;
    const isShown = mayReadContent(actor, view);
    const sheet = isShown ? view.sheet : withoutHeaders(view.sheet);
    const reads = isShown ? view.reads : (view.reads?.map(withoutNames) ?? null);
    return { ...view, sheet, reads, commands: commandsFor(actor, view) };
  }

  async create(actor: Actor, given: CreateSubmission): Promise<SubmissionView> {
    if (!actor.ability.can('create', 'Submission'))
      throw forbidden('access.denied', 'Only a depositor can create a submission.');
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    await this.uow.run(async (tx) => {
      const [{ number = '' } = {}] = await tx.query<{ number: string }>(
        `INSERT INTO submissions (id, owner_id, status, title, description, checklist, hold_date, created_at, updated_at)
         VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $7) RETURNING number`,
        [id, actor.id, given.title, given.description, given.checklist, given.holdDate, now],
      );
      const submission = await tx.repo(Submission).findOneByOrFail({ id });
      await this.validation.run(tx, submission);
      await this.audit.record(tx, actor, {
        action: 'submission.create',
        target: { type: 'Submission', id, label: referenceOf(number) },
        changes: writtenBy(actor.id, changesBetween(null, given), written),
      });
      await tx.publish({
        type: 'SubmissionCreated',
        subject: { type: 'Submission', id },
        access: accessOf(submission),
      });
    });
    return this.get(actor, id);
  }

  /** @throws AppError `submission.not_editable`, `record.stale` with the submission as it is now */
  async update(actor: Actor, id: string, version: number, given: ChangeSubmission): Promise<SubmissionView> {
    await this.change(actor, id, async (tx) => {
      const submission = await this.lockForEdit(tx, actor, id, version);
      const changes = changesBetween(
        submission as unknown as Record<string, unknown>,
        withoutUndefined(given),
      );
      if (changes.length === 0) return;
      const changed = {
        ...submission,
        ...withoutUndefined(given),
        updatedAt: this.clock.now(),
      } as Submission;
      changed.version = await updateVersioned(tx, Submission, submission, {
        ...withoutUndefined(given),
        updatedAt: changed.updatedAt,
      });
      await this.revalidate(tx, submission, changed);
      await this.audit.record(tx, actor, {
        action: 'submission.update',
        target: { type: 'Submission', id, label: referenceOf(submission.number) },
        changes: writtenBy(submission.ownerId, changes, written),
      });
      await tx.publish({
        type: 'SubmissionChanged',
        subject: { type: 'Submission', id },
        access: accessOf(changed),
      });
    });
    return this.get(actor, id);
  }

  private revalidate(tx: Tx, before: Submission, after: Submission): Promise<void> {
    return before.checklist === after.checklist
      ? this.validation.runOnProject(tx, after)
      : this.validation.run(tx, after);
  }

  /** Runs a change in one transaction; a stale version is answered with the submission as it is now. */
  change<T>(actor: Actor, id: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return orCurrent(
      () => this.uow.run(work),
      async () => asShown(await this.get(actor, id)),
    );
  }

  /**
   * Locks a submission whose content is to be changed.
   *
   * @throws AppError `submission.not_found`, `access.denied`, `record.stale`, `submission.not_editable`
   */
  async lockForEdit(tx: Tx, actor: Actor, id: string, version?: number): Promise<Submission> {
    const submission = await this.lock(tx, actor, 'update', id);
    assertEditable(submission, version);
    return submission;
  }

  /** Locks a submission after checking that the actor may do this to it. */
  async lock(tx: Tx, actor: Actor, action: string, id: string): Promise<Submission> {
    const submission = await tx
      .repo(Submission)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!submission) throw submissionNotFound(id);
    authorize(actor, action, 'Submission', accessOf(submission));
    return submission;
  }

  /**
   * Looks, without locking, whether content could be changed now: before an upload is read, which takes long.
   *
   * @throws AppError as `lockForEdit`
   */
  async assertMayEdit(actor: Actor, id: string, version: number): Promise<void> {
    const submission = await this.get(actor, id);
    authorize(actor, 'update', 'Submission', accessOf({ ...submission, ownerId: submission.owner.id }));
    assertEditable(submission, version, asShown(submission));
  }

  /** @throws AppError `submission.not_found` for one that the reader may not see: neither it nor its history */
  async assertReadable(actor: Actor, id: string): Promise<SubmissionSummary> {
    const json = await this.lists.one(submissionList, actor, id, { limit: 1 });
    if (json === undefined) throw submissionNotFound(id);
    return JSON.parse(json) as SubmissionSummary;
  }

  /**
   * Whose role shows where a deposit stands need not see what is in it.
   *
   * @throws AppError `submission.not_found`, `access.denied`
   */
  async assertContentReadable(actor: Actor, id: string): Promise<void> {
    const view = await this.assertReadable(actor, id);
    if (!mayReadContent(actor, view)) throw contentNotYours();
  }
}

/** Whether this reader may see what is in a submission that they may see. */
export const mayReadContent = (
  actor: Actor,
  view: Pick<SubmissionSummary, 'id' | 'owner' | 'status' | 'revision'>,
): boolean => may(actor, 'read', 'Record', accessOf({ ...view, ownerId: view.owner.id }));

/** How many columns a sheet has, but not what they are about. */
const withoutHeaders = (sheet: SubmissionView['sheet']): SubmissionView['sheet'] =>
  sheet && { ...sheet, columns: sheet.columns.map(({ letter }) => ({ letter, header: '', unit: null })) };

const withoutNames = (table: NonNullable<SubmissionView['reads']>[number]) => ({
  ...table,
  sheet: null,
  columns: table.columns.map(({ letter }) => ({ letter, header: '' })),
});

/** As answers show it: what is kept of a sheet beyond that is ours. */
const asShown = (view: SubmissionView): SubmissionView => submissionView.parse(view);

/** @throws AppError `record.stale`, `submission.not_editable` */
function assertEditable(
  submission: Pick<Submission, 'version' | 'status'>,
  version: number | undefined,
  current?: SubmissionView,
): void {
  if (version !== undefined && submission.version !== version) throw stale(current);
  if (!editable.includes(submission.status)) throw notEditable(submission.status);
}

const withoutUndefined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
