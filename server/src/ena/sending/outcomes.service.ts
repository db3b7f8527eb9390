import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessionsService } from '../../accessions/accessions.service.ts';
import type { ExternalIdentifier } from '../../accessions/accession.contract.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { batchOutcome } from '../batches/batch.state.ts';
import { type Answer, type Attempt, EnaAttempts } from './attempts.service.ts';
import {
  type BatchRow,
  batchReferenceOf,
  countItems,
  itemsInRequest,
  type ItemRow,
  lockBatch,
  updateItems,
} from '../batches/batch-rows.ts';
import type { JudgedObject, Judgement, RequestedObject } from '../webin/judgement.ts';
import { judgeAnswer } from '../webin/receipt.judge.ts';

const attemptStatus = { accepted: 'accepted', refused: 'refused', needs_person: 'attention' } as const;
const itemStatus = { accepted: 'accepted', refused: 'failed', needs_person: 'attention' } as const;

/** Writes down what ENA answered: on the attempt, on each record, on the batch. */
@Injectable()
export class EnaOutcomes {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly attempts: EnaAttempts,
    private readonly accessions: AccessionsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** What a request asked ENA to register, in its order. */
  async objectsOf(attempt: Attempt): Promise<RequestedObject[]> {
    return this.database.query(
      `SELECT type, ena_alias AS alias FROM ena_batch_items WHERE attempt_id = $1 AND status = 'sent' ORDER BY position`,
      [attempt.id],
    );
  }

  /** What an answer means for the request. */
  async judge(attempt: Attempt, answer: Answer, action: 'ADD' | 'RECEIPT'): Promise<Judgement> {
    const environment = await this.environmentOf(attempt.batchId);
    const objects = await this.objectsOf(attempt);
    return judgeAnswer(answer.bytes, answer.contentType, { action, objects, environment });
  }

