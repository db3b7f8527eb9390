import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { AppError } from '../errors/app.error.ts';

/** The hot store: documents and small files, by key, in one bucket under one prefix. Speaks S3. */
@Injectable()
export class ObjectStore implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new S3Client(clientConfig(config));
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

  /** @throws AppError `storage.missing` when nothing is stored under the key */
  async open(key: string): Promise<Readable> {
    try {
      const answer = await this.client.send(
        new GetObjectCommand({ Bucket: this.config.S3_HOT_BUCKET, Key: this.keyOf(key) }),
      );
      return answer.Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey)
        throw new AppError('not_found', 'storage.missing', 'The stored document is missing.', { key });
      throw error;
    }
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

  private keyOf(key: string): string {
    return `${this.config.S3_HOT_PREFIX}${key}`;
  }
}

function clientConfig(config: Config): S3ClientConfig {
  const { S3_HOT_ACCESS_KEY_ID: accessKeyId, S3_HOT_SECRET_ACCESS_KEY: secretAccessKey } = config;
  return {
    region: config.S3_HOT_REGION,
    forcePathStyle: config.S3_HOT_ENDPOINT !== undefined,
    ...(config.S3_HOT_ENDPOINT && { endpoint: config.S3_HOT_ENDPOINT }),
    // Without a key the SDK takes the machine's own role.
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  };
}
