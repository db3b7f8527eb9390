import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Doorbell } from '../queue/doorbell.ts';
import { noteWorked } from './request-claim.ts';
import { type LastStatement, Tx } from './tx.ts';

/**
 * Runs work in one transaction. Inside, write only through the given `tx`: an injected repository would write outside
 * it and wait for a second connection. Locks are taken by primary key, in this order: the task being done (a
 * handler's fence), checklists by accession (advisory), submissions, records, files, ena batches, accession counters
 * (by kind), identifiers of other archives (advisory). Other tasks are only added, or brought forward while
 * nobody has them.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /**
   * @returns what `work` answers, after commit
   * @throws whatever `work` throws, after rollback
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.database.createQueryRunner();
    const last: LastStatement[] = [];
    const tx = new Tx(runner.manager, last);
    let isCommitted = false;
    let result: T;
    try {
      await runner.startTransaction();
      result = await work(tx);
      await noteWorked(tx);
      await tx.conclude();
      await commit(runner, last);
      isCommitted = true;
    } catch (error) {
      // What went wrong is told; that there is nothing to roll back, or nobody to do it, is not.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
      tx.ended(isCommitted);
    }
    // Only a doorbell: the rows are committed, and the sweeper finds what a lost ring leaves waiting.
    this.doorbell.ring(tx.announcements);
    return result;
  }
}

/** One message: whatever fails in it, COMMIT is not reached. The runner, which does not know, is released next. */
async function commit(runner: QueryRunner, last: readonly LastStatement[]): Promise<void> {
  if (last.length === 0) return runner.commitTransaction();
  try {
    await runner.query([...last.map(({ sql }) => sql), 'COMMIT'].join(';\n'));
  } catch (error) {
    throw last.map(({ explain }) => explain(error)).find((better) => better !== undefined) ?? error;
  }
}
