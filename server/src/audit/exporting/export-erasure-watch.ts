import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/tx.ts';

const lookEveryMs = 2_000;
/** What ends an export and what ends an erasure wait for each other. */
const turn = 7331205;

/** Somebody was erased while an export was read, whose moment still has their values. */
export class ErasedMeanwhile extends Error {
  override name = 'ErasedMeanwhile';

  constructor() {
    super('somebody was erased from the change log while this export was written');
  }
}

/**
 * An export reads one moment of the database, and an erasure that ends after that moment has not happened for it. So
 * such an export is cut before its end: one in the background is made again, one that is sent at once has no manifest
 * and is asked for again. What was complete before the erasure had ended goes with it where we keep it
 * (`ExportErasure`); what has left us we cannot call back.
 */
@Injectable()
export class ErasureWatch {
  constructor(private readonly database: DataSource) {}

  /**
   * Passes an export's bytes on, the last of them only when nobody was erased since.
   *
   * @param moment of the export, ISO 8601
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

  /** In the transaction that says that an export is complete. @throws ErasedMeanwhile */
  async assertNone(tx: Tx, moment: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [turn]);
    if ((await tx.query(erasedSql, [moment])).length > 0) throw new ErasedMeanwhile();
  }

  /** In the transaction that ends an erasure: an export ends before it, or sees it. */
  static async takeTurn(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [turn]);
  }

  private async look(moment: string): Promise<void> {
    const erased: unknown[] = await this.database.query(erasedSql, [moment]);
    if (erased.length > 0) throw new ErasedMeanwhile();
  }
}

const erasedSql = 'SELECT id FROM audit_erasures WHERE done_at >= $1 LIMIT 1';
