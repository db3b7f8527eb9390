import type { Logger } from '@nestjs/common';
import { LeaseLost } from './task-handlers.ts';
import { type ClaimedTask, leaseSeconds, type TaskStore } from './task-store.ts';

const leaseMs = leaseSeconds * 1_000;

/**
 * Keeps the lease of a claimed task alive while its handler works, and tells the handler when it is lost: because
 * another worker has the task, or because the database could not be reached for so long that another one may.
 */
export class TaskLease {
  private readonly lost = new AbortController();
  private readonly heart: NodeJS.Timeout;
  private deadline: NodeJS.Timeout | undefined;

  /** @param claimedAt `performance.now()` from before the claim was sent: the lease in the database ends no sooner */
  constructor(
    private readonly store: Pick<TaskStore, 'renew'>,
    private readonly task: ClaimedTask,
    private readonly logger: Pick<Logger, 'warn'>,
    claimedAt: number,
  ) {
    this.heart = setInterval(() => void this.beat(), leaseMs / 4);
    this.extend(claimedAt);
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** To be called when the handler is done, however it ended. */
  end(): void {
    clearInterval(this.heart);
    clearTimeout(this.deadline);
    this.deadline = undefined;
  }

  private async beat(): Promise<void> {
    const sentAt = performance.now();
    try {
      if (await this.store.renew(this.task)) this.extend(sentAt);
      else this.lose();
    } catch (error) {
      // The database may be back before the lease ends; if not, the deadline decides.
      const because = error instanceof Error ? error.message : String(error);
      this.logger.warn(`the lease of ${this.task.name} ${this.task.id} was not renewed: ${because}`);
    }
  }

  private extend(from: number): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.lose(), from + leaseMs - performance.now());
  }

  private lose(): void {
    this.end();
    this.lost.abort(new LeaseLost(this.task.id));
  }
}
