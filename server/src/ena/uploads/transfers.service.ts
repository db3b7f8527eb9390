import { Injectable, Logger } from '@nestjs/common';
import { personal } from '../../audit/audit-event.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { FilesService } from '../../files/files.service.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { LeaseLost, PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { type ProgressNotes, progressNotes } from './progress-notes.ts';
import { isForGood, UploadError } from './upload.error.ts';
import { progress, putDown, take, type UploadRow } from './upload-rows.ts';
import { mostTries } from './upload.task.ts';
import { UploadAreas } from './upload-area.provider.ts';

/** Seconds before a broken transfer that came forward goes on. */
const resumeWait = 1;
/** Together they look for a free place so often in a second, however many wait. */
const looksPerSecond = 20;

/** Seconds until one of so many looks again whether there is a place; at different times, so that one soon does. */
const placeWait = (waiting: number): number =>
  0.5 + Math.random() * Math.max(1, (2 * waiting) / looksPerSecond);

/** How many attempts there were, with this one, since it last came forward. */
const triesOf = ({ advancedIn }: UploadRow, { attempt }: TaskRun): number => attempt - advancedIn;

/**
 * Brings one file from the object store to ENA's upload area, byte by byte through memory. The task's lease sees that one
 * worker does; whoever takes a broken transfer up again goes on where it ended.
 */
@Injectable()
export class EnaTransfers {
  private readonly logger = new Logger(EnaTransfers.name);
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly files: FilesService,
    private readonly areas: UploadAreas,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Postponed while there is no place, or when a transfer broke that had come forward */
  async run(id: string, run: TaskRun): Promise<void> {
    const upload = await this.fenced(run, (tx) => take(tx, id));
    if (!upload) return;
    if ('waiting' in upload) throw new Postponed(placeWait(upload.waiting));
    if (triesOf(upload, run) > mostTries) throw await this.endless(upload, run);
    const notes = progressNotes((bytes) =>
      this.fenced(run, async (tx) => {
        await progress(tx, id, bytes, run.attempt);
        await this.announce(tx, upload);
      }),
    );
    try {
      await this.transfer(upload, run, notes);
    } catch (error) {
      await notes.end().catch((reason: unknown) => this.logger.warn(`${upload.path}: ${String(reason)}`));
      throw await this.broken(upload, error, notes.furthest, run);
    }
    await notes.end();
    await this.fenced(run, (tx) => this.arrived(tx, upload));
  }

  private transfer(upload: UploadRow, run: TaskRun, notes: ProgressNotes): Promise<void> {
    const area = this.areas.area();
    // A note that cannot be written means that the lease has gone: nothing more may be sent then.
    const signal = AbortSignal.any([run.signal, notes.signal]);
    return area.put(upload, (start) => this.files.open(upload.fileId, { start, signal }), {
      resume: upload.isBegun,
      signal,
      onProgress: (bytes) => notes.note(bytes),
    });
  }

  private async arrived(tx: Tx, upload: UploadRow): Promise<void> {
    await putDown(tx, upload, 'sent', null);
    await this.audit.record(tx, this.actor, {
      action: 'ena_upload.send',
      target: { type: 'EnaUpload', id: upload.id, label: personal(upload.path, upload.ownerId) },
      root: { type: 'Submission', id: upload.submissionId },
      changes: [{ field: 'status', before: 'sending', after: 'sent' }],
      facts: { environment: upload.environment, fileId: upload.fileId, md5: upload.md5, size: upload.size },
    });
    await this.announce(tx, upload);
  }

  /** Writes down why it broke. @returns what the task ends with */
  private async broken(upload: UploadRow, error: unknown, furthest: number, run: TaskRun): Promise<unknown> {
    if (error instanceof LeaseLost || run.signal.aborted) return error;
    const hasAdvanced = furthest > upload.bytesSent;
    const isOver =
      error instanceof AppError ||
      error instanceof PermanentFailure ||
      (error instanceof UploadError && isForGood(error)) ||
      (!hasAdvanced && triesOf(upload, run) >= mostTries);
    const isForPeople = error instanceof UploadError || error instanceof AppError;
    const message = isForPeople
      ? error.message
      : 'Something failed on our side; the log of the worker says what.';
    if (isOver) return this.over(upload, message, run);
    await this.fenced(run, async (tx) => {
      if (hasAdvanced) await progress(tx, upload.id, furthest, run.attempt);
      await putDown(tx, upload, 'waiting', message);
      await this.announce(tx, upload);
    });
    this.logger.warn(`${upload.path}: ${String(error)}`);
    return hasAdvanced ? new Postponed(resumeWait) : error;
  }

  /** After too many attempts that ended without a word: the file itself may be what ends them. */
  private endless(upload: UploadRow, run: TaskRun): Promise<PermanentFailure> {
    return this.over(upload, `The worker ended in the middle of it ${mostTries} times.`, run);
  }

  private async over(upload: UploadRow, message: string, run: TaskRun): Promise<PermanentFailure> {
    await this.fenced(run, async (tx) => {
      await putDown(tx, upload, 'failed', message);
      await this.failed(tx, upload, message);
      await this.announce(tx, upload);
    });
    return new PermanentFailure(message);
  }

  private async failed(tx: Tx, upload: UploadRow, message: string): Promise<void> {
    await this.audit.record(tx, this.actor, {
      action: 'ena_upload.fail',
      target: { type: 'EnaUpload', id: upload.id, label: personal(upload.path, upload.ownerId) },
      root: { type: 'Submission', id: upload.submissionId },
      changes: [{ field: 'status', before: 'sending', after: 'failed' }],
      facts: {
        environment: upload.environment,
        fileId: upload.fileId,
        message: personal(message, upload.ownerId), // may repeat the path, which ends with the file's name
      },
    });
  }

  /** Pages of the batches that wait for it follow along. */
  private async announce(tx: Tx, { submissionId, environment }: UploadRow): Promise<void> {
    const batches = await tx.query<{ id: string }>(
      `SELECT b.id FROM ena_batch_submissions bs JOIN ena_batches b ON b.id = bs.batch_id
        WHERE bs.submission_id = $1 AND b.environment = $2 AND b.status = 'sending'`,
      [submissionId, environment],
    );
    for (const { id } of batches)
      await tx.publish({ type: 'EnaUploadChanged', subject: { type: 'EnaBatch', id }, access: {} });
  }

  private fenced<T>(run: TaskRun, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      return work(tx);
    });
  }
}
