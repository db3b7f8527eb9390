import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import type { Tx } from '../platform/database/tx.ts';
import { MultipartStore } from '../platform/storage/multipart-store.ts';
import { Clock } from '../platform/time/clock.ts';
import { FileChanges } from './file-changes.ts';
import { bytesKey, StoredFile } from './file.entity.ts';
import { badName, filesTooLarge, fileTooLarge, tooManyFiles } from './file.errors.ts';
import { hintsFor, nameObjection } from './file-name.ts';
import { counted, current } from './file.state.ts';
import { discardFile, expireUpload, verifyFile } from './file.tasks.ts';
import { partSizeFor } from './part-plan.ts';
import { expiryOf } from './upload-expiry.ts';

/** What a file is to be: checksums in lower-case hex. */
export type NewFile = { name: string; size: number; md5: string | null; sha256: string | null };

/** What files belong to, as the change log names it. */
export type Root = { type: string; id: string };

/** The store's side of an upload, made before its row: until parts come it costs nothing. */
export type Prepared = Pick<StoredFile, 'id' | 'key' | 'storeUploadId'> & { partSize: number };

/** Files on their way in. Whether the person may is decided above; the rows are kept here. */
@Injectable()
export class FileUploads {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: MultipartStore,
    private readonly changes: FileChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `file.bad_name`, `file.too_large` */
  assertAcceptable({ name, size }: NewFile): void {
    const objection = nameObjection(name);
    if (objection !== undefined) throw badName(objection);
    if (size > this.config.FILE_MAX_BYTES) throw fileTooLarge(this.config.FILE_MAX_BYTES);
  }

  /** One PUT where it fits in a part, else an upload in parts, which the store is asked for. */
  async prepare({ size }: NewFile): Promise<Prepared> {
    const id = uuidv7({ msecs: this.clock.now().getTime() });
    const key = bytesKey(id);
    const partSize = partSizeFor(size, this.config.FILE_PART_BYTES);
    return { id, key, partSize, storeUploadId: size > partSize ? await this.store.begin(key) : null };
  }

  /** Gives up what was prepared for nothing. */
  async unprepare({ key, storeUploadId }: Prepared): Promise<void> {
    if (storeUploadId !== null) await this.store.abort(key, storeUploadId);
  }

  /**
   * @param tx has locked the root, so that two uploads at once cannot both take the last place
   * @throws AppError `file.too_many`, `file.root_full`
   */
  async begin(tx: Tx, actor: Actor, root: Root, given: NewFile, prepared: Prepared): Promise<StoredFile> {
    await this.assertRoom(tx, root, given);
    const now = this.clock.now();
    const file = {
      ...prepared,
      rootType: root.type,
      rootId: root.id,
      ownerId: actor.id,
      name: given.name,
      status: 'pending',
      visibility: 'private',
      store: 'hot',
      partSize: String(prepared.partSize),
      size: String(given.size),
      declaredMd5: given.md5,
      declaredSha256: given.sha256,
      md5: null,
      sha256: null,
      statedMd5: null,
      rejection: null,
      hints: hintsFor(given.name),
      createdAt: now,
      uploadedAt: null,
      settledAt: null,
      renewedAt: null,
      landingEtag: null,
      updatedAt: now,
    } satisfies StoredFile;
    await tx.repo(StoredFile).insert(file as never);
    const { id } = prepared;
    await tx.enqueue(expireUpload, { fileId: id }, { runAt: expiryOf(now, this.config), askedBy: null });
    await this.changes.note(tx, actor, file, 'upload.begin', { md5: given.md5, sha256: given.sha256 });
    await this.changes.publish(tx, file);
    return file;
  }

  /**
   * All bytes are in the store: the file takes its name, from the one that had it, and is handed to a worker.
   *
   * @param file locked and pending; `tx` has locked its root
   */
  async complete(tx: Tx, actor: Actor, file: StoredFile): Promise<StoredFile> {
    const [earlier] = await tx.query<{ id: string }>(
      `SELECT id FROM files WHERE root_id = $1 AND name = $2 AND status = ANY($3)`,
      [file.rootId, file.name, current],
    );
    if (earlier) {
      const [replaced] = await this.changes.lock(tx, [earlier.id]);
      if (replaced) await this.changes.move(tx, actor, replaced, 'removed', {}, { replacedBy: file.id });
      await tx.enqueue(discardFile, { fileId: earlier.id }, { askedBy: actor });
    }
    const facts = earlier ? { replaces: earlier.id } : {};
    const moved = await this.changes.move(
      tx,
      actor,
      file,
      'uploaded',
      { uploadedAt: this.clock.now() },
      facts,
    );
    await tx.enqueue(verifyFile, { fileId: file.id }, { askedBy: actor });
    return moved;
  }

  /** Fresh addresses were asked for: as long as these may be used, the upload is not given up. */
  async renew(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE files SET renewed_at = $2 WHERE id = $1 AND status = 'pending'`, [
      id,
      this.clock.now(),
    ]);
  }

  /** What a file of this name replaces once it is complete takes no room; each attempt that has begun does. */
  private async assertRoom(tx: Tx, root: Root, { name, size }: NewFile): Promise<void> {
    const [{ count, bytes } = { count: 0, bytes: '0' }] = await tx.query<{ count: number; bytes: string }>(
      `SELECT count(*)::int AS count, coalesce(sum(size), 0)::text AS bytes FROM files
        WHERE root_id = $1 AND status = ANY($2) AND NOT (name = $3 AND status = ANY($4))`,
      [root.id, counted, name, current],
    );
    const { SUBMISSION_FILES_MAX: max, SUBMISSION_FILES_MAX_BYTES: maxBytes } = this.config;
    if (count >= max) throw tooManyFiles(max);
    const left = maxBytes - Number(bytes);
    if (size > left) throw filesTooLarge(maxBytes, Math.max(0, left));
  }
}
