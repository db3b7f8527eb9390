import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { HeadBucket } from '../publication/head-bucket.ts';
import type { PublishedHead } from '../publication/head-place.ts';
import { type Reason, reason } from '../runs/reason.ts';
import { type Head, parseHead, signersOfHead } from '../sealing/checkpoint.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { LogKeys } from '../sealing/log-keys.ts';
import { type RegisteredKey, registeredKeysSql, signersThen } from '../sealing/registered-keys.ts';
import { type SignedNote, signersOf } from '../sealing/signed-note.ts';
import type { Trust } from '../verifier/row-check.ts';
import { PublishedHeads } from '../verifier/trust.ts';
import { damaged, Found } from '../verifier/verdict.ts';
import { assertNoneLost, lost, someEarlier } from './lost-heads.ts';

const dayMs = 86_400_000;
/** A head covers all before it, so that the newest vouch for the rest; older ones would contradict a rewritten log. */
const days = 2;
/** Spread evenly over those days. */
const mostHeads = 1_000;
const atOnce = 16;
const noBucket = reason(
  'heads_no_bucket',
  'no bucket for published heads is configured (AUDIT_HEADS_BUCKET)',
);

export type PublishedTrustState = Trust & {
  /** Whether there is a bucket to compare the log with. */
  hasBucket: boolean;
  isStated: NonNullable<Trust['isStated']>;
  /** Why nothing that lies outside the database can be compared with the log; null when something can. */
  doubt: Reason | null;
};

/** The keys of the log, and the heads that lie outside the database. */
@Injectable()
export class PublishedTrust {
  private readonly logger = new Logger(PublishedTrust.name);

  constructor(
    private readonly bucket: HeadBucket,
    private readonly keys: LogKeys,
    private readonly standing: KeyStanding,
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @throws Found when what was published is gone or another
   * @throws AppError `audit.key_unregistered`, `audit.key_retired`: every head would look like a forged one
   */
  async load(snapshot: Snapshot): Promise<PublishedTrustState> {
    await this.standing.assertRegistered(this.keys.current, 'AUDIT_SIGNING_KEY');
    const keys = await snapshot.query<RegisteredKey>(registeredKeysSql);
    const isSigned = (head: Head) => signersThen(head, keys).length > 0;
    const isStated = (note: SignedNote, origin: string, time: string) =>
      signersOf(
        note,
        keys.filter(({ name }) => name === origin),
      ).some(({ from, until }) => new Date(time) >= from && (until === null || new Date(time) <= until));
    const isOurs = (head: Head) => signersOfHead(head, this.keys.all).length > 0;
    const { heads, doubt } = await this.published(snapshot);
    // What lies in the bucket is newer than the snapshot, and so may be the key that signed it.
    const newest: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const isSignedByNow = (head: Head) => signersThen(head, newest).length > 0;
    return {
      isOurs,
      isSigned,
      isStated,
      published: new PublishedHeads(heads, isSignedByNow, true),
      isThorough: true,
      hasBucket: this.bucket.isConfigured,
      doubt,
    };
  }

  private async published(snapshot: Snapshot): Promise<{ heads: Head[]; doubt: Reason | null }> {
    if (!this.bucket.isConfigured) return { heads: [], doubt: noBucket };
    const [newest, listed] = [await this.newest(snapshot), await this.listed(snapshot)];
    const heads = [...(newest ?? []), ...(listed ?? [])];
    if (heads.length > 0) return { heads, doubt: null };
    const isUnreachable = newest === undefined || listed === undefined;
    return {
      heads,
      doubt: isUnreachable
        ? reason('heads_unreachable', 'the bucket of published heads could not be read')
        : reason('heads_none_recent', `no head was published in the last ${days} days`, { days }),
    };
  }

  /** @returns undefined when the bucket cannot be read, which says nothing about the log @throws Found */
  private async newest(snapshot: Snapshot): Promise<Head[] | undefined> {
    const [state] = await snapshot.query<{ number: string; closed_at: Date | null }>(
      `SELECT p.segment AS number, s.closed_at FROM audit_publications p LEFT JOIN audit_segments s ON s.number = p.segment
        WHERE p.place = 'bucket' AND p.segment IS NOT NULL`,
    );
    if (!state) return [];
    const place = `segment ${state.number}`;
    if (!state.closed_at) throw damaged(place, 'segment_published');
    const note = await this.read(Number(state.number), state.closed_at);
    if (note === null) return undefined;
    const head = note === undefined ? undefined : parseHead(note);
    if (!head) throw damaged(place, 'head_moved');
    return [head];
  }

  /** What lies in the bucket, whatever the database says of it. @returns undefined when it cannot be read @throws Found for what is no head, and for one that is gone */
  private async listed(snapshot: Snapshot): Promise<Head[] | undefined> {
    try {
      const all: string[] = [];
      const since = new Date(Date.now() - days * dayMs);
      const keptSince = new Date(Date.now() - this.config.AUDIT_HEADS_LOCK_DAYS * dayMs);
      for await (const name of this.bucket.namesSince(since)) all.push(name);
      await assertNoneLost(snapshot, this.bucket.address, all, since, keptSince);
      const step = Math.max(1, all.length / mostHeads);
      const chosen = all.filter(
        (_, at) => at === all.length - 1 || Math.floor(at / step) !== Math.floor((at - 1) / step),
      );
      const earlier = await someEarlier(snapshot, this.bucket.address, since, keptSince);
      return [
        ...(await someAtOnce(earlier, (head) => this.earlier(head))),
        ...(await someAtOnce(chosen, (name) => this.named(name))),
      ];
    } catch (error) {
      if (error instanceof Found) throw error;
      this.logger.warn(`published heads cannot be listed: ${(error as Error).message}`);
      return undefined;
    }
  }

  private async earlier(known: Pick<PublishedHead, 'number' | 'closedAt'>): Promise<Head> {
    const note = await this.bucket.read(known);
    const head = note === undefined ? undefined : parseHead(note);
    if (!head) throw lost(known);
    return head;
  }

  private async named(name: string): Promise<Head> {
    const head = parseHead((await this.bucket.readNamed(name)) ?? '');
    if (!head) throw damaged('heads', 'heads_foreign', { name });
    return head;
  }

  private async read(number: number, closedAt: Date): Promise<string | undefined | null> {
    try {
      return await this.bucket.read({ number, closedAt });
    } catch (error) {
      this.logger.warn(`published heads cannot be read: ${(error as Error).message}`);
      return null;
    }
  }
}

async function someAtOnce<Of, Read>(all: readonly Of[], read: (one: Of) => Promise<Read>): Promise<Read[]> {
  const done: Read[] = [];
  for (let at = 0; at < all.length; at += atOnce)
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(read))));
  return done;
}
