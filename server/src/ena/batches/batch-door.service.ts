import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { stale } from '../../platform/errors/app.error.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { batchNotFound } from '../ena.errors.ts';
import { type BatchRow, lockBatch, lockSubmissionsOf } from './batch-rows.ts';
import type { BatchView } from './batches.contract.ts';
import { batchList } from './batches.queries.ts';

/** Reads a batch, and changes one: locked, by the version that was read, in one transaction. */
@Injectable()
export class EnaBatchDoor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
  ) {}

  /** @throws AppError `ena_batch.not_found` */
  async get(actor: Actor, id: string): Promise<BatchView> {
    const json = await this.lists.one(batchList, actor, id, { limit: 1 });
    if (json === undefined) throw batchNotFound(id);
    return JSON.parse(json) as BatchView;
  }

  /**
   * Its submissions are locked first, as everywhere: two batches that hold the same one would wait for each other.
   *
   * @returns the batch afterwards
   * @throws AppError `ena_batch.not_found`; `record.stale` with the batch as it is now
   */
  async change(
    actor: Actor,
    id: string,
    version: number,
    work: (tx: Tx, batch: BatchRow) => Promise<void>,
  ): Promise<BatchView> {
    await this.changeLast(actor, id, version, work);
    return this.get(actor, id);
  }

  /** The same for a change after which the batch is no more, or for a look whether a change would be possible. */
  async changeLast(
    actor: Actor,
    id: string,
    version: number,
    work: (tx: Tx, batch: BatchRow) => Promise<void>,
  ): Promise<void> {
    await orCurrent(
      () =>
        this.uow.run(async (tx) => {
          await lockSubmissionsOf(tx, id);
          const batch = await lockBatch(tx, id);
          if (!batch) throw batchNotFound(id);
          if (batch.version !== version) throw stale(undefined);
          await work(tx, batch);
        }),
      () => this.get(actor, id),
    );
  }
}
