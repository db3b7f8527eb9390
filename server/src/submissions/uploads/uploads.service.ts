import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FileListQuery } from '../../files/file.contract.ts';
import { accessOf, StoredFile } from '../../files/file.entity.ts';
import { uploadNotFound, uploadOver } from '../../files/file.errors.ts';
import { FileChanges } from '../../files/file-changes.ts';
import { FilesService } from '../../files/files.service.ts';
import { current } from '../../files/file.state.ts';
import { type NewFile, FileUploads } from '../../files/file-uploads.service.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { authorize } from '../../platform/access/authorize.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { SubmissionsService } from '../submissions.service.ts';
import { Arrival } from './arrival.ts';
import type { BeginUpload, CompleteUpload, UploadView } from './upload.contract.ts';
import { UploadViews } from './upload-view.ts';

/**
 * Files on their way into a submission, while its depositor may change it. Bytes go straight to the store; what is
 * external is done before the transaction, so that a kill leaves at most something in the store that costs nothing and
 * that the next attempt, or the sweep of abandoned uploads, finds.
 */
@Injectable()
export class UploadsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly submissions: SubmissionsService,
    private readonly files: FilesService,
    private readonly uploads: FileUploads,
    private readonly changes: FileChanges,
    private readonly arrival: Arrival,
    private readonly views: UploadViews,
  ) {}

  /** @returns the page of a submission's files as JSON text */
  async list(actor: Actor, submissionId: string, query: FileListQuery): Promise<string> {
    await this.submissions.assertReadable(actor, submissionId);
    return this.files.list(actor, submissionId, query);
  }

  /**
   * @throws AppError `submission.not_found`, `submission.not_editable`, `file.bad_name`, `file.too_large`,
   *   `file.too_many`, `file.root_full`
   */
  async begin(actor: Actor, submissionId: string, given: BeginUpload): Promise<UploadView> {
    const { name, size, md5 = null, sha256 = null } = given;
    const file: NewFile = { name, size, md5, sha256 };
    // Once without a lock, so that the store is not asked for what is refused; then for good.
    await this.uow.run((tx) => this.submissions.lockForEdit(tx, actor, submissionId));
    this.uploads.assertAcceptable(file);
    const prepared = await this.uploads.prepare(file);
    try {
      const begun = await this.uow.run(async (tx) => {
        await this.submissions.lockForEdit(tx, actor, submissionId);
        return this.uploads.begin(tx, actor, { type: 'Submission', id: submissionId }, file, prepared);
      });
      return await this.views.of(begun);
    } catch (error) {
      await this.uploads.unprepare(prepared);
      throw error;
    }
  }

  /** Fresh addresses for the same bytes, while they are awaited. Whoever asks is still at it: that puts off giving it up. */
  async get(actor: Actor, id: string): Promise<UploadView> {
    const file = await this.own(actor, id);
    if (file.status !== 'pending') return this.views.of(file);
    await this.uow.run((tx) => this.uploads.renew(tx, id));
    return this.views.of(await this.own(actor, id));
  }

  /**
   * Says that all bytes are in the store. Said twice, the second time answers what the first has come to.
   *
   * @throws AppError `upload.not_found`, `upload.over`, `upload.not_arrived`, `upload.bad_parts`, `submission.not_editable`
   */
  async complete(actor: Actor, id: string, { parts }: CompleteUpload): Promise<UploadView> {
    const file = await this.own(actor, id);
    if (current.includes(file.status)) return this.views.of(file);
    if (file.status !== 'pending') throw uploadOver(file.status);
    await this.uow.run((tx) => this.submissions.lockForEdit(tx, actor, file.rootId));
    await this.arrival.settle(file, parts);
    const completed = await this.uow.run(async (tx) => {
      await this.submissions.lockForEdit(tx, actor, file.rootId);
      const [locked] = await this.changes.lock(tx, [id]);
      if (!locked) throw uploadNotFound(id);
      if (current.includes(locked.status)) return locked;
      if (locked.status !== 'pending') throw uploadOver(locked.status);
      return this.uploads.complete(tx, actor, locked);
    });
    return this.views.of(completed);
  }

  /** Gives an upload up before it is complete. @throws AppError `upload.not_found`, `upload.over` */
  async abort(actor: Actor, id: string): Promise<void> {
    const file = await this.own(actor, id);
    if (file.status === 'aborted') return;
    if (file.status !== 'pending') throw uploadOver(file.status);
    await this.uow.run((tx) => this.files.remove(tx, actor, file.rootId, id));
  }

  /** Takes a file out. @throws AppError `submission.not_editable`, `file.not_found`, `upload.over` */
  async remove(actor: Actor, submissionId: string, fileId: string): Promise<void> {
    await this.uow.run(async (tx) => {
      await this.submissions.lockForEdit(tx, actor, submissionId);
      await this.files.remove(tx, actor, submissionId, fileId);
    });
  }

  /** Addresses to write to are for whoever may change the file; to others it is no upload at all. */
  private async own(actor: Actor, id: string): Promise<StoredFile> {
    const file = await this.database.getRepository(StoredFile).findOneBy({ id });
    if (!file) throw uploadNotFound(id);
    authorize(actor, 'update', 'File', accessOf(file));
    return file;
  }
}
