import { Injectable, Logger } from '@nestjs/common';
import { LeaseLost, PermanentFailure, Postponed, TaskHandlers, type TaskRun } from './task-handlers.ts';
import { type ClaimedTask, leaseSeconds, TaskStore } from './task-store.ts';

/** Seconds before attempt n + 1: 2, 4, 8 … up to ten minutes. */
export const backoff = (attempt: number) => Math.min(600, 2 ** attempt);

/** Does one announced task: claims it, keeps the lease alive, calls the handler, writes down how it ended. */
@Injectable()
export class TaskRunner {
  private readonly logger = new Logger(TaskRunner.name);
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: TaskStore,
    private readonly handlers: TaskHandlers,
  ) {}

  /** @returns false when there was nothing to do: already done, not due, or in another worker's hands */
  async run(taskId: string): Promise<boolean> {
    const task = await this.store.claim(taskId);
    if (!task) return false;
    const lost = new AbortController();
    const heart = setInterval(() => void this.beat(task, lost), (leaseSeconds * 1000) / 3);
    try {
      await this.attempt(task, AbortSignal.any([lost.signal, this.stopping.signal]));
      await this.store.finish(task);
    } catch (error) {
      await this.settle(task, error);
    } finally {
      clearInterval(heart);
    }
    return true;
  }

  /** Tells running handlers that the process stops. */
  stop(): void {
    this.stopping.abort(new Error('the worker stops'));
  }

  private async attempt(task: ClaimedTask, signal: AbortSignal): Promise<void> {
    const known = this.handlers.get(task.name);
    if (!known) throw new PermanentFailure(`nobody handles ${task.name}`);
    const payload = known.task.payload.safeParse(task.payload);
    if (!payload.success)
      throw new PermanentFailure(`the payload is not what ${task.name} takes: ${payload.error.message}`);
    const run: TaskRun = {
      id: task.id,
      attempt: task.attempt,
      signal,
      fence: (tx) => this.store.fence(tx, task),
    };
    await known.handle(payload.data, run);
  }

  private async beat(task: ClaimedTask, lost: AbortController): Promise<void> {
    const held = await this.store.renew(task).catch((error: Error) => {
      this.logger.warn(`the lease of ${task.name} ${task.id} was not renewed: ${error.message}`);
      return true; // the database may be back before the lease ends; if not, another worker's claim decides
    });
    if (!held) lost.abort(new LeaseLost(task.id));
  }

  private async settle(task: ClaimedTask, error: unknown): Promise<void> {
    if (error instanceof LeaseLost) return this.logger.warn(error.message);
    if (error instanceof Postponed) return this.store.release(task, error.seconds, null, false);
    const message = error instanceof Error ? error.message : String(error);
    const maxAttempts = this.handlers.get(task.name)?.task.maxAttempts ?? 1;
    const isFinal = error instanceof PermanentFailure || task.attempt >= maxAttempts;
    if (isFinal) {
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
