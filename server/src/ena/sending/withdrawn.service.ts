import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { EnaBatchProgress } from '../batches/batch-progress.service.ts';
import {
  type BatchRow,
  itemsInRequest,
  type ItemRow,
  revisionIn,
  updateItems,
} from '../batches/batch-rows.ts';
import { objectionsIn } from '../batches/item-objections.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { holdUntil } from './hold-until.ts';

/** Keeps from ENA what was withdrawn, replaced, opened again, held for longer or asked for since the request was made. */
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
   * a request of their own, as all do when this one names too early a day. One that may have arrived before is not sent
   * again either: a person looks.
   *
   * @returns false when everything in the request may still go
   */
  async giveUp(tx: Tx, attempt: Attempt, batch: BatchRow): Promise<boolean> {
    const items = await itemsInRequest(tx, attempt.id);
    const objections = await objectionsIn(tx, attempt.id);
    const [first = await tooEarly(tx, attempt, items)] = objections.values();
    if (first === undefined) return false;
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
    const messages = [...new Set(objections.size > 0 ? objections.values() : [first])].slice(0, 200);
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

/** Why the day that the bytes name would be too early by now: ENA would make public what is held back here. */
async function tooEarly(tx: Tx, attempt: Attempt, items: readonly ItemRow[]): Promise<string | undefined> {
  const { batchId, submissionId, holdUntilDate: asked } = attempt;
  const number = await revisionIn(tx, batchId, submissionId);
  if (asked === null || number === undefined) return undefined;
  const accessions = items.map(({ accession }) => accession);
  const day = await holdUntil(tx, { submissionId, number }, accessions, asked);
  return day > asked
    ? `Not sent: it asks ENA to hold its records until ${asked}; by now they are held until ${day}.`
    : undefined;
}
