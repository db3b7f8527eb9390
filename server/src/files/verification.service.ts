import { Injectable } from '@nestjs/common';
import { systemActor } from '../platform/access/actor.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { AppError } from '../platform/errors/app.error.ts';
import type { TaskRun } from '../platform/queue/task-handlers.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { Clock } from '../platform/time/clock.ts';
import { digest, type Digests } from './digests.ts';
import type { Rejection } from './file.contract.ts';
import { FileChanges } from './file-changes.ts';
import { bytesKey, landingKey, StoredFile } from './file.entity.ts';
import { discardFile } from './file.tasks.ts';
import { judge, missingBytes, unreadableSidecar } from './judgement.ts';
import { longestSidecar, readSidecar, sidecarOf } from './md5-sidecar.ts';
import { Sidecars } from './sidecars.ts';

/**
 * Reads a file once from the store and says whether it is what its owner declared. An ETag would not tell: it is no MD5
 * of an object in parts. Killed in the middle, it begins again: nothing is written down before the end.
 */
@Injectable()
export class Verification {
  private readonly actor = systemActor('files');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly store: ObjectStore,
    private readonly changes: FileChanges,
    private readonly sidecars: Sidecars,
    private readonly clock: Clock,
  ) {}

  async verify(id: string, run: TaskRun): Promise<void> {
    const file = await this.begin(id, run);
    if (!file) return;
    run.signal.throwIfAborted();
    const counted = (await this.settle(file)) ? await this.read(file, run.signal) : undefined;
    await this.conclude(file, counted, run);
    if (file.storeUploadId === null) await this.store.remove(landingKey(id));
  }

  /** @returns undefined when there is nothing to verify any more */
  private async begin(id: string, run: TaskRun): Promise<StoredFile | undefined> {
    const landed = await this.store.head(landingKey(id));
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const [file] = await this.changes.lock(tx, [id]);
      if (file?.status !== 'uploaded' && file?.status !== 'verifying') return undefined;
      // Noted once, by who holds the task: a worker that has lost it may come to copy long after the file was verified.
      const landingEtag = file.landingEtag ?? landed?.etag ?? null;
      return this.changes.move(tx, this.actor, file, 'verifying', { landingEtag });
    });
  }

  /**
   * One PUT went to an address that is good for a while longer: its bytes are moved to where only we can write, and
   * then read: the bytes that had landed when a worker first came, and no others. Parts cannot be changed once they are put together.
   *
   * @returns false when the store has no such bytes
   */
  private async settle({ id, storeUploadId, landingEtag }: StoredFile): Promise<boolean> {
    if (storeUploadId !== null) return true;
    const key = bytesKey(id);
    const isCopied = landingEtag !== null && (await this.store.copy(landingKey(id), key, landingEtag));
    return isCopied || (await this.store.head(key)) !== undefined;
  }

  private async read(file: StoredFile, signal: AbortSignal): Promise<Digests | undefined> {
    try {
      const stream = await this.store.open(bytesKey(file.id), { signal });
      return await digest(stream, sidecarOf(file.name) === undefined ? 0 : longestSidecar);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError && error.code === 'storage.missing') return undefined;
      throw error;
    }
  }

  private async conclude(
    { id, rootId, name }: StoredFile,
    counted: Digests | undefined,
    run: TaskRun,
  ): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const family = await this.sidecars.lockFamily(tx, { id, rootId, name });
      const file = family.find((each) => each.id === id);
      // Removed or replaced meanwhile: what was read is nobody's, and what was copied goes.
      if (file?.status !== 'verifying') {
        await tx.enqueue(discardFile, { fileId: id });
        return;
      }
      const { rejection, statedMd5 } = verdict(file, counted, this.sidecars.stated(family, name));
      const settled = await this.changes.move(
        tx,
        this.actor,
        file,
        rejection ? 'rejected' : 'verified',
        {
          md5: counted?.md5 ?? null,
          sha256: counted?.sha256 ?? null,
          statedMd5,
          rejection,
          settledAt: this.clock.now(),
        },
        {
          md5: counted?.md5 ?? null,
          sha256: counted?.sha256 ?? null,
          ...(rejection && { code: rejection.code }),
        },
      );
      await this.sidecars.followed(tx, this.actor, settled);
    });
  }
}

function verdict(
  file: StoredFile,
  counted: Digests | undefined,
  stated: string | null,
): { rejection: Rejection | null; statedMd5: string | null } {
  if (!counted) return { rejection: missingBytes, statedMd5: null };
  const { name, size, declaredMd5: md5, declaredSha256: sha256 } = file;
  const rejection = judge({ name, size: Number(size), md5, sha256 }, counted, stated);
  const of = sidecarOf(name);
  if (rejection || of === undefined) return { rejection, statedMd5: null };
  const isWhole = counted.size <= longestSidecar;
  const statedMd5 = (isWhole ? readSidecar(counted.head.toString('utf8'), of) : undefined) ?? null;
  return { rejection: statedMd5 === null ? unreadableSidecar(of) : null, statedMd5 };
}
