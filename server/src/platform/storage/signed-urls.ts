import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { bucketClient } from './bucket-client.ts';

/**
 * Addresses that let somebody without our credentials put or get one object for a while, at the store's public
 * address. The length of what is put is signed too: the store refuses a body that is longer or shorter.
 */
@Injectable()
export class SignedUrls implements OnApplicationShutdown {
  private readonly client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = bucketClient(config, { endpoint: config.S3_HOT_PUBLIC_ENDPOINT });
  }

  /** @param bytes the exact length of the body */
  put(key: string, bytes: number, seconds: number): Promise<string> {
    const command = new PutObjectCommand({ ...this.place(key), ContentLength: bytes });
    return getSignedUrl(this.client, command, { expiresIn: seconds, signableHeaders });
  }

  /** @param number of the part, from 1 */
  part(key: string, uploadId: string, number: number, bytes: number, seconds: number): Promise<string> {
    const command = new UploadPartCommand({
      ...this.place(key),
      UploadId: uploadId,
      PartNumber: number,
      ContentLength: bytes,
    });
    return getSignedUrl(this.client, command, { expiresIn: seconds, signableHeaders });
  }

  /** @param disposition the `Content-Disposition` of the answer */
  get(key: string, disposition: string, seconds: number): Promise<string> {
    const command = new GetObjectCommand({
      ...this.place(key),
      ResponseContentDisposition: disposition,
      // Whatever the bytes are, a browser is not to run them in the store's name.
      ResponseContentType: 'application/octet-stream',
    });
    return getSignedUrl(this.client, command, { expiresIn: seconds });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private place(key: string) {
    return { Bucket: this.config.S3_HOT_BUCKET, Key: `${this.config.S3_HOT_PREFIX}${key}` };
  }
}

const signableHeaders = new Set(['host', 'content-length']);
