import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { bucketClient } from '../../platform/storage/bucket-client.ts';
import { canLock, lockedFor } from '../../platform/storage/object-lock.ts';
import { HeadContradicted, type HeadPlace, headKey, type PublishedHead } from './head-place.ts';

const patienceMs = 20_000;

type Place = { Bucket: string | undefined; Key: string };

/** The bucket for signed heads, locked against change where it can be. */
@Injectable()
export class HeadBucket implements HeadPlace, OnApplicationShutdown {
  readonly name = 'bucket';
  private readonly client: S3Client;
  private hasLock: boolean | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const place = {
      endpoint: config.AUDIT_HEADS_ENDPOINT,
      region: config.AUDIT_HEADS_REGION,
      accessKeyId: config.AUDIT_HEADS_ACCESS_KEY_ID,
      secretAccessKey: config.AUDIT_HEADS_SECRET_ACCESS_KEY,
    };
    this.client = bucketClient(config, place, 'always');
  }

  get isConfigured(): boolean {
    return this.config.AUDIT_HEADS_BUCKET !== undefined;
  }

  /** The store, the bucket and the prefix. */
  get address(): string {
    const { AUDIT_HEADS_ENDPOINT, S3_HOT_ENDPOINT, AUDIT_HEADS_BUCKET, AUDIT_HEADS_PREFIX } = this.config;
    const store = AUDIT_HEADS_ENDPOINT ?? S3_HOT_ENDPOINT;
    return `${store ? new URL(store).host : 's3'}/${AUDIT_HEADS_BUCKET}/${AUDIT_HEADS_PREFIX}`;
  }

  /**
   * Nothing that lies there is ever overwritten, not even by a new version: the same bytes count as published, other
   * bytes are an alarm. The place is read first, since some stores do not support the conditional PUT.
   *
   * @throws HeadContradicted
   */
  async publish(head: PublishedHead): Promise<boolean> {
    const isLocked = await this.canLock();
    if (!(await this.holds(head)) && !(await this.put(head, isLocked))) {
      // Something was put there at this very moment: by another worker, or by a stranger.
      if (!(await this.holds(head)))
        throw new Error('a head that cannot be read lies where this one belongs');
    }
    return isLocked;
  }

  /**
   * Whether this head lies there; false also if the bucket may not be read.
   *
   * @throws HeadContradicted when another head lies there
   */
  async holds(head: PublishedHead): Promise<boolean> {
    const lying = await this.read(head).catch((error: Error) => {
      if (error.name === 'AccessDenied') return undefined; // may write, and not read
      throw error;
    });
    if (lying !== undefined && lying !== head.note) throw new HeadContradicted(head.number);
    return lying !== undefined;
  }

  /** What lies there for a segment. @returns undefined when nothing does */
  async read(head: Pick<PublishedHead, 'number' | 'closedAt'>): Promise<string | undefined> {
    return this.get(this.placeOf(head));
  }

  /** Names of the heads in the bucket from a day on, oldest first, whatever the database says. */
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

  /** @returns false when something lies there already */
  private async put(head: PublishedHead, isLocked: boolean): Promise<boolean> {
    const { AUDIT_HEADS_LOCK_MODE: mode, AUDIT_HEADS_LOCK_DAYS: days } = this.config;
    const lock = isLocked ? lockedFor(mode, days, head.closedAt) : {};
    const send = (condition: { IfNoneMatch?: '*' }) =>
      this.client.send(
        new PutObjectCommand({
          ...this.placeOf(head),
          Body: head.note,
          ContentType: 'text/plain; charset=utf-8',
          ...lock,
          ...condition,
        }),
        { abortSignal: AbortSignal.timeout(patienceMs) },
      );
    try {
      await send({ IfNoneMatch: '*' });
    } catch (error) {
      const { name } = error as Error;
      if (name === 'PreconditionFailed') return false;
      if (name !== 'NotImplemented') throw error;
      await send({}); // a store without conditions, which has just said that nothing lies there
    }
    return true;
  }

  private async get(place: Place): Promise<string | undefined> {
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

  private placeOf(head: Pick<PublishedHead, 'number' | 'closedAt'>): Place {
    return {
      Bucket: this.config.AUDIT_HEADS_BUCKET,
      Key: `${this.config.AUDIT_HEADS_PREFIX}${headKey(head)}`,
    };
  }

  private async canLock(): Promise<boolean> {
    const bucket = this.config.AUDIT_HEADS_BUCKET;
    this.hasLock ??= await canLock(this.client, bucket, AbortSignal.timeout(patienceMs));
    return this.hasLock;
  }
}
