// The store as the specs use it: in a folder of its own, spoken to by Amazon's client.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { LocalService } from '../local-service.ts';
import { startStorage } from '../storage.ts';

export const Bucket = 'seqdb-hot';

export class TestStore {
  readonly dir = mkdtempSync(join(tmpdir(), 'storage-'));
  /** What the store logged. */
  readonly lines: string[] = [];
  service!: LocalService;
  s3!: S3Client;

  async start(): Promise<void> {
    this.service = await startStorage({ dir: this.dir, log: (line) => this.lines.push(line) });
    this.s3 = this.client();
  }

  async remove(): Promise<void> {
    await this.service.stop();
    rmSync(this.dir, { recursive: true });
  }

  get endpoint(): string {
    return this.service.env.S3_HOT_ENDPOINT ?? '';
  }

  client(change: { secretAccessKey?: string; accessKeyId?: string; region?: string } = {}): S3Client {
    const { env } = this.service;
    const config: S3ClientConfig = {
      endpoint: this.endpoint,
      region: change.region ?? env.S3_HOT_REGION ?? '',
      forcePathStyle: true,
      credentials: {
        accessKeyId: env.S3_HOT_ACCESS_KEY_ID ?? '',
        secretAccessKey: env.S3_HOT_SECRET_ACCESS_KEY ?? '',
        ...change,
      },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      maxAttempts: 1,
    };
    return new S3Client(config);
  }

  async put(Key: string, Body: string | Buffer = 'text'): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }

  async get(Key: string): Promise<Buffer> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
}
