import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { bucketClient } from './bucket-client.ts';

export type Part = { number: number; etag: string };

/** How putting parts together ended: `refused` when the store has not those parts, `gone` when it knows no such upload. */
export type Assembly = 'assembled' | 'refused' | 'gone';

const badParts = new Set([
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'MalformedXML',
  'InvalidRequest',
]);

/** Objects that reach the hot store in parts. */
@Injectable()
export class MultipartStore implements OnApplicationShutdown {
  private readonly client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = bucketClient(config);
  }

  /** @returns the store's id of the upload */
  async begin(key: string): Promise<string> {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...this.place(key), ContentType: 'application/octet-stream' }),
    );
    if (UploadId === undefined) throw new Error('the store gave the upload no id');
    return UploadId;
  }

  /** @param parts in the order of their numbers */
  async assemble(key: string, uploadId: string, parts: readonly Part[]): Promise<Assembly> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    try {
      await this.client.send(
        new CompleteMultipartUploadCommand({
          ...this.place(key),
          UploadId: uploadId,
          MultipartUpload: { Parts },
        }),
      );
      return 'assembled';
    } catch (error) {
      if (isNoSuchUpload(error)) return 'gone';
      if (error instanceof S3ServiceException && badParts.has(error.name)) return 'refused';
      throw error;
    }
  }

  /** Drops the parts; an upload that is over already is left as it is. */
  async abort(key: string, uploadId: string): Promise<void> {
    try {
      await this.client.send(new AbortMultipartUploadCommand({ ...this.place(key), UploadId: uploadId }));
    } catch (error) {
      if (!isNoSuchUpload(error)) throw error;
    }
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private place(key: string) {
    return { Bucket: this.config.S3_HOT_BUCKET, Key: `${this.config.S3_HOT_PREFIX}${key}` };
  }
}

const isNoSuchUpload = (error: unknown) =>
  error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === 'NoSuchUpload');
