import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/access/actor.ts';
import { authorize } from '../platform/access/authorize.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { Lists } from '../platform/lists/list.query.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { SignedUrls } from '../platform/storage/signed-urls.ts';
import { Clock } from '../platform/time/clock.ts';
import { attachment } from './disposition.ts';
import { type DownloadView, type FileListQuery, fileStatus, type FileView } from './file.contract.ts';
import { FileChanges } from './file-changes.ts';
import { accessOf, StoredFile } from './file.entity.ts';
import { fileNotFound, notVerified, uploadOver } from './file.errors.ts';
import { canMove, currentSql } from './file.state.ts';
import { discardFile } from './file.tasks.ts';
import { fileList } from './files.queries.ts';
import { Sidecars } from './sidecars.ts';

/** Time enough to follow the address, and too little to pass it on. */
const downloadSeconds = 60;

@Injectable()
export class FilesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly lists: Lists,
    private readonly store: ObjectStore,
    private readonly urls: SignedUrls,
    private readonly changes: FileChanges,
    private readonly sidecars: Sidecars,
    private readonly clock: Clock,
  ) {}

  /** The files of one root that the reader may see. @returns the page as JSON text */
  list(actor: Actor, rootId: string, query: FileListQuery): Promise<string> {
    return this.lists.page(fileList, actor, query, (p) => [`f.root_id = ${p.add(rootId)}::uuid`]);
  }

  /** @throws AppError `file.not_found`, also for one the reader may not see */
  async get(actor: Actor, id: string): Promise<FileView> {
    const json = await this.lists.one(fileList, actor, id, { limit: 1, status: fileStatus.options });
    if (json === undefined) throw fileNotFound(id);
    return JSON.parse(json) as FileView;
  }

  /**
   * An address that gives the bytes for a minute. Whoever asks stands in the change log.
   *
   * @throws AppError `file.not_found`, `access.denied`, `file.not_verified`
   */
  async download(actor: Actor, id: string): Promise<DownloadView> {
    const file = await this.uow.run(async (tx) => {
      const found = await tx.repo(StoredFile).findOneBy({ id });
      if (!found) throw fileNotFound(id);
      authorize(actor, 'download', 'File', accessOf(found));
      if (found.status !== 'verified') throw notVerified(found.status);
      await this.changes.note(tx, actor, found, 'file.download', { sha256: found.sha256 });
      return found;
    });
    const expiresAt = new Date(this.clock.now().getTime() + downloadSeconds * 1_000);
    const url = await this.urls.get(file.key, attachment(file.name), downloadSeconds);
    return { url, expiresAt: expiresAt.toISOString() };
  }

  /**
   * The bytes of a verified file, for the product's own use.
   *
   * @param options `start`: the first byte wanted, from 0 and before the end
   * @throws AppError `file.not_found`, `file.not_verified`, `storage.missing`
   */
  async open(id: string, options: { start?: number; signal?: AbortSignal } = {}): Promise<Readable> {
    const file = await this.database.getRepository(StoredFile).findOneBy({ id });
    if (!file) throw fileNotFound(id);
    if (file.status !== 'verified') throw notVerified(file.status);
    return this.store.open(file.key, options);
  }

  /**
   * Takes a file out. Bytes that nobody but its owner could see go too.
   *
   * @param tx has locked its root
   * @throws AppError `file.not_found`, `access.denied`, `upload.over`
   */
  async remove(tx: Tx, actor: Actor, rootId: string, id: string): Promise<void> {
    const found = await tx.repo(StoredFile).findOneBy({ id, rootId });
    if (!found) throw fileNotFound(id);
    const family = await this.sidecars.lockFamily(tx, found);
    const file = family.find((each) => each.id === id) ?? found;
    authorize(actor, 'remove', 'File', accessOf(file));
    const to = file.status === 'pending' ? 'aborted' : 'removed';
    if (!canMove(file.status, to)) throw uploadOver(file.status);
    const removed = await this.changes.move(tx, actor, file, to);
    await tx.enqueue(discardFile, { fileId: id }, { askedBy: actor });
    await this.sidecars.followed(tx, actor, removed);
  }

  /** From now on whoever may see what was submitted may see the files of this root. */
  async submitted(tx: Tx, rootId: string): Promise<void> {
    await tx.query(
      `UPDATE files SET visibility = 'submitted', updated_at = $2
        WHERE root_id = $1 AND visibility = 'private' AND status = ANY(${currentSql})`,
      [rootId, this.clock.now()],
    );
  }
}
