import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { depositorsTexts } from '../batches/depositors-texts.ts';
import { EnaBatchProgress } from '../batches/batch-progress.service.ts';
import {
  type BatchRow,
  batchReferenceOf,
  itemsInRequest,
  type ItemRow,
  lockBatch,
  revisionIn,
  updateItems,
} from '../batches/batch-rows.ts';
import type { JudgedObject, Judgement, RequestedObject } from '../webin/judgement.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { EnaFileErrors } from './file-errors.service.ts';
import { messageOfRecord } from './record-message.ts';
import { EnaRefusalFindings } from './refusal-findings.service.ts';
import { EnaRegistrations, type Registered } from './registrations.service.ts';

const attemptStatus = { accepted: 'accepted', refused: 'refused', needs_person: 'attention' } as const;
const itemStatus = { accepted: 'accepted', refused: 'failed', needs_person: 'attention' } as const;

/** A record that is not sent, and why. */
export type FailedItem = { item: ItemRow; message: string };

type Paired = { item: ItemRow; object: JudgedObject | undefined };

/** Writes down what ENA answered: on the attempt, on each record, on the batch. */
@Injectable()
export class EnaOutcomes {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly attempts: EnaAttempts,
    private readonly registrations: EnaRegistrations,
    private readonly findings: EnaRefusalFindings,
    private readonly fileErrors: EnaFileErrors,
    private readonly progress: EnaBatchProgress,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What a request asked ENA to register and is not known to be refused, in its order. */
  async objectsOf(attempt: Attempt): Promise<RequestedObject[]> {
    return this.database.query(
      `SELECT type, ena_alias AS alias FROM ena_batch_items WHERE attempt_id = $1 AND status IN ('sent', 'accepted') ORDER BY position`,
      [attempt.id],
    );
  }

