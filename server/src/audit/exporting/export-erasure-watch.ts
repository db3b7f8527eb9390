import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/tx.ts';

const lookEveryMs = 2_000;
/** Key of an advisory lock: the end of an export and the end of an erasure wait for each other. */
const turn = 7331205;

/** Somebody was erased while an export was being read whose snapshot still has their values. */
export class ErasedMeanwhile extends Error {
  override name = 'ErasedMeanwhile';

  constructor() {
    super('somebody was erased from the change log while this export was written');
  }
}

/**
 * An export reads one snapshot of the database, which does not see an erasure that ends later. So such an export is cut
 * before its end: one in the background is made again; one that is being sent has no manifest, and has to be requested
 * again. Exports that were complete before the erasure ended are removed if they are kept here (`ExportErasure`); those
 * that were taken away cannot be called back.
 */
@Injectable()
export class ErasureWatch {
  constructor(private readonly database: DataSource) {}

  /**
   * Passes an export's bytes on, but the last chunk only if nobody has been erased since the snapshot.
   *
   * @param moment time of the export's snapshot, ISO 8601
   * @throws ErasedMeanwhile
   */
  async *guarding(
    chunks: AsyncIterable<Buffer>,
    moment: string,
    now: () => number = () => performance.now(),
  ): AsyncGenerator<Buffer> {
    let held: Buffer | undefined;
    let lookedAt = now();
    for await (const chunk of chunks) {
      if (now() - lookedAt >= lookEveryMs) {
        await this.look(moment);
        lookedAt = now();
      }
      if (held) yield held;
      held = chunk;
    }
    await this.look(moment);
    if (held) yield held;
  }

  /** Call in the transaction that completes an export. @throws ErasedMeanwhile */
  async assertNone(tx: Tx, moment: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [turn]);
    if ((await tx.query(erasedSql, [moment])).length > 0) throw new ErasedMeanwhile();
  }

  /** Call in the transaction that ends an erasure, so that an export either ends before it or sees it. */
  static async takeTurn(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [turn]);
  }

  private async look(moment: string): Promise<void> {
    const erased: unknown[] = await this.database.query(erasedSql, [moment]);
    if (erased.length > 0) throw new ErasedMeanwhile();
  }
}

/** No erasure ends in the future, whatever its row says. */
const erasedSql =
  'SELECT id FROM audit_erasures WHERE done_at >= $1 AND done_at <= clock_timestamp() LIMIT 1';
