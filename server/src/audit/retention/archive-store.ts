import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { bucketClient } from '../../platform/storage/bucket-client.ts';
import { partsOf } from '../exporting/export-store.ts';

const dayMs = 86_400_000;
/** More is sent in parts of this size, of which S3 takes 10,000. */
const largestAtOnce = 64 * 1024 ** 2;
const withoutLock = new Set(['ObjectLockConfigurationNotFoundError', 'NotImplemented', 'MethodNotAllowed']);
const notThere = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket']);

/** Where the months of the log lie that have left it: in the bucket of scheduled exports, locked against change where it can be. */
@Injectable()
export class ArchiveStore implements OnApplicationShutdown {
  /** The store answers, and goes on sending, within this time, ms. */
  protected readonly patienceMs: number = 60_000;
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

  /** Null where none is set: then nothing can leave the log. */
  get bucket(): string | null {
    return this.config.AUDIT_EXPORT_BUCKET ?? null;
  }

  keyOf(month: string): string {
    return `${this.config.AUDIT_EXPORT_PREFIX}archive/${month}.jsonl.gz`;
  }

  /** @param path of the file that is sent @throws the store's errors, also when one part takes ten times its patience */
  async put(key: string, path: string, atOnce = largestAtOnce): Promise<void> {
    const place = { Bucket: this.bucket ?? undefined, Key: key };
    const wanted = { ...place, ContentType: 'application/gzip', ...(await this.lock()) };
    if ((await stat(path)).size <= atOnce)
      await this.client.send(new PutObjectCommand({ ...wanted, Body: await readFile(path) }), this.sending());
    else await this.putInParts(wanted, path, atOnce);
  }

  /** Fetches what lies there now. @returns its size in bytes and its SHA-256, hex @throws the store's errors */
  async fetch(bucket: string, key: string, path: string): Promise<{ bytes: number; sha256: string }> {
    return this.read(bucket, key, (chunks) => pipeline(chunks, createWriteStream(path)));
  }

  /** @returns SHA-256 of what lies there, hex; undefined when nothing does @throws the store's errors, the signal's reason */
  async hashOf(bucket: string, key: string, signal?: AbortSignal): Promise<string | undefined> {
    const drain = async (chunks: AsyncIterable<Buffer>) => {
      for await (const _ of chunks); // only what is read is hashed
    };
    return this.orNothing(async () => (await this.read(bucket, key, drain, signal)).sha256);
  }

  /** @returns size in bytes of what lies there; undefined when nothing does @throws the store's errors, the signal's reason */
  async sizeOf(bucket: string, key: string, signal?: AbortSignal): Promise<number | undefined> {
    return this.orNothing(async () => {
      const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
      return (await this.client.send(head, this.asking(signal))).ContentLength;
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private async orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
    return ask().catch((error: Error) => {
      if (notThere.has(error.name)) return undefined;
      throw error;
    });
  }

  private async read(
    Bucket: string,
    Key: string,
    sink: (chunks: AsyncIterable<Buffer>) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }> {
    // However long it all takes: what ends it is that nothing comes.
    const stalled = new AbortController();
    const timer = setTimeout(
      () => stalled.abort(new Error(`the archive sent nothing for ${this.patienceMs / 1000} s`)),
      this.patienceMs,
    );
    const abortSignal = AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
      const body = addAbortSignal(abortSignal, Body as Readable);
      await sink(
        (async function* () {
          for await (const chunk of body as AsyncIterable<Buffer>) {
            timer.refresh();
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        })(),
      );
    } catch (error) {
      throw abortSignal.aborted ? abortSignal.reason : error;
    } finally {
      clearTimeout(timer);
    }
    return { bytes, sha256: hash.digest('hex') };
  }

  /** For a request with a short answer. */
  private asking(signal?: AbortSignal) {
    return {
      abortSignal: AbortSignal.any([AbortSignal.timeout(this.patienceMs), ...(signal ? [signal] : [])]),
    };
  }

  private sending() {
    return { abortSignal: AbortSignal.timeout(10 * this.patienceMs) };
  }

  private async putInParts(
    wanted: { Bucket: string | undefined; Key: string; ContentType: string },
    path: string,
    atOnce: number,
  ): Promise<void> {
    const { Bucket, Key } = wanted;
    const { UploadId } = await this.client.send(new CreateMultipartUploadCommand(wanted), this.asking());
    const Parts: CompletedPart[] = [];
    try {
      for await (const Body of partsOf(createReadStream(path) as AsyncIterable<Buffer>, atOnce)) {
        const part = { Bucket, Key, UploadId, PartNumber: Parts.length + 1, Body };
        const { ETag, ChecksumCRC32 } = await this.client.send(new UploadPartCommand(part), this.sending());
        Parts.push({ PartNumber: part.PartNumber, ETag, ...(ChecksumCRC32 && { ChecksumCRC32 }) });
      }
      await this.client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
        this.sending(),
      );
    } catch (error) {
      await this.client
        .send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), this.asking())
        .catch(() => undefined); // what went wrong first is told; stores remove unfinished uploads by a rule
      throw error;
    }
  }

  /** As for heads; who may write but not ask is taken to have a bucket with a lock. */
  private async lock() {
    const { AUDIT_HEADS_LOCK_MODE: mode, AUDIT_HEADS_LOCK_DAYS: days } = this.config;
    const locked = { ObjectLockMode: mode, ObjectLockRetainUntilDate: new Date(Date.now() + days * dayMs) };
    try {
      const { ObjectLockConfiguration: found } = await this.client.send(
        new GetObjectLockConfigurationCommand({ Bucket: this.bucket ?? undefined }),
        this.asking(),
      );
      return found?.ObjectLockEnabled === 'Enabled' ? locked : {};
    } catch (error) {
      const { name } = error as Error;
      if (name === 'AccessDenied') return locked;
      if (withoutLock.has(name)) return {};
      throw error;
    }
  }
}
