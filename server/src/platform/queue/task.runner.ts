import { Injectable, Logger } from '@nestjs/common';
import { LeaseLost, PermanentFailure, Postponed, TaskHandlers, type TaskRun } from './task-handlers.ts';
import { TaskLease } from './task-lease.ts';
import { askerIn } from './task-asker.ts';
import { type ClaimedTask, TaskStore } from './task-store.ts';

/** Seconds before attempt n + 1: 2, 4, 8 … up to ten minutes. */
export const backoff = (attempt: number) => Math.min(600, 2 ** attempt);

/** How long the end of the process waits for handlers; a task that is still held then goes on when its lease ends. */
const patienceMs = 20_000;

/** Does one announced task: claims it, keeps the lease alive, calls the handler, writes down how it ended. */
@Injectable()
export class TaskRunner {
  private readonly logger = new Logger(TaskRunner.name);
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<boolean>>();

  constructor(
    private readonly store: TaskStore,
    private readonly handlers: TaskHandlers,
  ) {}

  /**
   * @returns false when there was nothing to do: already done, not due, or in another worker's hands
   * @throws Error when the database cannot be reached; the task comes again when it is due or its lease ends
   */
  async run(taskId: string): Promise<boolean> {
    if (this.stopping.signal.aborted) return false;
    const work = this.take(taskId);
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }

  /** Takes no more tasks, tells running handlers that the process stops, and waits until they have put theirs down. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the worker stops'));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.allSettled(this.running), tooLong]);
    clearTimeout(timer);
  }

  private async take(taskId: string): Promise<boolean> {
    const claimedAt = performance.now();
    const task = await this.store.claim(taskId);
    if (!task) return false;
    const lease = new TaskLease(this.store, task, this.logger, claimedAt);
    try {
      await this.attempt(task, lease).then(
        () => this.conclude(task),
        (error: unknown) => this.settle(task, lease.signal.aborted ? lease.signal.reason : error),
      );
    } finally {
      lease.end();
    }
    return true;
  }

  private async attempt(task: ClaimedTask, lease: TaskLease): Promise<void> {
    const known = this.handlers.get(task.name);
    if (!known) throw new PermanentFailure(`nobody handles ${task.name}`);
    // Only a worker that was killed leaves a last attempt without a word: the task itself may be what kills it.
    if (task.attempt > known.task.maxAttempts)
      throw new PermanentFailure('the worker ended in the middle of the last attempt');
    const payload = known.task.payload.safeParse(task.payload);
    if (!payload.success)
      throw new PermanentFailure(`the payload is not what ${task.name} takes: ${payload.error.message}`);
    const signal = AbortSignal.any([lease.signal, this.stopping.signal]);
    signal.throwIfAborted();
    const run: TaskRun = {
      id: task.id,
      attempt: task.attempt,
      signal,
      fence: async (tx) => {
        await lease.fence(tx);
        tx.askedBy = askerIn(task.payload);
      },
    };
    await known.handle(payload.data, run);
  }

  private async conclude(task: ClaimedTask): Promise<void> {
    if (await this.store.finish(task)) return;
    this.logger.warn(`${task.name} ${task.id} was done, but another worker had taken it over`);
  }

  private async settle(task: ClaimedTask, error: unknown): Promise<void> {
    if (error instanceof LeaseLost) return this.logger.warn(error.message);
    if (error instanceof Postponed) return this.store.release(task, error.seconds, null, false);
    // Stopped in the middle: the next worker begins again at once, and this was no attempt.
    if (this.stopping.signal.aborted && !(error instanceof PermanentFailure))
      return this.store.release(task, 0, null, false);
    const message = error instanceof Error ? error.message : String(error);
    const maxAttempts = this.handlers.get(task.name)?.task.maxAttempts ?? 1;
    if (error instanceof PermanentFailure || task.attempt >= maxAttempts) {
      this.logger.error(
        `${task.name} ${task.id} failed after ${task.attempt} attempt(s): ${message}`,
        error instanceof Error ? error.stack : undefined,
      );
      return this.store.fail(task, message);
    }
    this.logger.warn(`${task.name} ${task.id}, attempt ${task.attempt}: ${message}`);
    return this.store.release(task, backoff(task.attempt), message);
  }
}
