import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LogKeys } from '../sealing/log-keys.ts';
import { type RegisteredKey, registeredKeysSql } from '../sealing/registered-keys.ts';
import { type SignedNote, signersOf } from '../sealing/signed-note.ts';
import { statedColumns, type StatedRow, unprovenBecause } from './stated-month.ts';

/** What a row says about an archive; `flaw` says why it cannot be believed, if the log's keys did not sign it. */
export type JudgedArchive = {
  archive: { month: string; bucket: string; key: string; bytes: number; sha256: string };
  flaw: string | undefined;
};

/** The number of archives that are looked at, for a month that is archived again and again. */
const most = 20;

/**
 * The archives that the database lists, each judged by whether the log's keys signed it: whoever can write a row cannot
 * sign it.
 */
@Injectable()
export class StatedArchives {
  constructor(
    private readonly database: DataSource,
    private readonly keys: LogKeys,
  ) {}

  /**
   * The archives of a month. For a month that has left the log, only the one by which it left: files of others are
   * cleared away. For one that is still there, all by which it may leave, newest first.
   *
   * @param month `YYYY-MM` @returns none where nothing is archived of it
   */
  async of(month: string): Promise<JudgedArchive[]> {
    const rows: (StatedRow & { hasLeft: boolean })[] = await this.database.query(
      `SELECT ${statedColumns}, r.dropped_at IS NOT NULL AS "hasLeft"
         FROM audit_retentions r WHERE r.month = $1 ORDER BY r.dropped_at IS NULL, r.archived_at DESC, r.id DESC LIMIT ${most}`,
      [month],
    );
    const isOurs = await this.knownSigner();
    return (rows[0]?.hasLeft ? rows.slice(0, 1) : rows).map((row) => {
      const { bucket, key, bytes, sha256 } = row;
      return {
        archive: { month, bucket, key, bytes, sha256 },
        flaw: unprovenBecause(row, this.keys.origin, isOurs),
      };
    });
  }

  /**
   * Only the worker has the private keys: here, the public keys that it registered decide, each for the time in which
   * it was valid.
   */
  private async knownSigner(): Promise<(note: SignedNote, time: string) => boolean> {
    const all: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const keys = all.filter(({ name }) => name === this.keys.origin);
    return (note, time) => {
      const at = new Date(time);
      return signersOf(note, keys).some(({ from, until }) => at >= from && (until === null || at <= until));
    };
  }
}