  /** Settles the attempt with an answer. The bytes are kept whatever they are. */
  async settle(attempt: Attempt, judged: Judgement, answer: Answer, run: TaskRun): Promise<void> {
    await this.write(attempt, judged, answer, run).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return this.needsPerson(attempt, [error.message], answer, run);
    });
  }

  /** No receipt, or none that settles it: nothing counts as registered, a person looks. */
  async needsPerson(
    attempt: Attempt,
    reasons: readonly string[],
    answer: Answer | null,
    run: TaskRun,
  ): Promise<void> {
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
    const judged: Judgement = {
      outcome: 'needs_person',
      reasons,
      warnings: [],
      objects,
      submissionAccession: null,
      infos: [],
      isTest: false,
    };
    await this.write(attempt, judged, answer, run);
  }

  /** Records that could not be written as a document: they never left. */
  async failItems(batchId: string, items: readonly ItemRow[], message: string, run: TaskRun): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const batch = await lockBatch(tx, batchId);
      if (!batch) return;
      await updateItems(
        tx,
        items.map(({ id }) => ({ id, status: 'failed', message })),
      );
      await this.audit.record(tx, this.actor, {
        action: 'ena_batch.unsendable',
        target: { type: 'EnaBatch', id: batchId, label: batchReferenceOf(batch.number) },
        facts: { accessions: items.map(({ accession }) => accession), message },
      });
      await this.finish(tx, batch);
    });
  }

  private async write(
    attempt: Attempt,
    judged: Judgement,
    answer: Answer | null,
    run: TaskRun,
  ): Promise<void> {
    const kept = answer && { ...answer, sha256: await this.attempts.storeAnswer(answer) };
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const batch = await lockBatch(tx, attempt.batchId);
      if (!batch) throw new Error(`batch ${attempt.batchId} is gone`);
      const now = this.clock.now();
      const items = await itemsInRequest(tx, attempt.id);
      const byAlias = new Map(judged.objects.map((object) => [`${object.type}:${object.alias}`, object]));
      const paired = items.map((item) => ({ item, object: byAlias.get(`${item.type}:${item.enaAlias}`) }));
      await updateItems(
        tx,
        paired.map(({ item, object }) => ({
          id: item.id,
          status: itemStatus[judged.outcome],
          message: messageOf(judged, object),
        })),
      );
      let dueToday = 0;
      if (judged.outcome === 'accepted') {
        await this.accessions.recordExternal(
          tx,
          paired.flatMap(({ item, object }) => identifiersOf(item, object, batch.environment)),
          now,
        );
        const taken = items.map(({ accession }) => accession);
        dueToday = await this.accessions.dueToday(tx, taken, this.clock.today());
      }
      const messages = [
        ...judged.reasons,
        ...judged.objects.flatMap(({ errors }) => errors.map(({ text }) => text)),
        ...judged.warnings,
      ].slice(0, 200);
      await this.attempts.settle(tx, attempt.id, {
        status: attemptStatus[judged.outcome],
        messages,
        answer: kept,
        enaSubmissionId: judged.submissionAccession,
        now,
      });
      const counted = { records: items.length, dueToday };
      await this.log(tx, attempt, batch, judged, kept?.sha256 ?? null, counted);
      await this.finish(tx, batch);
    });
  }

  private async log(
    tx: Tx,
    attempt: Attempt,
    batch: BatchRow,
    judged: Judgement,
    receiptSha256: string | null,
    { records, dueToday }: { records: number; dueToday: number },
  ): Promise<void> {
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
        receiptSha256,
        // Nobody asked to hold these back: they become public today.
        ...(dueToday > 0 && { dueToday }),
        enaSubmissionId: judged.submissionAccession ?? attempt.enaSubmissionId,
        reasons: [...judged.reasons].slice(0, 20),
      },
    });
    if (judged.outcome === 'accepted') await this.logSubmission(tx, attempt, batch, records);
  }

  /** The submission's own history says so too: its page does not know of batches. */
  private async logSubmission(tx: Tx, attempt: Attempt, batch: BatchRow, records: number): Promise<void> {
    const [row] = await tx.query<{ number: string; ownerId: string; status: string; revision: number }>(
      `SELECT number, owner_id AS "ownerId", status, revision FROM submissions WHERE id = $1`,
      [attempt.submissionId],
    );
    if (!row) throw new Error(`submission ${attempt.submissionId} is gone`);
    await this.audit.record(tx, this.actor, {
      action: 'submission.register_at_ena',
      target: { type: 'Submission', id: attempt.submissionId, label: `SUB-${row.number.padStart(6, '0')}` },
      facts: { environment: batch.environment, batch: batchReferenceOf(batch.number), records },
    });
    await tx.publish({
      type: 'SubmissionRegistered',
      subject: { type: 'Submission', id: attempt.submissionId },
      access: { ownerId: row.ownerId, status: row.status, revision: row.revision },
    });
  }

  /** Sets the batch's state from its items'. The last answer closes it. */
  private async finish(tx: Tx, batch: BatchRow): Promise<void> {
    const status = batchOutcome(await countItems(tx, batch.id));
    const isOver = status !== 'sending';
    await tx.query(
      `UPDATE ena_batches SET status = $2, finished_at = $3, version = version + 1 WHERE id = $1`,
      [batch.id, status, isOver ? this.clock.now() : null],
    );
    if (isOver) {
      await this.audit.record(tx, this.actor, {
        action: 'ena_batch.finish',
        target: { type: 'EnaBatch', id: batch.id, label: batchReferenceOf(batch.number) },
        changes: [{ field: 'status', before: batch.status, after: status }],
      });
    }
    await tx.publish({ type: 'EnaBatchChanged', subject: { type: 'EnaBatch', id: batch.id }, access: {} });
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

/** What is shown beside a record: its own errors, or why the whole request was not taken. */
function messageOf(judged: Judgement, object: JudgedObject | undefined): string | null {
  if (judged.outcome === 'accepted') return null;
  const own = object?.errors.map(({ text }) => text).join(' ') ?? '';
  if (own !== '') return own;
  const general = judged.reasons[0];
  if (judged.outcome === 'needs_person') return general ?? 'The answer of ENA is unclear.';
  return general ?? 'ENA refused the whole request because of another record in it.';
}

/** ENA's accession, and BioSamples' beside it. */
function identifiersOf(
  item: ItemRow,
  object: JudgedObject | undefined,
  environment: ExternalIdentifier['environment'],
): (ExternalIdentifier & { accession: string })[] {
  if (!object?.accession) throw new Error(`an accepted receipt has no accession for ${item.enaAlias}`);
  const { accession } = item;
  const biosample = object.externalAccessions.find(({ type }) => type === 'biosample');
  return [
    { accession, authority: 'ENA', identifier: object.accession, environment },
    ...(biosample
      ? [{ accession, authority: 'BioSamples' as const, identifier: biosample.accession, environment }]
      : []),
  ];
}
