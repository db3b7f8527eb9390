import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { refusal } from '../../platform/access/authorize.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { AppError, forbidden } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { EnaBatchProgress } from '../batches/batch-progress.service.ts';
import { type BatchRow, itemsInRequest, type ItemRow, updateItems } from '../batches/batch-rows.ts';
import type { BatchView } from '../batches/batches.contract.ts';
import { EnaBatchDoor } from '../batches/batch-door.service.ts';
import { badAccessions, nothingUnclear } from '../ena.errors.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { type GivenAccession, problemsOf } from './given-accessions.ts';
import { EnaRegistrations } from './registrations.service.ts';
import type { ResolveAttempt } from './resolution.contract.ts';

/** The way out for a request that no look-up settles: a curator asks ENA's helpdesk and writes down what it said. */
@Injectable()
export class EnaResolutions {
  constructor(
    private readonly door: EnaBatchDoor,
    private readonly attempts: EnaAttempts,
    private readonly registrations: EnaRegistrations,
    private readonly progress: EnaBatchProgress,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param version of the batch
   * @throws AppError `access.denied` to the depositor, `ena_attempt.not_found`, `ena.not_unclear`, `ena.bad_accessions`, `accession.other_identifier`,
   *   `record.stale`
   */
  async resolve(actor: Actor, id: string, version: number, given: ResolveAttempt): Promise<BatchView> {
    const { batchId } = await this.attempts.get(this.attempts.reader, id);
    return this.door.change(actor, batchId, version, async (tx, batch) => {
      const attempt = await this.attempts.get(tx, id);
      if (attempt.status !== 'attention') throw nothingUnclear(attempt.status);
      await assertNotOwn(tx, actor, attempt);
      const items = await itemsInRequest(tx, id, 'attention');
      const isRegistered = given.outcome === 'registered';
      const accessions = given.accessions ?? [];
      if (isRegistered) await this.register(tx, actor, attempt, batch, items, accessions);
      const message = `Settled by hand, not at ENA: ${given.reason}`;
      await updateItems(
        tx,
        items.map((item) => ({
          id: item.id,
          status: isRegistered ? 'accepted' : 'failed',
          message: isRegistered ? null : message,
        })),
      );
      const status = isRegistered ? 'accepted' : 'refused';
      await this.attempts.settle(tx, id, {
        status,
        messages: [isRegistered ? `Settled by hand, at ENA: ${given.reason}` : message],
        answerId: null,
        enaSubmissionId: null,
        resolvedBy: actor.id,
        now: this.clock.now(),
      });
      await this.audit.record(tx, actor, {
        action: 'ena_attempt.resolve',
        target: { type: 'EnaAttempt', id, label: attempt.submissionAlias },
        root: { type: 'EnaBatch', id: batch.id },
        changes: [{ field: 'status', before: attempt.status, after: status }],
        facts: {
          environment: batch.environment,
          submissionId: attempt.submissionId,
          records: items.length,
          ...(isRegistered && { accessions: accessions.map(({ accession }) => accession) }),
        },
        reason: given.reason,
      });
      await this.progress.follow(tx, actor, batch);
    });
  }

  private async register(
    tx: Tx,
    actor: Actor,
    attempt: Attempt,
    batch: BatchRow,
    items: readonly ItemRow[],
    given: readonly GivenAccession[],
  ): Promise<void> {
    const problems = problemsOf(given, items);
    if (problems.length > 0) throw badAccessions(problems.slice(0, 100));
    const byAlias = new Map(given.map((one) => [one.alias, one]));
    const registered = items.map(({ enaAlias, accession }) => {
      const one = byAlias.get(enaAlias);
      if (!one) throw new Error(`${enaAlias} was to have an accession`);
      return { accession, enaAccession: one.accession, biosample: one.biosample ?? null };
    });
    await this.registrations.record(tx, actor, attempt, batch, registered).catch((error: unknown) => {
      throw asBadAccessions(error, given);
    });
  }
}

/** Whoever deposited it leaves it to another curator. */
async function assertNotOwn(tx: Tx, actor: Actor, { submissionId }: Attempt): Promise<void> {
  const [own] = await tx.query<{ ownerId: string }>(
    'SELECT owner_id AS "ownerId" FROM submissions WHERE id = $1',
    [submissionId],
  );
  if (!own) throw new Error(`submission ${submissionId} is gone`);
  const because = refusal(actor, 'resolve', 'EnaBatch', own);
  if (because !== null) throw forbidden('access.denied', because, { action: 'resolve' });
}

type Taken = { identifier: string; accession: string };

/** Which line of what was given names an identifier that another record has. */
function asBadAccessions(error: unknown, given: readonly GivenAccession[]): unknown {
  if (!(error instanceof AppError) || error.code !== 'accession.identifier_taken') return error;
  return badAccessions(
    (error.facts['taken'] as Taken[]).map(({ identifier, accession }) => ({
      path: `accessions.${given.findIndex((one) => one.accession === identifier || one.biosample === identifier)}`,
      message: `${identifier} is the identifier of ${accession}`,
    })),
  );
}
