import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '../queue/doorbell.ts';
import { noteWorked } from './request-claim.ts';
import { Tx } from './tx.ts';

/**
 * Runs work in one transaction. Inside, write only through the given `tx`: an injected repository would write outside
 * it and wait for a second connection. Locks are taken by primary key, in this order: submissions, ena batches,
 * tasks, accession counters (by kind).
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
    const result = await this.database.transaction(async (manager) => {
      tx = new Tx(manager);
      const answer = await work(tx);
      await noteWorked(tx);
      return answer;
    });
    // Only a doorbell: the rows are committed, and the sweeper finds what a lost ring leaves waiting.
    if (tx) this.doorbell.ring(tx.announcements);
    return result;
  }
}
