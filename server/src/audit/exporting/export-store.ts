import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  NoSuchUpload,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { bucketClient, type Patience } from '../../platform/storage/bucket-client.ts';
import { sendParts } from '../../platform/storage/parts.ts';
import { asserted, manifestKey } from './export-place.ts';
import type { ExportRow } from './export-rows.ts';

type Origin = ExportRow['origin'];
type Place = { client: S3Client; bucket: string; prefix: string };

/**
 * A store that accepts connections and does not answer would hold up an export, and its task, for ever. The client
 * tries three times before it gives up; a slow store that sends or takes something now and then is waited for, however
 * long it takes in all.
 */
const usualPatience: Patience = { connectionTimeout: 15_000, socketTimeout: 120_000 };

/** Where exports are kept: those that people asked for in the hot store, scheduled ones in a bucket of their own. */
@Injectable()
export class ExportStore implements OnApplicationShutdown {
  private readonly hot: Place;
  private readonly scheduled: Place | undefined;

  constructor(@Inject(CONFIG) config: Config, @Optional() patience: Patience = usualPatience) {
    const { S3_HOT_BUCKET: bucket, S3_HOT_PREFIX: prefix } = config;
    this.hot = { client: bucketClient(config, {}, 'whenRequired', patience), bucket, prefix };
    this.scheduled = scheduledPlace(config, patience);
  }

  /** The bucket of scheduled exports; undefined if none is configured. */
  get scheduledBucket(): string | undefined {
    return this.scheduled?.bucket;
  }

  /** @returns the id of a multipart upload, to be noted before the first part is sent */
  async begin(origin: Origin, key: string, contentType: string): Promise<string> {
    const { client, ...place } = this.placeOf(origin, key);
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...place, ContentType: contentType }),
    );
    if (UploadId === undefined) throw new Error('the store gave the upload no id');
    return UploadId;
  }

  /**
   * Sends a stream in parts, one of which is in memory at a time; the file does not appear before the last part is
   * there.
   */
  async send(
    origin: Origin,
    key: string,
    uploadId: string,
    chunks: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, ...place } = this.placeOf(origin, key);
    await sendParts(client, { ...place, UploadId: uploadId }, chunks, () => signal);
  }

  /** Drops the parts of an upload that nobody will finish. */
  async abort(origin: Origin, key: string, uploadId: string): Promise<void> {
    const { client, ...place } = this.placeOf(origin, key);
    try {
      await client.send(new AbortMultipartUploadCommand({ ...place, UploadId: uploadId }));
    } catch (error) {
      const { name } = error as Error;
      if (!(error instanceof NoSuchUpload) && name !== 'NoSuchUpload') throw error;
    }
  }

  /** Puts the manifest beside the file. */
  async putManifest(origin: Origin, key: string, manifest: string): Promise<void> {
    const { client, ...place } = this.placeOf(origin, key, manifestKey);
    const Body = Buffer.from(`${manifest}\n`);
    await client.send(
      new PutObjectCommand({ ...place, Body, ContentType: 'application/json', ContentLength: Body.length }),
    );
  }

  /** @returns the manifest beside a scheduled export; undefined when none lies there @throws the store's errors */
  async manifestBeside(key: string): Promise<string | undefined> {
    const { client, ...place } = this.placeOf('schedule', key, manifestKey);
    try {
      return await (await client.send(new GetObjectCommand(place))).Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async open(origin: Origin, key: string): Promise<{ stream: Readable; bytes: number }> {
    const { client, ...place } = this.placeOf(origin, key);
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand(place));
    return { stream: Body as Readable, bytes: ContentLength };
  }

  /** Removes the file and its manifest; it is no error if they are not there. */
  async remove(origin: Origin, key: string): Promise<void> {
    for (const each of [undefined, manifestKey]) {
      const { client, ...place } = this.placeOf(origin, key, each);
      await client.send(new DeleteObjectCommand(place));
    }
  }

  /**
   * Removes the file of an export that failed, if the bucket lets it go. A bucket that keeps versions merely no longer
   * lists it.
   *
   * @returns null when it is gone, or why it stays: a phrase that continues "its file …"
   */
  async withdraw(origin: Origin, key: string): Promise<string | null> {
    try {
      await this.remove(origin, key);
      return null;
    } catch (error) {
      const { name, message } = error as Error;
      return `may lie in the bucket without a manifest, and could not be removed (${name}: ${message})`;
    }
  }

  onApplicationShutdown(): void {
    this.hot.client.destroy();
    this.scheduled?.client.destroy();
  }

  /** Nothing but exports is read, written or removed here, whatever is asked. @throws NoExport */
  private placeOf(origin: Origin, key: string, beside: (key: string) => string = (own) => own) {
    const place = origin === 'schedule' ? this.scheduled : this.hot;
    if (!place) throw new Error('no bucket is set for scheduled exports (AUDIT_EXPORT_BUCKET)');
    return {
      client: place.client,
      Bucket: place.bucket,
      Key: `${place.prefix}${beside(asserted(origin, key))}`,
    };
  }
}

function scheduledPlace(config: Config, patience: Patience): Place | undefined {
  const { AUDIT_EXPORT_BUCKET: bucket, AUDIT_EXPORT_PREFIX: prefix } = config;
  if (bucket === undefined) return undefined;
  const place = {
    endpoint: config.AUDIT_EXPORT_ENDPOINT,
    region: config.AUDIT_EXPORT_REGION,
    accessKeyId: config.AUDIT_EXPORT_ACCESS_KEY_ID,
    secretAccessKey: config.AUDIT_EXPORT_SECRET_ACCESS_KEY,
  };
  const client = bucketClient(config, place, 'whenRequired', patience);
  return { client, bucket, prefix };
}
