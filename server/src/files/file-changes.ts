import { Injectable } from '@nestjs/common';
import { type AuditValue, personal } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import type { FileStatus } from './file.contract.ts';
import { accessOf, StoredFile } from './file.entity.ts';
import { FileObservers } from './file-observers.ts';
import { canMove } from './file.state.ts';

type Facts = Record<string, AuditValue>;

/** What open pages hear when a file gets into a state. */
const events: Record<FileStatus, string> = {
  pending: 'UploadBegun',
  uploaded: 'FileUploaded',
  verifying: 'FileVerifying',
  verified: 'FileVerified',
  rejected: 'FileRejected',
  aborted: 'UploadAborted',
  removed: 'FileRemoved',
};

/** States that somebody above may be waiting for. */
const told: ReadonlySet<FileStatus> = new Set(['verified', 'rejected', 'removed']);

/** The one door for a change of a file's state: the row, the change log, open pages, and who observes files. */
@Injectable()
export class FileChanges {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly observers: FileObservers,
  ) {}

  /** Locks files, in the order of their ids. */
  async lock(tx: Tx, ids: readonly string[]): Promise<StoredFile[]> {
    return tx
      .repo(StoredFile)
      .createQueryBuilder('f')
      .where('f.id = ANY(:ids)', { ids })
      .orderBy('f.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  /**
   * @param file locked
   * @returns the file as it is now
   * @throws Error for a step that the table of states does not have
   */
  async move(
    tx: Tx,
    actor: Actor,
    file: StoredFile,
    to: FileStatus,
    change: Partial<StoredFile> = {},
    facts: Facts = {},
  ): Promise<StoredFile> {
    if (!canMove(file.status, to)) throw new Error(`a file that is ${file.status} cannot become ${to}`);
    const moved: StoredFile = { ...file, ...change, status: to, updatedAt: this.clock.now() };
    const { id, ...columns } = moved;
    await tx.repo(StoredFile).update({ id }, columns as never);
    // That a worker has begun changes nothing for anybody.
    if (to !== 'verifying') {
      await this.note(tx, actor, moved, actions[to], facts, [
        { field: 'status', before: file.status, after: to },
      ]);
    }
    await this.publish(tx, moved);
    if (told.has(to)) await this.observers.tell(tx, moved);
    return moved;
  }

  /** Writes the change log. */
  async note(
    tx: Tx,
    actor: Actor,
    file: StoredFile,
    action: string,
    facts: Facts = {},
    changes: { field: string; before: AuditValue; after: AuditValue }[] = [],
  ): Promise<void> {
    await this.audit.record(tx, actor, {
      action,
      target: { type: 'File', id: file.id, label: personal(file.name, file.ownerId) },
      root: { type: file.rootType, id: file.rootId },
      changes,
      facts: { size: file.size, ...facts },
    });
  }

  async publish(tx: Tx, file: StoredFile): Promise<void> {
    await tx.publish({
      type: events[file.status],
      subject: { type: 'File', id: file.id },
      access: accessOf(file),
    });
  }
}

/** How the change log speaks of each state. */
const actions: Record<FileStatus, string> = {
  pending: 'upload.begin',
  uploaded: 'upload.complete',
  verifying: 'file.verify',
  verified: 'file.verify',
  rejected: 'file.reject',
  aborted: 'upload.abort',
  removed: 'file.remove',
};
