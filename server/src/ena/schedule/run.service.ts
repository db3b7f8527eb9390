import { Inject, Injectable } from '@nestjs/common';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { EnaBatchCommands } from '../batches/batch-commands.service.ts';
import { batchSubmissionPage, type BatchView, eligiblePage } from '../batches/batches.contract.ts';
import { EnaBatchesService } from '../batches/batches.service.ts';
import { type RunEnd, EnaRunEndings } from './run-endings.service.ts';
import { lockRun, type RunRow } from './run-rows.ts';
import { EnaScheduleService } from './schedule.service.ts';
import { scheduledRun } from './schedule.task.ts';

/** Seconds between looks at a batch that is under way. */
const patience = 5;

/**
 * Does a run: takes what is eligible, makes the batch, brings it on its way, and waits for its end. Each step looks at
 * what stands first, so that a repeated attempt goes on where the last one ended; the batch's id was written with the
 * run, so that there is never a second one.
 */
@Injectable()
export class EnaScheduledRun {
  private readonly actor = systemActor('ena-schedule');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly batches: EnaBatchesService,
    private readonly commands: EnaBatchCommands,
    private readonly schedule: EnaScheduleService,
    private readonly endings: EnaRunEndings,
  ) {}

  /** @throws Postponed while the batch is under way */
  async run(runId: string, task: TaskRun): Promise<void> {
    const row = await this.uow.run(async (tx) => {
      await task.fence(tx);
      return lockRun(tx, runId);
    });
    if (row?.status !== 'running') return;
    const end = await this.advance(row, task).catch((error: unknown) => failureOf(error, task));
    await this.uow.run(async (tx) => {
      await task.fence(tx);
      await this.endings.end(tx, runId, end);
    });
  }

  /** One step after the other, as far as it goes now. */
  private async advance(row: RunRow, task: TaskRun): Promise<RunEnd> {
    const batch = (await this.existing(row.batchId)) ?? (await this.assembled(row));
    if (!batch) return row.submissionCount > 0 ? takenApart : { outcome: 'nothing' };
    await this.noteSize(row, batch, task);
    return this.proceed(row, batch, task);
  }

  /** Checked first, so that one submission that ENA would refuse is told of and holds up none of the others. */
  private async proceed(row: RunRow, batch: BatchView, task: TaskRun): Promise<RunEnd> {
    const { id, version } = batch;
    const standstill = standstillOf(batch);
    if (standstill !== undefined) return { outcome: 'waiting', batch, note: standstill };
    switch (batch.status) {
      case 'assembling':
        await this.commands.validate(this.actorOf(row), id, version, undefined);
        throw new Postponed(1);
      case 'checking':
        throw new Postponed(2);
      case 'checked':
        if (!(await this.isSendable(row, batch, task))) return { outcome: 'waiting', batch, note: noneLeft };
        if (this.config.ENA_FOUR_EYES) return { outcome: 'waiting', batch };
        await this.commands.send(this.actorOf(row), id, version, { withoutFailed: true });
        throw new Postponed(1);
      case 'approved':
        await this.commands.send(this.actorOf(row), id, version, {});
        throw new Postponed(1);
      case 'sending':
        throw new Postponed(patience);
      case 'cancelled':
        return { outcome: 'failed', batch, note: 'The batch was cancelled before it was sent.' };
      default:
        return { outcome: 'done', batch };
    }
  }

  /** Writes down what failed its check: sending takes it out of the batch. @returns whether anything did not */
  private async isSendable(row: RunRow, batch: BatchView, task: TaskRun): Promise<boolean> {
    const page = await this.batches.submissions(this.actor, batch.id, {
      checkStatus: ['failed'],
      limit: 500,
    });
    const { items, total } = batchSubmissionPage.parse(JSON.parse(page));
    const leftOut = items.map(({ id, reference, title, checkMessage }) => ({
      id,
      reference,
      title,
      message: checkMessage,
    }));
    await this.uow.run(async (tx) => {
      await task.fence(tx);
      await tx.query(`UPDATE ena_schedule_runs SET left_out = $2 WHERE id = $1`, [
        row.id,
        JSON.stringify(leftOut),
      ]);
    });
    return total < batch.submissionCount;
  }

  private async existing(batchId: string): Promise<BatchView | undefined> {
    try {
      return await this.batches.get(this.actor, batchId);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }

  /** The batch of what is eligible, the longest approved first; undefined when nothing is. */
  private async assembled(row: RunRow): Promise<BatchView | undefined> {
    // It was made and somebody took it apart: that was a decision.
    if (row.submissionCount > 0) return undefined;
    const { maxSubmissions } = await this.schedule.row();
    const page = await this.batches.eligible(this.actor, { limit: maxSubmissions });
    const submissionIds = eligiblePage.parse(JSON.parse(page)).items.map(({ id }) => id);
    // Nothing is left when another worker has made it a moment ago, too.
    if (submissionIds.length === 0) return this.existing(row.batchId);
    try {
      return await this.batches.create(this.actorOf(row), { submissionIds }, 'schedule', row.batchId);
    } catch (error) {
      const made = await this.existing(row.batchId);
      if (made) return made;
      throw error;
    }
  }

  private actorOf({ startedBy }: RunRow): Actor {
    return { ...this.actor, askedBy: startedBy };
  }

  private async noteSize(row: RunRow, batch: BatchView, task: TaskRun): Promise<void> {
    if (row.submissionCount === batch.submissionCount) return;
    await this.uow.run(async (tx) => {
      await task.fence(tx);
      await tx.query(`UPDATE ena_schedule_runs SET submission_count = $2 WHERE id = $1`, [
        row.id,
        batch.submissionCount,
      ]);
    });
  }
}

/** Why a batch will not come to its end by itself, so that nobody waits for it; undefined when it will. */
function standstillOf({ status, pausedAt, isUnderWay }: BatchView): string | undefined {
  if (status !== 'checking' && status !== 'approved' && status !== 'sending') return undefined;
  if (pausedAt !== null) return 'Somebody has paused the batch; resumed, it goes on by itself.';
  if (status === 'approved' || isUnderWay) return undefined;
  return status === 'checking'
    ? 'Its check has ended without a result: check it again, or cancel it and another batch can take its submissions.'
    : 'Its sending has ended before all of it was answered: "Retry" looks at ENA and goes on.';
}

const noneLeft = 'No submission passed the check.';
const takenApart: RunEnd = { outcome: 'failed', note: 'The batch was taken apart before it was sent.' };

/** What the rules refuse is the run's end; anything else may be better at the next attempt. */
function failureOf(error: unknown, task: TaskRun): RunEnd {
  if (error instanceof Postponed || task.signal.aborted) throw error;
  if (!(error instanceof AppError)) {
    if (task.attempt < scheduledRun.maxAttempts) throw error;
    return { outcome: 'failed', note: error instanceof Error ? error.message : String(error) };
  }
  // A curator was quicker with some of them, or changed the batch: look again.
  if (error.code === 'ena.not_eligible' || error.kind === 'stale') throw new Postponed(1);
  return { outcome: 'failed', note: error.message };
}
