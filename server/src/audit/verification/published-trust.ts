import { Injectable, Logger } from '@nestjs/common';
import type { Snapshot } from '../exporting/snapshot.ts';
import { HeadBucket } from '../publication/head-bucket.ts';
import { type Head, parseHead } from '../sealing/checkpoint.ts';
import { signersOf } from '../sealing/signed-note.ts';
import type { Trust } from '../verifier/row-check.ts';
import { PublishedHeads } from '../verifier/trust.ts';
import { damaged } from '../verifier/verdict.ts';

type Key = { name: string; id: string; publicKey: string; from: Date; until: Date | null };

/** The keys of the log, and the newest head that lies outside the database. */
@Injectable()
export class PublishedTrust {
  private readonly logger = new Logger(PublishedTrust.name);

  constructor(private readonly bucket: HeadBucket) {}

  /** @throws Found when what was published is gone or another */
  async load(snapshot: Snapshot): Promise<Trust> {
    const keys = await snapshot.query<Key>(
      `SELECT name, id, public_key AS "publicKey", valid_from AS "from", valid_until AS until FROM audit_keys`,
    );
    const isSigned = ({ note, checkpoint }: Head) => {
      const at = new Date(checkpoint.time);
      return signersOf(note, keys).some(({ from, until }) => at >= from && (until === null || at <= until));
    };
    const published = await this.newest(snapshot);
    return { isSigned, published: new PublishedHeads(published, isSigned, true), isThorough: true };
  }

  /** A bucket that cannot be reached says nothing about the log. */
  private async newest(snapshot: Snapshot): Promise<Head[]> {
    if (!this.bucket.isConfigured) return [];
    const [state] = await snapshot.query<{ number: string; closed_at: Date | null }>(
      `SELECT p.segment AS number, s.closed_at FROM audit_publications p LEFT JOIN audit_segments s ON s.number = p.segment
        WHERE p.place = 'bucket' AND p.segment IS NOT NULL`,
    );
    if (!state) return [];
    const place = `segment ${state.number}`;
    if (!state.closed_at) throw damaged(place, 'its head was published, and it is no longer there');
    const note = await this.read(Number(state.number), state.closed_at);
    if (note === null) return [];
    const head = note === undefined ? undefined : parseHead(note);
    if (!head) throw damaged(place, 'its published head is no longer where it was put');
    return [head];
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
