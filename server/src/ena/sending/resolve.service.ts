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
import { EnaResolutionChecks } from './resolution-checks.service.ts';
import type { ResolveAttempt } from './resolution.contract.ts';

/** The way out for a request that no look-up settles: a curator asks ENA's helpdesk and writes down what it said. */
@Injectable()
export class EnaResolutions {
  constructor(
    private readonly door: EnaBatchDoor,
    private readonly checks: EnaResolutionChecks,
    private readonly attempts: EnaAttempts,
    private readonly registrations: EnaRegistrations,
    private readonly progress: EnaBatchProgress,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Of what ENA has some records may be given now, and the others stay open. Unless it is said to be unchecked, ENA is
   * asked about each of them, before anything is locked.
   *
   * @param version of the batch
   * @throws AppError `access.denied` to the depositor, `ena_attempt.not_found`, `ena.not_unclear`, `ena.bad_accessions`,
   *   `ena.not_checked`, `ena.too_many_to_check`, `accession.other_identifier`, `record.stale`
   */
  async resolve(actor: Actor, id: string, version: number, given: ResolveAttempt): Promise<BatchView> {
    const found = await this.attempts.get(this.attempts.reader, id);
    const { batchId } = found;
    if (given.accessions && !given.unchecked) {
      // Who may not, or comes too late, is told so before ENA is asked.
      await this.door.changeLast(
        actor,
        batchId,
        version,
        async (tx) => void (await this.unclear(tx, actor, id)),
      );
      await this.checks.check(found, given.accessions);
    }
    return this.door.change(actor, batchId, version, async (tx, batch) => {
      const attempt = await this.unclear(tx, actor, id);
      const items = await itemsInRequest(tx, id, 'attention');
      const settled = given.accessions
        ? await this.register(tx, actor, attempt, batch, items, given.accessions)
        : items;
      await this.write(tx, settled, given);
      const isWhole = settled.length === items.length;
      const status = isWhole ? (given.accessions ? 'accepted' : 'refused') : 'attention';
      if (isWhole) await this.settle(tx, actor, attempt, given);
      await this.log(tx, actor, attempt, batch, {
        given,
        status,
        records: settled.length,
        left: items.length - settled.length,
      });
      await (isWhole ? this.progress.follow(tx, actor, batch) : this.progress.touch(tx, batch));
    });
  }

  private async unclear(tx: Tx, actor: Actor, id: string): Promise<Attempt> {
    const attempt = await this.attempts.get(tx, id);
    if (attempt.status !== 'attention') throw nothingUnclear(attempt.status);
    await assertNotOwn(tx, actor, attempt);
    return attempt;
  }

  private async write(
    tx: Tx,
    items: readonly ItemRow[],
    { accessions, reason }: ResolveAttempt,
  ): Promise<void> {
    const outcome = accessions
      ? { status: 'accepted', message: null }
      : { status: 'failed', message: notThere(reason) };
    await updateItems(
      tx,
      items.map(({ id }) => ({ id, ...outcome })),
    );
  }

  private async settle(
    tx: Tx,
    actor: Actor,
    { id }: Attempt,
    { accessions, reason }: ResolveAttempt,
  ): Promise<void> {
    await this.attempts.settle(tx, id, {
      status: accessions ? 'accepted' : 'refused',
      messages: [accessions ? `Settled by hand, at ENA: ${reason}` : notThere(reason)],
      answerId: null,
      enaSubmissionId: null,
      resolvedBy: actor.id,
      now: this.clock.now(),
    });
  }

  private async log(
    tx: Tx,
    actor: Actor,
    attempt: Attempt,
    batch: BatchRow,
    {
      given,
      status,
      records,
      left,
    }: { given: ResolveAttempt; status: string; records: number; left: number },
  ): Promise<void> {
    await this.audit.record(tx, actor, {
      action: 'ena_attempt.resolve',
      target: { type: 'EnaAttempt', id: attempt.id, label: attempt.submissionAlias },
      root: { type: 'EnaBatch', id: batch.id },
      ...(left === 0 && { changes: [{ field: 'status', before: attempt.status, after: status }] }),
      facts: {
        environment: batch.environment,
        submissionId: attempt.submissionId,
        records,
        ...(left > 0 && { left }),
        ...(given.accessions && { accessions: given.accessions.map(({ accession }) => accession) }),
        ...(given.unchecked && { unchecked: true }),
      },
      reason: given.reason,
    });
  }

  /** @returns the records that are registered by this */
  private async register(
    tx: Tx,
    actor: Actor,
    attempt: Attempt,
    batch: BatchRow,
    items: readonly ItemRow[],
    given: readonly GivenAccession[],
  ): Promise<ItemRow[]> {
    const problems = problemsOf(given, items);
    if (problems.length > 0) throw badAccessions(problems.slice(0, 100));
    const byAlias = new Map(given.map((one) => [one.alias, one]));
    const named = items.flatMap((item) => {
      const one = byAlias.get(item.enaAlias);
      return one ? [{ item, one }] : [];
    });
    const registered = named.map(({ item, one }) => ({
      accession: item.accession,
      enaAccession: one.accession,
      biosample: one.biosample ?? null,
    }));
    await this.registrations.record(tx, actor, attempt, batch, registered).catch((error: unknown) => {
      throw asBadAccessions(error, given);
    });
    return named.map(({ item }) => item);
  }
}

const notThere = (reason: string): string => `Settled by hand, not at ENA: ${reason}`;

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
