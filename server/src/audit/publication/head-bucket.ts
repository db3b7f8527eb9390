import {
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { type HeadPlace, headKey, type PublishedHead } from './head-place.ts';

const dayMs = 86_400_000;
const patienceMs = 20_000;
/** How S3 and what speaks like it say that a bucket, or the whole store, has no object lock. */
const withoutLock = new Set(['ObjectLockConfigurationNotFoundError', 'NotImplemented', 'MethodNotAllowed']);

/** The bucket for signed heads, locked against change where it can be. */
@Injectable()
export class HeadBucket implements HeadPlace, OnApplicationShutdown {
  readonly name = 'bucket';
  private readonly client: S3Client;
  private hasLock: boolean | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const endpoint = config.AUDIT_HEADS_ENDPOINT ?? config.S3_HOT_ENDPOINT;
    const accessKeyId = config.AUDIT_HEADS_ACCESS_KEY_ID ?? config.S3_HOT_ACCESS_KEY_ID;
    const secretAccessKey = config.AUDIT_HEADS_SECRET_ACCESS_KEY ?? config.S3_HOT_SECRET_ACCESS_KEY;
    this.client = new S3Client({
      region: config.AUDIT_HEADS_REGION ?? config.S3_HOT_REGION,
      forcePathStyle: endpoint !== undefined,
      ...(endpoint && { endpoint }),
      ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    });
  }

  get isConfigured(): boolean {
    return this.config.AUDIT_HEADS_BUCKET !== undefined;
  }

  async publish(head: PublishedHead): Promise<boolean> {
    const { AUDIT_HEADS_LOCK_MODE: mode, AUDIT_HEADS_LOCK_DAYS: days } = this.config;
    const isLocked = await this.canLock();
    const until = new Date(head.closedAt.getTime() + days * dayMs);
    await this.client.send(
      new PutObjectCommand({
        ...this.placeOf(head),
        Body: head.note,
        ContentType: 'text/plain; charset=utf-8',
        ...(isLocked && { ObjectLockMode: mode, ObjectLockRetainUntilDate: until }),
      }),
      { abortSignal: AbortSignal.timeout(patienceMs) },
    );
    return isLocked;
  }

  /** What lies there for a segment. @returns undefined when nothing does */
  async read(head: Pick<PublishedHead, 'number' | 'closedAt'>): Promise<string | undefined> {
    return this.get(this.placeOf(head));
  }

  /** Names of the heads published on a day and after it, oldest first, as they lie there whatever the database says. */
  async *namesSince(day: Date): AsyncGenerator<string> {
    const prefix = `${this.config.AUDIT_HEADS_PREFIX}heads/`;
    let more: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.config.AUDIT_HEADS_BUCKET,
          Prefix: prefix,
          StartAfter: `${prefix}${day.toISOString().slice(0, 10).replaceAll('-', '/')}`,
          ...(more !== undefined && { ContinuationToken: more }),
        }),
        { abortSignal: AbortSignal.timeout(patienceMs) },
      );
      for (const { Key } of page.Contents ?? []) if (Key?.endsWith('.note')) yield Key;
      more = page.NextContinuationToken;
    } while (more !== undefined);
  }

  /** @param name as `namesSince` gives it @returns undefined when it is no longer there */
  async readNamed(name: string): Promise<string | undefined> {
    return this.get({ Bucket: this.config.AUDIT_HEADS_BUCKET, Key: name });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private async get(place: { Bucket: string | undefined; Key: string }): Promise<string | undefined> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand(place), {
        abortSignal: AbortSignal.timeout(patienceMs),
      });
      return (await Body?.transformToString()) ?? '';
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  private placeOf(head: Pick<PublishedHead, 'number' | 'closedAt'>) {
    return {
      Bucket: this.config.AUDIT_HEADS_BUCKET,
      Key: `${this.config.AUDIT_HEADS_PREFIX}${headKey(head)}`,
    };
  }

  /** Who may write but not ask is taken to have a bucket with a lock: if it has none, writing says so. */
  private async canLock(): Promise<boolean> {
    if (this.hasLock !== undefined) return this.hasLock;
    try {
      const { ObjectLockConfiguration: found } = await this.client.send(
        new GetObjectLockConfigurationCommand({ Bucket: this.config.AUDIT_HEADS_BUCKET }),
        { abortSignal: AbortSignal.timeout(patienceMs) },
      );
      this.hasLock = found?.ObjectLockEnabled === 'Enabled';
    } catch (error) {
      const { name } = error as Error;
      if (name !== 'AccessDenied' && !withoutLock.has(name)) throw error;
      this.hasLock = name === 'AccessDenied';
    }
    return this.hasLock;
  }
}
