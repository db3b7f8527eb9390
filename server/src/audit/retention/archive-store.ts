import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { bucketClient } from '../../platform/storage/bucket-client.ts';
import { canLock, lockedFor } from '../../platform/storage/object-lock.ts';
import { sendParts } from '../../platform/storage/parts.ts';

/** What became of a file that was to be removed. */
export type Removal = 'removed' | 'was not there' | { lockedUntil: Date };

const notThere = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket', 'NoSuchUpload']);

/**
 * The store of archived months: the bucket of scheduled exports, with each file locked against change if the bucket
 * can.
 */
@Injectable()
export class ArchiveStore implements OnApplicationShutdown {
  /** In ms: how long the store may take to answer, or between two chunks. */
  protected readonly patienceMs: number = 60_000;
  /**
   * In bytes: larger files are sent in parts of this size. S3 takes up to 10,000 parts, none but the last below 5 MiB.
   */
  protected readonly partBytes: number = 64 * 1024 ** 2;
  private readonly client: S3Client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const place = {
      endpoint: config.AUDIT_EXPORT_ENDPOINT,
      region: config.AUDIT_EXPORT_REGION,
      accessKeyId: config.AUDIT_EXPORT_ACCESS_KEY_ID,
      secretAccessKey: config.AUDIT_EXPORT_SECRET_ACCESS_KEY,
    };
    this.client = bucketClient(config, place, 'always');
  }

  /** Null if none is configured: then nothing can leave the log. */
  get bucket(): string | null {
    return this.config.AUDIT_EXPORT_BUCKET ?? null;
  }

  /** The prefix of the keys of all its files. */
  get folder(): string {
    return `${this.config.AUDIT_EXPORT_PREFIX}archive/`;
  }

  keyOf(month: string): string {
    return `${this.folder}${month}.jsonl.gz`;
  }

  /**
   * @param path of the file that is sent
   * @param begun called with the id of a multipart upload before its first part is sent, so that `remove` can drop the
   *   parts
   * @throws the store's errors, also when one part takes ten times its patience; the signal's reason
   */
  async put(
    key: string,
    path: string,
    { signal, begun }: { signal?: AbortSignal; begun?: (uploadId: string) => Promise<void> } = {},
  ): Promise<void> {
    const wanted = {
      Bucket: this.bucket ?? undefined,
      Key: key,
      ContentType: 'application/gzip',
      ...(await this.lock(signal)),
    };
    if ((await stat(path)).size > this.partBytes) return this.putInParts(wanted, path, signal, begun);
    const put = new PutObjectCommand({ ...wanted, Body: await readFile(path) });
    await this.client.send(put, this.within(10, signal));
  }

  /**
   * Fetches a file to `path`.
   *
   * @returns its size in bytes and its SHA-256, hex
   * @throws the store's errors, the signal's reason
   */
  async fetch(
    bucket: string,
    key: string,
    path: string,
    signal?: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256');
    let bytes = 0;
    const flow = this.flow(bucket, key, signal);
    await pipeline(async function* () {
      for await (const chunk of flow) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    }, createWriteStream(path));
    return { bytes, sha256: hash.digest('hex') };
  }

  /** @returns SHA-256 of what lies there, hex; undefined when nothing does @throws the store's errors, the signal's reason */
  async hashOf(bucket: string, key: string, signal?: AbortSignal): Promise<string | undefined> {
    return orNothing(async () => {
      const hash = createHash('sha256');
      for await (const chunk of this.flow(bucket, key, signal)) hash.update(chunk);
      return hash.digest('hex');
    });
  }

  /** @returns size in bytes of what lies there; undefined when nothing does @throws the store's errors, the signal's reason */
  async sizeOf(bucket: string, key: string, signal?: AbortSignal): Promise<number | undefined> {
    return (await this.head(bucket, key, signal))?.ContentLength;
  }

  /**
   * The content of a file in chunks, however long it takes in all.
   *
   * @throws the store's errors; Error when no chunk comes within `patienceMs`; the signal's reason
   */
  async *flow(bucket: string, key: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const stalled = new AbortController();
    const wait = () =>
      setTimeout(
        () => stalled.abort(new Error(`the archive sent nothing for ${this.patienceMs / 1000} s`)),
        this.patienceMs,
      );
    const abortSignal = AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]);
    let timer = wait();
    try {
      const get = new GetObjectCommand({ Bucket: bucket, Key: key });
      const { Body } = await this.client.send(get, { abortSignal });
      for await (const chunk of addAbortSignal(abortSignal, Body as Readable) as AsyncIterable<Buffer>) {
        clearTimeout(timer); // the consumer may be slow
        yield chunk;
        timer = wait();
      }
    } catch (error) {
      throw abortSignal.aborted ? abortSignal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Removes a file, and the parts of an unfinished multipart upload; it is no error if they are not there.
   *
   * @returns what became of the file; dropped parts alone do not count as one @throws the store's errors, the signal's
   *   reason
   */
  async remove(
    { bucket, key, uploadId }: { bucket: string; key: string; uploadId?: string | null },
    signal?: AbortSignal,
  ): Promise<Removal> {
    const upload = { Bucket: bucket, Key: key, UploadId: uploadId ?? undefined };
    if (upload.UploadId !== undefined)
      await orNothing(() =>
        this.client.send(new AbortMultipartUploadCommand(upload), this.within(1, signal)),
      );
    const lying = await this.head(bucket, key, signal);
    if (!lying) return 'was not there';
    const { ObjectLockRetainUntilDate: until, VersionId } = lying;
    if (until && until.getTime() > Date.now()) return { lockedUntil: until };
    const drop = new DeleteObjectCommand({ Bucket: bucket, Key: key, ...(VersionId && { VersionId }) });
    await this.client.send(drop, this.within(1, signal));
    return 'removed';
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private head(Bucket: string, Key: string, signal?: AbortSignal) {
    return orNothing(() => this.client.send(new HeadObjectCommand({ Bucket, Key }), this.within(1, signal)));
  }

  /** @param patiences multiples of `patienceMs` that a request may take */
  private within(patiences: number, signal?: AbortSignal) {
    const timeout = AbortSignal.timeout(patiences * this.patienceMs);
    return { abortSignal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]) };
  }

  private async putInParts(
    wanted: { Bucket: string | undefined; Key: string; ContentType: string },
    path: string,
    signal?: AbortSignal,
    begun?: (uploadId: string) => Promise<void>,
  ): Promise<void> {
    const { Bucket, Key } = wanted;
    const begin = new CreateMultipartUploadCommand(wanted);
    const { UploadId = '' } = await this.client.send(begin, this.within(1, signal));
    const upload = { Bucket, Key, UploadId };
    try {
      await begun?.(UploadId);
      const chunks = createReadStream(path) as AsyncIterable<Buffer>;
      const each = () => this.within(10, signal).abortSignal;
      await sendParts(this.client, upload, chunks, each, this.partBytes);
    } catch (error) {
      // The first error is the one to report; if this fails, `remove` drops the parts later.
      await this.client.send(new AbortMultipartUploadCommand(upload), this.within(1)).catch(() => undefined);
      throw error;
    }
  }

  private async lock(signal?: AbortSignal) {
    const { AUDIT_HEADS_LOCK_MODE: mode, AUDIT_HEADS_LOCK_DAYS: days } = this.config;
    const can = await canLock(this.client, this.bucket ?? undefined, this.within(1, signal).abortSignal);
    return can ? lockedFor(mode, days, new Date()) : {};
  }
}

async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  return ask().catch((error: Error) => {
    if (notThere.has(error.name)) return undefined;
    throw error;
  });
}
