import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemActor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { Postponed, type TaskRun } from '../platform/queue/task-handlers.ts';
import { MultipartStore } from '../platform/storage/multipart-store.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { Clock } from '../platform/time/clock.ts';
import { FileChanges } from './file-changes.ts';
import { bytesKey, landingKey, StoredFile } from './file.entity.ts';
import { expiryOf } from './upload-expiry.ts';

/** What uploads leave behind in the store. */
@Injectable()
export class Leavings {
  private readonly actor = systemActor('files');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly store: ObjectStore,
    private readonly parts: MultipartStore,
    private readonly changes: FileChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Nobody came back to an upload: it is given up. Whatever late bytes an old address has let in go as well.
   *
   * @throws Postponed when somebody did, until the addresses they were given have ended
   */
  async expire(id: string, run: TaskRun): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const [file] = await this.changes.lock(tx, [id]);
      if (file?.status !== 'pending') return;
      this.assertOver(file);
      await this.changes.move(tx, this.actor, file, 'aborted', {}, { because: 'nobody came back to it' });
    });
    await this.discard(id);
  }

  private assertOver({ renewedAt }: StoredFile): void {
    if (renewedAt === null) return;
    const left = expiryOf(renewedAt, this.config).getTime() - this.clock.now().getTime();
    if (left > 0) throw new Postponed(Math.ceil(left / 1_000));
  }

  /** Removes the bytes of a file that is over; those that were submitted stay, as what was submitted. */
  async discard(id: string): Promise<void> {
    const file = await this.database.getRepository(StoredFile).findOneBy({ id });
    if (!file) return;
    const { status, storeUploadId, visibility } = file;
    // Until it has been read, the only bytes of one PUT lie where they landed.
    if (!['uploaded', 'verifying', 'pending'].includes(status)) await this.store.remove(landingKey(id));
    if (status !== 'aborted' && status !== 'removed') return;
    if (storeUploadId !== null) await this.parts.abort(bytesKey(id), storeUploadId);
    if (visibility === 'private') await this.store.remove(bytesKey(id));
  }
}
