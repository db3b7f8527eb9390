import { Injectable, Logger } from '@nestjs/common';
import { ArchiveStore } from '../retention/archive-store.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { type Reason, reason } from '../runs/reason.ts';
import { damaged, Found } from '../verifier/verdict.ts';

/** A month that has left the log, and where it was put. */
export type ArchiveFile = { month: string; bucket: string; key: string; bytes: number; sha256: string };

/** How many months lie where they were put, or why nobody could look. */
export type FoundArchives = { archives: number | null; archivesDoubt: Reason | null };

const dayMs = 86_400_000;

/**
 * Whether the months that have left the log lie in the archive as they were stated. Each night all are looked for, and
 * one of them is read whole, by turns; when somebody asks for it, all are read.
 */
@Injectable()
export class ArchiveFiles {
  private readonly logger = new Logger(ArchiveFiles.name);

  constructor(private readonly store: ArchiveStore) {}

  /** @param snapshot of the log @returns what its statements name, oldest first */
  async list(snapshot: Snapshot): Promise<ArchiveFile[]> {
    return snapshot.query<ArchiveFile>(
      `SELECT month, bucket, object_key AS key, bytes::float8 AS bytes, sha256 FROM audit_retentions WHERE dropped_at IS NOT NULL ORDER BY month`,
    );
  }

  /**
   * Takes as long as the store does: no moment of the log should be held meanwhile.
   *
   * @param isWhole read all of them
   * @returns how many are there; none and why when the archive cannot be read, which says nothing about them
   * @throws Found with the first that is gone or another; the signal's reason
   */
  async check(files: readonly ArchiveFile[], isWhole: boolean, signal?: AbortSignal): Promise<FoundArchives> {
    const turn = Math.floor(Date.now() / dayMs) % Math.max(1, files.length);
    try {
      for (const [index, file] of files.entries())
        await this.checkOne(file, isWhole || index === turn, signal);
      return { archives: files.length, archivesDoubt: null };
    } catch (error) {
      if (error instanceof Found) throw error;
      signal?.throwIfAborted();
      this.logger.warn(`archived months cannot be read: ${(error as Error).message}`);
      return { archives: null, archivesDoubt: doubtAfter(error as Refused) };
    }
  }

  private async checkOne(
    { month, bucket, key, bytes, sha256 }: ArchiveFile,
    isRead: boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const place = `archive of ${month}`;
    const size = await this.store.sizeOf(bucket, key, signal);
    if (size === undefined) throw damaged(place, 'archive_file_gone', { key, bucket });
    if (size !== bytes || (isRead && (await this.store.hashOf(bucket, key, signal)) !== sha256))
      throw damaged(place, 'archive_file_other', { key, bucket });
  }
}

type Refused = Error & { $metadata?: { httpStatusCode?: number } };

/** S3 answers 403 for a key that is not there when whoever asks may not list the bucket. */
const doubtAfter = ({ $metadata }: Refused): Reason =>
  $metadata?.httpStatusCode === 403
    ? reason(
        'archive_refused',
        'the archive refused to be read; where its bucket may not be listed, a file that is gone looks the same',
      )
    : reason('archive_unreachable', 'the archive could not be read');
