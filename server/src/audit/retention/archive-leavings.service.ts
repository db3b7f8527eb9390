import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { ArchiveStore, type Removal } from './archive-store.ts';
import { targetOf } from './audit-month.ts';

type Leaving = { id: string; month: string; bucket: string; key: string; uploadId: string | null };
type Run = Pick<TaskRun, 'fence' | 'signal'>;

/**
 * Whether an attempt names a file of this archive. Whoever may write events may also note an attempt, so only files are
 * removed that an attempt for that month can have put there: nothing else that the worker's key reaches, and nothing in
 * another bucket.
 *
 * @param 1 bucket
 * @param 2 folder
 */
const isOwn = `a.bucket = $1 AND a.month ~ '^[0-9]{4}-[0-9]{2}$' AND a.object_key ~ '-[0-9a-f]{10}\\.jsonl\\.gz$'
       AND left(a.object_key, -${'-0123456789.jsonl.gz'.length}) = $2::text || a.month`;

/**
 * Files in the archive by which no month has left the log, nor will: those of attempts that were given up before they
 * were stated, and of statements whose month has left by another one. A month that is still in the log may leave by any
 * of its statements, so their files stay. A file that the store refused to remove is tried again a day later and after
 * the others, so that it does not block them.
 */
const leavingsSql = `
  SELECT a.id, a.month, a.bucket, a.object_key AS key, a.upload_id AS "uploadId" FROM audit_archive_attempts a
   WHERE a.removed_at IS NULL AND ${isOwn} AND (a.locked_until IS NULL OR a.locked_until <= now())
     AND (a.refused_at IS NULL OR a.refused_at <= now() - interval '1 day')
     AND NOT EXISTS (SELECT FROM audit_retentions r WHERE r.bucket = a.bucket AND r.object_key = a.object_key
                        AND (r.dropped_at IS NOT NULL OR NOT EXISTS (
                               SELECT FROM audit_retentions d WHERE d.month = r.month AND d.dropped_at IS NOT NULL)))
   ORDER BY a.refused_at NULLS FIRST, a.begun_at, a.id LIMIT 50`;

const foreignSql = `
  SELECT a.bucket, a.object_key AS key, count(*) OVER ()::int AS all FROM audit_archive_attempts a
   WHERE a.removed_at IS NULL AND NOT (${isOwn}) ORDER BY a.begun_at, a.id LIMIT 1`;

/** Clears away files that attempts at archiving have left behind. */
@Injectable()
export class ArchiveLeavings {
  private readonly logger = new Logger(ArchiveLeavings.name);
  private readonly actor = systemActor('audit');

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly store: ArchiveStore,
  ) {}

  /** Notes an attempt, before its file is put there. @returns a function that notes the id of a multipart upload */
  async note(month: string, bucket: string, key: string): Promise<(uploadId: string) => Promise<void>> {
    const id = uuidv7();
    await this.database.query(
      'INSERT INTO audit_archive_attempts (id, month, bucket, object_key) VALUES ($1, $2, $3, $4)',
      [id, month, bucket, key],
    );
    return async (uploadId) => {
      await this.database.query('UPDATE audit_archive_attempts SET upload_id = $2 WHERE id = $1', [
        id,
        uploadId,
      ]);
    };
  }

  /**
   * Removes what no month needs. Call when the run archives nothing itself. Files that the store does not let go are
   * left for a run a day later.
   *
   * @throws pg's errors, the signal's reason
   */
  async clear(run: Run): Promise<void> {
    const { bucket, folder } = this.store;
    if (bucket === null) return;
    await this.tellForeign(bucket, folder);
    const rows: Leaving[] = await this.database.query(leavingsSql, [bucket, folder]);
    for (const row of rows) {
      await this.mark(row, await this.remove(row, run.signal), run);
    }
  }

  private async tellForeign(bucket: string, folder: string): Promise<void> {
    const found: { bucket: string; key: string; all: number }[] = await this.database.query(foreignSql, [
      bucket,
      folder,
    ]);
    for (const first of found)
      this.logger.warn(
        `${first.all} attempts at archiving name what is no file of this archive, which is left alone; the first is ${first.bucket}/${first.key}`,
      );
  }

  private async remove(leaving: Leaving, signal: AbortSignal): Promise<Removal | 'refused'> {
    try {
      return await this.store.remove(leaving, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn(
        `${leaving.key} is of no use any more and was not removed: ${(error as Error).message}`,
      );
      return 'refused';
    }
  }

  private async mark(leaving: Leaving, outcome: Removal | 'refused', run: Run): Promise<void> {
    const set = (tx: Tx, what: string, values: unknown[] = []) =>
      tx.query(
        `UPDATE audit_archive_attempts SET ${what} WHERE id = $1 AND removed_at IS NULL RETURNING id`,
        [leaving.id, ...values],
      );
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      if (outcome === 'refused') await set(tx, 'refused_at = clock_timestamp()');
      else if (typeof outcome === 'object') await set(tx, 'locked_until = $2', [outcome.lockedUntil]);
      else if ((await set(tx, 'removed_at = clock_timestamp()')).length > 0 && outcome === 'removed')
        await this.audit.record(tx, this.actor, removedEvent(leaving));
    });
  }
}

const removedEvent = ({ month, bucket, key }: Leaving): AuditEvent => ({
  action: 'audit.archive_remove',
  target: targetOf(month),
  facts: { bucket, key },
});
