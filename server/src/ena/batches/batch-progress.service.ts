import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type BatchRow, batchReferenceOf, countItems } from './batch-rows.ts';
import { batchOutcome } from './batch.state.ts';

/** Brings a batch's state after that of its items. */
@Injectable()
export class EnaBatchProgress {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Something of a locked batch has changed that does not change its state. */
  async touch(tx: Tx, { id }: BatchRow): Promise<void> {
    await tx.query('UPDATE ena_batches SET version = version + 1 WHERE id = $1', [id]);
    await tx.publish({ type: 'EnaBatchChanged', subject: { type: 'EnaBatch', id }, access: {} });
  }

  /** Sets the state of a locked batch from its items'. The last answer closes it. */
  async follow(tx: Tx, actor: Actor, batch: BatchRow): Promise<void> {
    const status = batchOutcome(await countItems(tx, batch.id));
    const isOver = status !== 'sending';
    await tx.query(
      `UPDATE ena_batches SET status = $2, finished_at = $3, version = version + 1 WHERE id = $1`,
      [batch.id, status, isOver ? this.clock.now() : null],
    );
    if (isOver) {
      await this.audit.record(tx, actor, {
        action: 'ena_batch.finish',
        target: { type: 'EnaBatch', id: batch.id, label: batchReferenceOf(batch.number) },
        changes: [{ field: 'status', before: batch.status, after: status }],
      });
    }
    await tx.publish({ type: 'EnaBatchChanged', subject: { type: 'EnaBatch', id: batch.id }, access: {} });
  }
}
