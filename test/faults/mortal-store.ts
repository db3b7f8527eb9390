import type { DataSource } from 'typeorm';
import type { Tx } from '../../server/src/platform/database/tx.ts';
import { type ClaimedTask, TaskStore } from '../../server/src/platform/queue/task-store.ts';
import type { Traveller } from './steps.ts';

/** What is waited for elsewhere comes at once here: in a test time is not the matter. */
const longestWaitSeconds = 0.1;

/** The task rows as a worker that can die sees them: the moments before and after each write are steps. */
export class MortalStore extends TaskStore {
  /** The leases that the worker holds. */
  readonly held = new Map<string, ClaimedTask>();

  constructor(
    database: DataSource,
    private readonly traveller: Traveller & { assertAlive(): void },
  ) {
    super(database);
  }

  override async claim(id: string): Promise<ClaimedTask | undefined> {
    this.traveller.assertAlive();
    const task = await super.claim(id);
    if (!task) return undefined;
    this.held.set(task.leaseToken, task);
    await this.traveller.step('claimed');
    return task;
  }

  override async fence(tx: Tx, task: ClaimedTask): Promise<void> {
    await this.traveller.step('begin');
    return super.fence(tx, task);
  }

  /** With a transaction: its last act before the commit. */
  override async renew(task: ClaimedTask, tx?: Tx): Promise<boolean> {
    if (tx) await this.traveller.step('commit');
    else this.traveller.assertAlive();
    return super.renew(task, tx);
  }

  override async finish(task: ClaimedTask): Promise<boolean> {
    await this.traveller.step('finish');
    this.held.delete(task.leaseToken);
    return super.finish(task);
  }

  override async release(
    task: ClaimedTask,
    seconds: number,
    error: string | null,
    counts?: boolean,
  ): Promise<void> {
    await this.traveller.step('release');
    this.held.delete(task.leaseToken);
    return super.release(task, Math.min(seconds, longestWaitSeconds), error, counts);
  }

  override async fail(task: ClaimedTask, error: string): Promise<void> {
    await this.traveller.step('fail');
    this.held.delete(task.leaseToken);
    return super.fail(task, error);
  }
}
