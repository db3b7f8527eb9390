import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import { EnaBatchDoor } from '../batches/batch-door.service.ts';
import type { AttachedFile } from '../sending/attached-files.ts';
import type { BatchRow } from '../batches/batch-rows.ts';
import type { UploadStatus } from './upload.contract.ts';
import { transferFile } from './upload.task.ts';
import { enaUploadList, type EnaUploadListQuery, ofBatch } from './uploads.queries.ts';

export type UploadState = {
  path: string;
  status: UploadStatus;
  message: string | null;
  isReported: boolean;
  /** Seconds since it was brought there, by the database's clock; 0 while it was not. */
  secondsSinceSent: number;
  /** Seconds since it was asked for. */
  secondsSinceAsked: number;
};

type Place = { submissionId: string; environment: BatchRow['environment'] };

/** Which files have to go to ENA's upload area, and how far they have come. */
@Injectable()
export class EnaUploads {
  constructor(
    private readonly lists: Lists,
    private readonly door: EnaBatchDoor,
    private readonly clock: Clock,
  ) {}

  /** Files of a batch's submissions. @returns the page as JSON text @throws AppError `ena_batch.not_found` */
  async list(actor: Actor, batchId: string, query: EnaUploadListQuery): Promise<string> {
    await this.door.get(actor, batchId);
    return this.lists.page(enaUploadList, actor, query, (p) => [ofBatch(p.add(batchId))]);
  }

  /**
   * Sees that these files are brought to the upload area. One that has failed, and whose records were told so, is tried
   * anew; one whose task has ended without saying what became of it goes on. The same question again changes nothing.
   *
   * @returns how far each has come, by its path
   */
  async want(tx: Tx, place: Place, files: readonly AttachedFile[]): Promise<Map<string, UploadState>> {
    const now = this.clock.now();
    const rows = [...new Map(files.map((file) => [file.path, file])).values()].map((file) => ({
      id: uuidv7({ msecs: now.getTime() }),
      ...file,
    }));
    const paths = rows.map(({ path }) => path);
    const orphans = await revive(tx, place, paths);
    const begun = await tx.query<{ id: string }>(
      `INSERT INTO ena_uploads AS u (id, submission_id, file_id, environment, path, size, md5, created_at)
       SELECT g.id, $1, g."fileId", $2, g.path, g.size, g.md5, $3
         FROM jsonb_to_recordset($4::jsonb) AS g (id uuid, "fileId" uuid, path text, size bigint, md5 text) ORDER BY g.path
       ON CONFLICT (environment, path) DO UPDATE
          SET file_id = EXCLUDED.file_id, status = 'waiting', message = NULL, is_reported = false, bytes_sent = 0,
              advanced_in = 0, begun_at = NULL, sent_at = NULL, created_at = EXCLUDED.created_at
        WHERE u.status = 'failed' AND u.is_reported
       RETURNING id`,
      [place.submissionId, place.environment, now, JSON.stringify(rows)],
    );
    for (const { id } of [...orphans, ...begun]) await tx.enqueue(transferFile, { uploadId: id });
    return this.states(tx, place, paths);
  }

  /** How far files have come, by path. */
  async states(tx: Tx, place: Place, paths: readonly string[]): Promise<Map<string, UploadState>> {
    const states = await tx.query<UploadState>(
      `SELECT path, status, message, is_reported AS "isReported",
              coalesce(extract(epoch FROM clock_timestamp() - sent_at), 0)::float8 AS "secondsSinceSent",
              greatest(extract(epoch FROM clock_timestamp() - created_at), 0)::float8 AS "secondsSinceAsked"
         FROM ena_uploads WHERE submission_id = $1 AND environment = $2 AND path = ANY($3)`,
      [place.submissionId, place.environment, paths],
    );
    return new Map(states.map((state) => [state.path, state]));
  }

  /** The records that name these files were told that they did not get there, or not as they are: the next time anew. */
  async report(tx: Tx, place: Place, paths: readonly string[], message: string | null): Promise<void> {
    await tx.query(
      `UPDATE ena_uploads SET is_reported = true, message = coalesce(message, $4), held_until = NULL,
              status = 'failed' WHERE submission_id = $1 AND environment = $2 AND path = ANY($3) AND status IN ('sent', 'failed')`,
      [place.submissionId, place.environment, paths, message],
    );
  }
}

/**
 * Those on their way that no task will go on with. The caller's task is the only one that asks for its submission's
 * files, so none is found twice.
 */
const revive = (tx: Tx, { submissionId, environment }: Place, paths: readonly string[]) =>
  tx.query<{ id: string }>(
    `UPDATE ena_uploads u SET status = 'waiting', held_until = NULL, advanced_in = 0
      WHERE u.submission_id = $1 AND u.environment = $2 AND u.path = ANY($3) AND u.status IN ('waiting', 'sending')
        AND NOT EXISTS (SELECT 1 FROM tasks t
              WHERE t.name = $4 AND t.payload ->> 'uploadId' = u.id::text AND t.state IN ('ready', 'running'))
      RETURNING u.id`,
    [submissionId, environment, paths, transferFile.name],
  );
