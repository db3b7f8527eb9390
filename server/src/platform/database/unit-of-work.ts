import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../queue/doorbell.ts';
import { noteWorked } from './request-claim.ts';
import { Tx } from './tx.ts';

/**
 * Runs work in one transaction. Inside, write only through the given `tx`: an injected repository would write outside
 * it and wait for a second connection. Locks are taken by primary key, in this order: the task being done (a
 * handler's fence), checklists by accession (advisory), submissions, records, files, ena batches, accession counters
 * (by kind), identifiers of other archives (advisory). Other tasks are only added.
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
    let tx: Tx | undefined;
    let isCommitted = false;
    let result: T;
    try {
      result = await this.database.transaction(async (manager) => {
        tx = new Tx(manager);
        const answer = await work(tx);
        await noteWorked(tx);
        await tx.conclude();
        return answer;
      });
      isCommitted = true;
    } finally {
      tx?.ended(isCommitted);
    }
    // Only a doorbell: the rows are committed, and the sweeper finds what a lost ring leaves waiting.
    if (tx) this.doorbell.ring(tx.announcements);
    return result;
  }
}
