import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { Actor, Origin } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError, conflict, gone } from '../../platform/errors/app.error.ts';
import { AuditLog } from '../audit-log.ts';
import { AuditExportLinks } from '../exporting/export-links.ts';
import { attachment } from '../exporting/file-name.ts';
import type { AuditArchiveLinkView } from './archive-link.contract.ts';
import { ArchiveStore } from './archive-store.ts';
import { targetOf } from './audit-month.ts';
import { AnotherFile, proven } from './proven-file.ts';
import { type JudgedArchive, StatedArchives } from './stated-archives.service.ts';

type Archive = JudgedArchive['archive'];
/**
 * Why an archive is refused: the SHA-256 of the file that lies there (null if it was not computed), or why its
 * statement cannot be believed.
 */
type Altered = { sha256: string | null; because?: string };

export type ArchiveDownload = { headers: Record<string, string>; stream: Readable };

/**
 * A file of up to this size, in bytes, is read and hashed before a link to it is given, so that whoever asks hears at
 * once of one that was altered.
 */
const readFirstBytes = 64 * 1024 ** 2;

/** Hands out archived months, and only files that are as they were stated. */
@Injectable()
export class ArchiveDownloads {
  private readonly logger = new Logger(ArchiveDownloads.name);

  constructor(
    private readonly stated: StatedArchives,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly links: AuditExportLinks,
    private readonly store: ArchiveStore,
  ) {}

  /**
   * Gives a link that downloads the archive of a month once. Each time somebody asks for a file that proves to be
   * altered, the log says so: it may change in between.
   *
   * @throws AppError `audit.month_not_archived`, `audit.archive_unproven`, `audit.archive_gone`,
   *   `audit.archive_altered`, `audit.archive_unreachable`
   */
  async link(actor: Actor, month: string): Promise<AuditArchiveLinkView> {
    const archive = await this.archiveOf(month, actor);
    await this.assertLies(archive, actor);
    if (archive.bytes <= readFirstBytes) await this.assertProven(archive, actor);
    const { url, expiresAt } = await this.links.createFor(actor, { archivedMonth: month });
    return { url, expiresAt, fileName: nameOf(archive), bytes: archive.bytes, sha256: archive.sha256 };
  }

  /**
   * Follows a link, which is then used up. The event is written before the first byte leaves.
   *
   * @throws AppError `audit.export_link_over`, and as `link` where there is something to be told before the first byte
   */
  async follow(token: string, origin: Origin): Promise<ArchiveDownload> {
    const { actor, archivedMonth } = await this.links.useForMonth(token, origin);
    const archive = await this.archiveOf(archivedMonth, actor);
    await this.assertLies(archive, actor);
    const { month, key, bytes, sha256 } = archive;
    await this.uow.run((tx) =>
      this.audit.record(tx, actor, {
        action: 'audit.archive_download',
        target: targetOf(month),
        facts: { key, bytes, sha256 },
      }),
    );
    const headers = {
      'content-type': 'application/gzip',
      'content-disposition': attachment(nameOf(archive)),
      'content-length': String(bytes),
      'cache-control': 'no-store',
    };
    return { headers, stream: this.streamOf(archive, actor) };
  }

  private streamOf(archive: Archive, actor: Actor): Readable {
    const { bucket, key } = archive;
    const closed = new AbortController();
    const chunks = proven(this.store.flow(bucket, key, closed.signal), archive);
    const stream = Readable.from(this.telling(chunks, archive, actor), { objectMode: false });
    // Whoever asked has gone: stop fetching.
    return stream.once('close', () => closed.abort(new Error('nobody takes the archive any more')));
  }

  /** Passes the file on, and logs it if it proves to be altered. */
  private async *telling(
    chunks: AsyncIterable<Buffer>,
    archive: Archive,
    actor: Actor,
  ): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      if (error instanceof AnotherFile) await this.tellAltered(archive, actor, { sha256: error.sha256 });
      throw error;
    }
  }

  /**
   * The newest archive whose row says what the log's own keys signed. If a newer row does not, somebody else must have
   * put it there: the log says so, and its file is never handed out.
   *
   * @throws AppError `audit.month_not_archived`, `audit.archive_unproven`
   */
  private async archiveOf(month: string, actor: Actor): Promise<Archive> {
    const judged = await this.stated.of(month);
    const [first] = judged;
    if (!first)
      throw new AppError('not_found', 'audit.month_not_archived', `${month} does not lie in the archive.`, {
        month,
      });
    if (first.flaw !== undefined)
      await this.tellAltered(first.archive, actor, { sha256: null, because: first.flaw });
    const good = judged.find(({ flaw }) => flaw === undefined);
    if (!good) throw unproven(first);
    return good.archive;
  }

  private async assertLies(archive: Archive, actor: Actor): Promise<void> {
    const { bucket, key, bytes } = archive;
    const size = await this.asked(archive, () => this.store.sizeOf(bucket, key));
    if (size === undefined) throw lost(archive);
    if (size !== bytes) await this.refuseAltered(archive, actor, null);
  }

  private async assertProven(archive: Archive, actor: Actor): Promise<void> {
    const { bucket, key, sha256 } = archive;
    const lying = await this.asked(archive, () => this.store.hashOf(bucket, key));
    if (lying === undefined) throw lost(archive);
    if (lying !== sha256) await this.refuseAltered(archive, actor, lying);
  }

  /** @param sha256 of what lies there; null where the size alone gives it away */
  private async refuseAltered(archive: Archive, actor: Actor, sha256: string | null): Promise<never> {
    await this.tellAltered(archive, actor, { sha256 });
    throw altered(archive);
  }

  private async asked<T>({ month, bucket, key }: Archive, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.logger.warn(`the archive of ${month} could not be read: ${(error as Error).message}`);
      throw new AppError(
        'unavailable',
        'audit.archive_unreachable',
        `The archive could not be read. The file of ${month} should lie at ${bucket}/${key}`,
        { month, bucket },
      );
    }
  }

  /** In a transaction of its own, since the request itself fails. */
  private async tellAltered({ month, bucket, key }: Archive, actor: Actor, how: Altered): Promise<void> {
    const says = how.because ?? 'it is not the one that was stated';
    this.logger.error(`the archive of ${month}, ${key} in the bucket ${bucket}: ${says}`);
    await this.uow.run((tx) =>
      this.audit.record(tx, actor, {
        action: 'audit.archive_altered',
        target: targetOf(month),
        facts: { bucket, key, ...how },
      }),
    );
  }
}

/** Tells a month's archive from its scheduled export. */
const nameOf = ({ key }: Archive) => `seqdb-change-log-${basename(key)}`;

const lost = ({ month, bucket, key }: Archive) =>
  gone('audit.archive_gone', `The archive of ${month} is no longer where it was put: ${bucket}/${key}`, {
    month,
    bucket,
    key,
  });

const altered = ({ month, bucket, key, sha256 }: Archive) =>
  conflict(
    'audit.archive_altered',
    `Another file lies where the archive of ${month} was put: ${bucket}/${key}. It is not handed out.`,
    { month, bucket, key, sha256 },
  );

const unproven = ({ archive: { month, bucket, key }, flaw }: JudgedArchive) =>
  conflict(
    'audit.archive_unproven',
    `What the database says of the archive of ${month} is not what this log signed: ${flaw}. Nothing is handed out.`,
    { month, bucket, key },
  );