  /**
   * Settles the attempt with an answer.
   *
   * @param again why the records of a refused request wait to be sent once more; of one that was refused for some of its
   *   records, which are at ENA and have their accessions, the others
   */
  async settle(
    attempt: Attempt,
    judged: Judgement,
    answerId: string,
    run: TaskRun,
    again: string | null = null,
  ): Promise<void> {
    await this.write(attempt, judged, answerId, run, again).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return this.needsPerson(attempt, [error.message], answerId, run);
    });
  }

  /**
   * No receipt, or none that settles it: nothing counts as registered, a person looks.
   *
   * @param answerId the answer to look at; the last one when none is given
   */
  async needsPerson(
    attempt: Attempt,
    reasons: readonly string[],
    answerId: string | null,
    run: TaskRun,
  ): Promise<void> {
    await this.write(attempt, await this.unclear(attempt, reasons), answerId, run);
  }

  /** The judgement of what says nothing about any record. */
  async unclear(attempt: Attempt, reasons: readonly string[]): Promise<Judgement> {
    const objects = (await this.objectsOf(attempt)).map(({ type, alias }): JudgedObject => ({
      type,
      alias,
      accession: null,
      externalAccessions: [],
      status: null,
      holdUntilDate: null,
      errors: [],
      existingAccession: null,
    }));
    const nothing = { warnings: [], infos: [], submissionAccession: null, isTest: false };
    return { outcome: 'needs_person', reasons, objects, ...nothing };
  }

  /** Records that could not be written as a document: they never left. */
  failItems(batchId: string, items: readonly ItemRow[], message: string, run: TaskRun): Promise<void> {
    return this.failEach(
      batchId,
      items.map((item) => ({ item, message })),
      run,
    );
  }

  /**
   * The same with a reason for each.
   *
   * @param also done in the same transaction
   */
  async failEach(
    batchId: string,
    failed: readonly FailedItem[],
    run: TaskRun,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const batch = await lockBatch(tx, batchId);
      if (!batch) return;
      await updateItems(
        tx,
        failed.map(({ item: { id }, message }) => ({ id, status: 'failed', message })),
      );
      const [first] = failed;
      const texts = first ? await depositorsTexts(tx, { itemId: first.item.id }, [first.message]) : [];
      await this.audit.record(tx, this.actor, {
        action: 'ena_batch.unsendable',
        target: { type: 'EnaBatch', id: batchId, label: batchReferenceOf(batch.number) },
        facts: {
          accessions: failed.map(({ item }) => item.accession),
          message: texts[0] ?? '',
        },
      });
      await also?.(tx);
      await this.progress.follow(tx, this.actor, batch);
    });
  }

  private async write(
    attempt: Attempt,
    judged: Judgement,
    answerId: string | null,
    run: TaskRun,
    again: string | null = null,
  ): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.findings.lock(tx, attempt);
      const batch = await lockBatch(tx, attempt.batchId);
      if (!batch) throw new Error(`batch ${attempt.batchId} is gone`);
      const byAlias = new Map(judged.objects.map((object) => [`${object.type}:${object.alias}`, object]));
      const paired = (await itemsInRequest(tx, attempt.id)).map((item) => ({
        item,
        object: byAlias.get(`${item.type}:${item.enaAlias}`),
      }));
      await updateItems(
        tx,
        paired.map(({ item, object }) => ({
          id: item.id,
          ...(again === null || isThere(judged, object)
            ? { status: itemStatus[judged.outcome], message: messageOfRecord(judged, object) }
            : { status: 'waiting', message: again }),
        })),
      );
      const outcome = again === null ? judged.outcome : 'refused';
      await this.attempts.settle(tx, attempt.id, {
        status: attemptStatus[outcome],
        messages: again === null ? messagesOf(judged) : [again, ...messagesOf(judged)],
        answerId,
        // What a receipt calls itself that is not believed would lead the next poll astray.
        enaSubmissionId: judged.outcome === 'accepted' ? judged.submissionAccession : null,
        now: this.clock.now(),
      });
      const there = again === null ? paired : paired.filter(({ object }) => isThere(judged, object));
      const isAny = judged.outcome === 'accepted' && there.length > 0;
      const dueToday = isAny ? await this.register(tx, attempt, batch, there) : 0;
      const sent = {
        submissionId: attempt.submissionId,
        revision: await revisionIn(tx, batch.id, attempt.submissionId),
        environment: batch.environment,
      };
      if (isAny) await this.findings.clear(tx, sent, there);
      if (judged.outcome === 'refused' && again === null) {
        await this.findings.note(tx, sent, paired, judged.reasons);
        await this.fileErrors.forget(tx, attempt, judged);
      }
      await this.log(
        tx,
        attempt,
        batch,
        { ...judged, outcome },
        { answerId, records: paired.length, dueToday },
      );
      await this.progress.follow(tx, this.actor, batch);
    });
  }

  private register(tx: Tx, attempt: Attempt, batch: BatchRow, paired: readonly Paired[]): Promise<number> {
    return this.registrations.record(tx, this.actor, attempt, batch, paired.map(registeredOf));
  }

  private async log(
    tx: Tx,
    attempt: Attempt,
    batch: BatchRow,
    judged: Judgement,
    { answerId, records, dueToday }: { answerId: string | null; records: number; dueToday: number },
  ): Promise<void> {
    const [answer] = await tx.query<{ sha256: string | null }>(
      'SELECT sha256 FROM ena_answers WHERE id = $1',
      [answerId],
    );
    await this.audit.record(tx, this.actor, {
      action: `ena_attempt.${judged.outcome}`,
      target: { type: 'EnaAttempt', id: attempt.id, label: attempt.submissionAlias },
      root: { type: 'EnaBatch', id: batch.id },
      changes: [{ field: 'status', before: attempt.status, after: attemptStatus[judged.outcome] }],
      facts: {
        environment: batch.environment,
        submissionId: attempt.submissionId,
        records,
        payloadSha256: attempt.payloadSha256,
        receiptSha256: answer?.sha256 ?? null,
        // Nobody asked to hold these back: they become public today.
        ...(dueToday > 0 && { dueToday }),
        enaSubmissionId: judged.submissionAccession ?? attempt.enaSubmissionId,
        reasons: await depositorsTexts(tx, attempt, [...judged.reasons].slice(0, 20)),
      },
    });
  }

  /** Which ENA a batch was put together for. */
  async environmentOf(batchId: string): Promise<BatchRow['environment']> {
    const [batch]: Pick<BatchRow, 'environment'>[] = await this.database.query(
      'SELECT environment FROM ena_batches WHERE id = $1',
      [batchId],
    );
    if (!batch) throw new Error(`batch ${batchId} is gone`);
    return batch.environment;
  }
}

function messagesOf(judged: Judgement): string[] {
  const ofRecords = judged.objects.flatMap(({ errors }) => errors.map(({ text }) => text));
  return [...judged.reasons, ...ofRecords, ...judged.warnings].slice(0, 200);
}

const isThere = ({ outcome }: Judgement, object: JudgedObject | undefined): boolean =>
  outcome === 'accepted' && object !== undefined && object.accession !== null;

/** ENA's accession, and BioSamples' beside it. */
function registeredOf({ item, object }: Paired): Registered {
  if (!object?.accession) throw new Error(`an accepted receipt has no accession for ${item.enaAlias}`);
  const other = (type: string) =>
    object.externalAccessions.find((external) => external.type === type)?.accession ?? null;
  const study = item.type === 'project' ? other('study') : null;
  return { accession: item.accession, enaAccession: object.accession, biosample: other('biosample'), study };
}
