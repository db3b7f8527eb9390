import type { Logger } from '@nestjs/common';
import type { Tx } from '../database/tx.ts';
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
  private beating: Promise<void> = Promise.resolve();
  private fences = 0;
  private hasEnded = false;

  /** @param claimedAt `performance.now()` from before the claim was sent: the lease in the database ends no sooner */
  constructor(
    private readonly store: Pick<TaskStore, 'renew' | 'fence'>,
    private readonly task: ClaimedTask,
    private readonly logger: Pick<Logger, 'warn'>,
    claimedAt: number,
  ) {
    this.heart = setInterval(() => this.beat(), leaseMs / 4);
    this.extend(claimedAt);
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /**
   * Locks the task in the handler's transaction. Until that ends nobody else can take the task, however long it takes,
   * and a heartbeat could only wait for the same lock: it pauses, and the transaction extends the lease as its last act.
   *
   * @throws LeaseLost
   */
  async fence(tx: Tx): Promise<void> {
    this.fences += 1;
    let extendedAt: number | undefined;
    tx.afterEnd((isCommitted) => this.unfence(isCommitted ? extendedAt : undefined));
    await this.beating;
    await this.store.fence(tx, this.task);
    clearTimeout(this.deadline);
    tx.beforeCommit(async () => {
      extendedAt = performance.now();
      if (!(await this.store.renew(this.task, tx))) throw new LeaseLost(this.task.id);
    });
  }

  private unfence(extendedAt: number | undefined): void {
    this.fences -= 1;
    if (this.fences > 0 || this.hasEnded) return;
    this.extend(extendedAt ?? performance.now());
    // Rolled back, and perhaps after the lease's time: ask at once whose it is.
    if (extendedAt === undefined) this.beat();
  }

  /** To be called when the handler is done, however it ended. */
  end(): void {
    this.hasEnded = true;
    clearInterval(this.heart);
    clearTimeout(this.deadline);
    this.deadline = undefined;
  }

  private beat(): void {
    if (this.fences === 0) this.beating = this.renew();
  }

  private async renew(): Promise<void> {
    const sentAt = performance.now();
    try {
      const isHeld = await this.store.renew(this.task);
      if (this.hasEnded) return;
      if (isHeld) this.extend(sentAt);
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
