import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { poolOf } from '../../platform/database/pool.ts';
import { monthAfter, type RetainedMonth, startOf } from '../archive/retained-month.ts';
import { archiveSql } from '../exporting/export.sql.ts';
import { sealIn, TextContent } from '../exporting/export-content.ts';
import { Snapshot } from '../exporting/snapshot.ts';
import { CheckpointsService } from '../sealing/checkpoints.service.ts';
import { ExportKeys } from '../sealing/export-keys.ts';
import { verifyExport } from '../verifier/verify-export.ts';
import { ArchiveLeavings } from './archive-leavings.service.ts';
import { ArchiveStore } from './archive-store.ts';
import { assertReadable, type MonthContents, monthContents } from './month-contents.ts';

/** A month that was put into the archive, read back and verified. */
export type ArchivedMonth = Omit<RetainedMonth, 'at'>;

/**
 * Puts the export of a month into the archive. It has no openings of commitments, since an erasure could not reach them
 * there; the pseudonyms stay. Safe to repeat: the file that is stated is the one that counts.
 */
@Injectable()
export class MonthArchiver {
  constructor(
    private readonly database: DataSource,
    private readonly keys: ExportKeys,
    private readonly checkpoints: CheckpointsService,
    private readonly store: ArchiveStore,
    private readonly leavings: ArchiveLeavings,
  ) {}

  /**
   * @param month `YYYY-MM`, all of whose events are sealed @param signal aborts once another worker may have begun
   * @throws DamagedMonth; Error when the archive gives back another file than was sent, or one that does not verify;
   *   the store's errors
   */
  async archive(month: string, signal: AbortSignal): Promise<ArchivedMonth> {
    const folder = await mkdtemp(join(tmpdir(), 'seqdb-archive-'));
    try {
      const file = join(folder, `${month}.jsonl.gz`);
      const { contents, sha256 } = await this.write(month, file);
      const { bucket } = this.store;
      if (bucket === null) throw new Error('no bucket is set for archived months (AUDIT_EXPORT_BUCKET)');
      // Each attempt has a key of its own, so that an attempt that was given up but still goes on overwrites nothing.
      const key = this.store.keyOf(`${month}-${randomBytes(5).toString('hex')}`);
      signal.throwIfAborted();
      const begun = await this.leavings.note(month, bucket, key);
      await this.store.put(key, file, { signal, begun });
      const back = join(folder, 'back');
      const lying = await this.store.fetch(bucket, key, back, signal);
      if (lying.sha256 !== sha256)
        throw new Error(`the archive of ${month} reads back as another file than was put there`);
      await this.assertProven(back, folder, contents.events);
      return { month, ...contents, bucket, key, sha256, bytes: lying.bytes };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async write(month: string, path: string): Promise<{ contents: MonthContents; sha256: string }> {
    const snapshot = await Snapshot.open(poolOf(this.database));
    try {
      await assertReadable(snapshot, month);
      const contents = await monthContents(snapshot, month);
      const [time] = await snapshot.query<{ now: Date }>(`SELECT date_trunc('milliseconds', now()) AS now`);
      const lastDay = new Date(startOf(monthAfter(month)).getTime() - 1).toISOString().slice(0, 10);
      const content = new TextContent(
        {
          version: 1,
          id: uuidv7(),
          format: 'jsonl',
          origin: this.keys.origin,
          filter: { since: `${month}-01`, until: lastDay, personalValues: 'left out' },
          complete: false,
          exportedAt: (time as { now: Date }).now.toISOString(),
        },
        await sealIn(snapshot, false),
        this.keys.all,
      );
      const first = await snapshot.copy(archiveSql(startOf(month), startOf(monthAfter(month))));
      const sha256 = await gzipped(content.chunks(snapshot, first, []), path);
      if (content.rows !== contents.events)
        throw new Error(`${month} has ${content.rows} events, ${contents.events} of which are sealed`);
      return { contents, sha256 };
    } catch (error) {
      snapshot.abort(error as Error);
      throw error;
    }
  }

  /** Verifies with the offline verifier's code and the published keys. */
  private async assertProven(path: string, folder: string, events: number): Promise<void> {
    const keys = join(folder, 'keys.json');
    await writeFile(keys, JSON.stringify(await this.checkpoints.publicKeys()));
    const verdict = await verifyExport(path, { keys });
    if (verdict.flaw)
      throw new Error(`the archive does not prove itself: ${verdict.flaw.place} ${verdict.flaw.says}`);
    if (verdict.events !== events || verdict.unsealed > 0)
      throw new Error(`the archive has ${verdict.events} events, ${events} were sealed`);
  }
}

/** @returns SHA-256 of the compressed file, hex */
async function gzipped(chunks: AsyncIterable<Buffer>, path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(
    Readable.from(chunks, { objectMode: false }),
    createGzip({ level: 6 }),
    async function* (packed: AsyncIterable<Buffer>) {
      for await (const chunk of packed) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  return hash.digest('hex');
}
