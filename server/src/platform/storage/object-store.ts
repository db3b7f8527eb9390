import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NotFound,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { AppError } from '../errors/app.error.ts';
import { bucketClient } from './bucket-client.ts';

/** The hot store: documents and small files, by key, in one bucket under one prefix. Speaks S3. */
@Injectable()
export class ObjectStore implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = bucketClient(config);
  }

  /** Stores bytes under a key; the same key again overwrites, so keys carry an id or a hash. */
  async put(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.config.S3_HOT_BUCKET,
        Key: this.keyOf(key),
        Body: bytes,
        ContentType: contentType,
        ContentLength: bytes.byteLength,
      }),
    );
  }

  /**
   * @param options `start`: the first byte wanted, from 0 and before the end; `signal`: ends the reading
   * @throws AppError `storage.missing` when nothing is stored under the key
   */
  async open(key: string, options: { start?: number; signal?: AbortSignal } = {}): Promise<Readable> {
    const { start = 0, signal } = options;
    try {
      const answer = await this.client.send(
        new GetObjectCommand({ ...this.place(key), ...(start > 0 && { Range: `bytes=${start}-` }) }),
        { ...(signal && { abortSignal: signal }) },
      );
      return answer.Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey) throw missing(key);
      throw error;
    }
  }

  /** @returns what the store says of an object without sending it; undefined when there is none */
  async head(key: string): Promise<{ size: number; etag: string; contentType: string } | undefined> {
    try {
      const head = await this.client.send(new HeadObjectCommand(this.place(key)));
      const { ContentLength: size = 0, ETag: etag = '', ContentType = 'application/octet-stream' } = head;
      return { size, etag, contentType: ContentType };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  /**
   * Copies inside the store; up to 5 GiB, which is what S3 copies in one request.
   *
   * @param etag of the bytes that are meant
   * @returns false when there is nothing to copy, or no longer these bytes
   */
  async copy(from: string, to: string, etag: string): Promise<boolean> {
    const source = `${this.config.S3_HOT_BUCKET}/${this.keyOf(from)}`;
    try {
      await this.client.send(
        new CopyObjectCommand({
          ...this.place(to),
          CopySource: encodeURIComponent(source),
          CopySourceIfMatch: etag,
        }),
      );
      return true;
    } catch (error) {
      const isGone =
        error instanceof S3ServiceException && ['NoSuchKey', 'PreconditionFailed'].includes(error.name);
      if (isGone) return false;
      throw error;
    }
  }

  /** Removes an object; one that is not there is no error. */
  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.place(key)));
  }

  async get(key: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.open(key)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Answers when the bucket can be reached with our credentials. */
  async ping(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.config.S3_HOT_BUCKET }));
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private place(key: string) {
    return { Bucket: this.config.S3_HOT_BUCKET, Key: this.keyOf(key) };
  }

  private keyOf(key: string): string {
    return `${this.config.S3_HOT_PREFIX}${key}`;
  }
}

const missing = (key: string) =>
  new AppError('not_found', 'storage.missing', 'The stored document is missing.', { key });
