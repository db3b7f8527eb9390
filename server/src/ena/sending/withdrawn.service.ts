import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { EnaBatchProgress } from '../batches/batch-progress.service.ts';
import { type BatchRow, itemsInRequest, updateItems } from '../batches/batch-rows.ts';
import { objectionsIn } from '../batches/item-objections.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';

/** Keeps from ENA what was withdrawn, replaced or asked for since the batch was made. */
@Injectable()
export class EnaWithdrawn {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly attempts: EnaAttempts,
    private readonly progress: EnaBatchProgress,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The last look before a request leaves, with its submission and batch locked, so that nothing is withdrawn between
   * the look and the sending. A request that has never left is given up: what is not to go says so, the others wait for
   * a request of their own. One that may have arrived before is not sent again either: a person looks.
   *
   * @returns false when everything in the request may still go
   */
  async giveUp(tx: Tx, attempt: Attempt, batch: BatchRow): Promise<boolean> {
    const objections = await objectionsIn(tx, attempt.id);
    const [first] = objections.values();
    if (first === undefined) return false;
    const items = await itemsInRequest(tx, attempt.id);
    const isInDoubt = attempt.sentCount > 0;
    const others = isInDoubt ? ('attention' as const) : ('waiting' as const);
    await updateItems(
      tx,
      items.map(({ id }) => {
        const message = objections.get(id) ?? null;
        if (isInDoubt) return { id, status: others, message: message ?? first };
        return message === null ? { id, status: others, message } : { id, status: 'failed', message };
      }),
    );
    const status = isInDoubt ? ('attention' as const) : ('refused' as const);
    const messages = [...new Set(objections.values())].slice(0, 200);
    const now = this.clock.now();
    await this.attempts.settle(tx, attempt.id, {
      status,
      messages,
      answerId: null,
      enaSubmissionId: null,
      now,
    });
    await this.audit.record(tx, this.actor, {
      action: 'ena_attempt.give_up',
      target: { type: 'EnaAttempt', id: attempt.id, label: attempt.submissionAlias },
      root: { type: 'EnaBatch', id: batch.id },
      changes: [{ field: 'status', before: attempt.status, after: status }],
      facts: {
        environment: batch.environment,
        submissionId: attempt.submissionId,
        accessions: items.filter(({ id }) => objections.has(id)).map(({ accession }) => accession),
        reasons: messages.slice(0, 20),
      },
    });
    await this.progress.follow(tx, this.actor, batch);
    return true;
  }
}
