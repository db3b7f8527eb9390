import { S3ServiceException } from '@aws-sdk/client-s3';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readManifest } from './export-format.ts';
import type { ExportRow } from './export-rows.ts';
import { ExportStore } from './export-store.ts';

/** Whether the log says that an export has ended complete, or its event may have left the log. */
const finishedSql = `
  SELECT EXISTS (SELECT FROM audit_events WHERE root_id = $1 AND action = 'audit.export_end' AND body LIKE '%"outcome":"complete"%')
      OR EXISTS (SELECT FROM audit_retentions WHERE dropped_at IS NOT NULL AND month >= $2) AS finished`;

/** Thrown where an export would be written over a complete one. */
export class WrittenAlready extends Error {
  override name = 'WrittenAlready';

  constructor() {
    super('a complete export of this period lies in the bucket already, and is not written over');
  }
}

/**
 * The bucket of scheduled exports keeps what is complete, whatever the rows in the database say: whoever has the
 * application's credentials could set one back, and have the worker remove or overwrite its file.
 */
@Injectable()
export class FinishedExports {
  constructor(
    private readonly database: DataSource,
    private readonly store: ExportStore,
  ) {}

  /**
   * Whether a complete export lies there. A manifest is put last; one beside the file of this very export is no proof,
   * since its worker may have died before the end.
   *
   * @throws pg's errors and the store's
   */
  async isAt(key: string, id: string): Promise<boolean> {
    const line = await this.store.manifestBeside(key);
    if (line === undefined) return false;
    const manifest = readManifest(line.trimEnd())?.manifest;
    if (manifest?.id !== id) return true;
    const month = String(manifest.exportedAt).slice(0, 7);
    const [row]: { finished: boolean }[] = await this.database.query(finishedSql, [id, month]);
    return row?.finished ?? true;
  }

  /**
   * Call before an export is written there. Credentials that may not read in the bucket (403) cannot tell.
   *
   * @throws WrittenAlready, pg's errors and the store's
   */
  async assertNoneAt(key: string, id: string): Promise<void> {
    const isFinished = await this.isAt(key, id).catch((error: unknown) => {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) return false;
      throw error;
    });
    if (isFinished) throw new WrittenAlready();
  }

  /**
   * Removes the file of a scheduled export that did not end.
   *
   * @returns null when it is gone, or why it stays: a phrase that continues "its file …"
   */
  async withdraw({ id }: Pick<ExportRow, 'id'>, key: string): Promise<string | null> {
    try {
      if (await this.isAt(key, id)) return 'stays, for a complete export lies there';
    } catch (error) {
      const { name, message } = error as Error;
      return `may lie in the bucket, and could not be looked at (${name}: ${message})`;
    }
    return this.store.withdraw('schedule', key);
  }
}
