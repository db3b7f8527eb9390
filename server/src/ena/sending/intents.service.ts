import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import {
  assignItems,
  batchReferenceOf,
  type BatchRow,
  itemsOf,
  type ItemRow,
  lockBatch,
  revisionIn,
} from '../batches/batch-rows.ts';
import { objectionToSubmission } from '../batches/item-objections.ts';
import { documentUnsendable } from '../ena.errors.ts';
import { EnaOutcomes } from './outcomes.service.ts';
import { EnaReadiness, type Ready } from './readiness.service.ts';
import { EnaRefusalFindings } from './refusal-findings.service.ts';
import { sha256Of } from './documents.ts';
import { nextStage } from './stages.ts';
import { EnaPayloads, type Payload } from './payloads.service.ts';
import { EnaWithdrawn } from './withdrawn.service.ts';
import { Webin } from '../webin.provider.ts';

export type Work = { batchId: string; submissionId: string };

/** Between two looks whether a paused batch has been resumed. */
const pauseSeconds = 3;

type Waiting = {
  batch: BatchRow;
  items: readonly ItemRow[];
  revision: number;
  objection: string | undefined;
};

/** Prepares requests: the document, its bytes in the store, and the intent to send exactly these. */
@Injectable()
export class EnaIntents {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly attempts: EnaAttempts,
    private readonly payloads: EnaPayloads,
    private readonly outcomes: EnaOutcomes,
    private readonly readiness: EnaReadiness,
    private readonly findings: EnaRefusalFindings,
    private readonly withdrawn: EnaWithdrawn,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes down the next request of a submission: as many of the waiting records of one stage as fit into one document.
   * Records that cannot go, or cannot be written as XML, say so and are passed over.
   *
   * @throws Postponed while the batch is paused, or files are on their way
   * @returns undefined when nothing waits
   */
  async next(work: Work, run: TaskRun): Promise<Attempt | undefined> {
    const found = await this.waiting(work, run);
    if (!found) return undefined;
    const { submissionId } = work;
    if (found.objection !== undefined) {
      await this.outcomes.failItems(work.batchId, found.items, found.objection, run);
      return undefined;
    }
    const stage = nextStage(found.items);
    const ready = await this.readiness.ready({ ...found, submissionId }, stage, run);
    if (!ready) return this.next(work, run);
    const number = await this.attempts.nextNumber(work.batchId, work.submissionId);
    const items = ready.items.filter(({ enaAlias }) => !ready.assemblies.has(enaAlias));
    if (items.length === 0) return this.assembly(work, number, ready, run);
    const waiting = { ...found, items };
    const reference = batchReferenceOf(waiting.batch.number);
    const submissionAlias = `seqdb-${reference}-${work.submissionId}-${number}`.toLowerCase();
    const fitted = await this.fitted(work, waiting, submissionAlias, run);
    if (!fitted) return this.next(work, run);
    const { payload, items: carried } = fitted;
    const { bytes, holdUntilDate } = payload;
    const intent = { ...work, number, submissionAlias, via: 'rest' as const, holdUntilDate };
    return this.intend(intent, bytes, carried, run);
  }

  /** The next request is an assembly: its manifest is what is sent. */
  private assembly(
    work: Work,
    number: number,
    { items, assemblies }: Ready,
    run: TaskRun,
  ): Promise<Attempt | undefined> {
    const [item] = items;
    const assembly = item && assemblies.get(item.enaAlias);
    if (!assembly) return Promise.resolve(undefined);
    const named = { ...work, number, submissionAlias: assembly.alias };
    const intent = { ...named, via: 'webin_cli' as const, holdUntilDate: null };
    return this.intend(intent, Buffer.from(assembly.manifest), [item], run);
  }

  private async intend(
    intent: Work & Pick<Attempt, 'number' | 'submissionAlias' | 'via' | 'holdUntilDate'>,
    bytes: Uint8Array,
    carried: readonly ItemRow[],
    run: TaskRun,
  ): Promise<Attempt> {
    const account = this.config.ENA_USERNAME ?? null;
    const payload = { payloadSha256: sha256Of(bytes), payloadBytes: bytes.byteLength, account };
    await this.attempts.storePayload(bytes, payload.payloadSha256);
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const attempt = await this.attempts.intend(tx, { ...intent, ...payload }, this.clock.now());
      await assignItems(tx, attempt.id, carried);
      return attempt;
    });
  }

  /**
   * The moment before the first byte leaves.
   *
   * @returns `idle` when the batch is not sending; `given_up` when something in it is not to go any more
   * @throws Postponed while it is paused
   */
  async begin(tx: Tx, attempt: Attempt): Promise<'begun' | 'idle' | 'given_up'> {
    await this.findings.lock(tx, attempt);
    const batch = await lockBatch(tx, attempt.batchId);
    if (batch?.status !== 'sending') return 'idle';
    if (batch.pausedAt) throw new Postponed(pauseSeconds);
    if (await this.withdrawn.giveUp(tx, attempt, batch)) return 'given_up';
    await this.attempts.markSent(tx, attempt);
    return 'begun';
  }

  private waiting({ batchId, submissionId }: Work, run: TaskRun): Promise<Waiting | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const batch = await lockBatch(tx, batchId);
      if (batch?.status !== 'sending') return undefined;
      if (batch.pausedAt) throw new Postponed(pauseSeconds);
      const items = await itemsOf(tx, batchId, submissionId, ['waiting']);
      const revision = await revisionIn(tx, batchId, submissionId);
      if (items.length === 0 || revision === undefined) return undefined;
      return { batch, items, revision, objection: await objectionToSubmission(tx, batchId, submissionId) };
    });
  }

  private async fitted(
    { batchId, submissionId }: Work,
    { items, revision }: Waiting,
    submissionAlias: string,
    run: TaskRun,
  ): Promise<{ payload: Payload; items: readonly ItemRow[] } | undefined> {
    try {
      const today = this.clock.today();
      const fitted = await this.payloads.fitting(submissionId, revision, items, submissionAlias, today);
      await this.asSchemasSay(fitted.payload);
      return fitted;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.outcomes.failItems(batchId, items, error.message, run);
      return undefined;
    }
  }

  /** @throws AppError `ena.unsendable` where ENA's schemas are installed and find something wrong */
  private async asSchemasSay(payload: Payload): Promise<void> {
    const [problem] = (await this.webin.schemas?.validateInTurns(payload.bytes)) ?? [];
    if (problem)
      throw documentUnsendable(`ENA's schema, line ${problem.line} of the document: ${problem.message}`);
  }
}
