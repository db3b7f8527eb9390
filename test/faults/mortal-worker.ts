import type { DataSource } from 'typeorm';
import { TaskRunner } from '../../server/src/platform/queue/task.runner.ts';
import type { TaskHandlers } from '../../server/src/platform/queue/task-handlers.ts';
import { eventually } from '../factories/eventually.ts';
import { MortalStore } from './mortal-store.ts';
import type { Mishap } from './plan.ts';
import { type Traveller, travelling } from './steps.ts';

class Died extends Error {}

export type Happened = (kind: Mishap['kind'], step: string) => void;

/** Inside a transaction that holds the task's lock nobody else could take it over. */
const cannotStandStill = new Set(['commit', 'claimed']);
const handsOfAWorker = 3;

/**
 * A worker with the product's own runner, leases and handlers; only that it finds its tasks without Redis, and that it
 * can die between any two steps: from then on nothing that it has in hand writes anything more.
 */
export class MortalWorker implements Traveller {
  private readonly store: MortalStore;
  private readonly runner: TaskRunner;
  private readonly hands = new Set<Promise<void>>();
  private steps = 0;
  private isDead = false;
  private failure: Error | undefined;

  constructor(
    private readonly database: DataSource,
    handlers: TaskHandlers,
    private readonly mishap: Mishap | undefined,
    private readonly happened: Happened,
  ) {
    this.store = new MortalStore(database, this);
    this.runner = new TaskRunner(this.store, handlers);
  }

  /** Works until there is nothing left to do, or it dies; then its leases are those of nobody. */
  async live(taskNames: readonly string[], isOver: () => boolean): Promise<'died' | 'done'> {
    while (!this.isDead && !isOver()) {
      if (this.hands.size < handsOfAWorker) await this.reach(taskNames);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await Promise.all(this.hands);
    if (this.failure) throw this.failure;
    if (!this.isDead) return 'done';
    await this.forsake([...this.store.held.keys()]);
    return 'died';
  }

  assertAlive(): void {
    if (this.isDead) throw new Died();
  }

  async step(name: string): Promise<void> {
    this.assertAlive();
    this.steps += 1;
    if (this.mishap === undefined || this.steps < this.mishap.atStep) return;
    if (this.mishap.kind === 'death') {
      this.isDead = true;
      this.happened('death', name);
      throw new Died();
    }
    if (this.steps === this.mishap.atStep && !cannotStandStill.has(name)) await this.standStill(name);
    this.assertAlive();
  }

  private async reach(taskNames: readonly string[]): Promise<void> {
    const [task]: { id: string }[] = await this.database.query(
      `SELECT id FROM tasks WHERE name = ANY($1) AND ((state = 'ready' AND run_at <= clock_timestamp())
          OR (state = 'running' AND lease_until < clock_timestamp())) ORDER BY random() LIMIT 1`,
      [taskNames],
    );
    if (!task) return;
    const work = travelling(this, () => this.runner.run(task.id))
      .catch((error: Error) => {
        if (!(error instanceof Died)) this.failure ??= error;
      })
      .then(() => void this.hands.delete(work));
    this.hands.add(work);
  }

  /** All its tasks go to others, as when the process hangs for longer than a lease. */
  private async standStill(name: string): Promise<void> {
    const tasks = [...this.store.held.values()];
    if (tasks.length === 0) return;
    this.happened('standstill', name);
    await this.forsake(tasks.map(({ leaseToken }) => leaseToken));
    await eventually(async () => {
      const rows = await this.database.query(
        `SELECT 1 FROM tasks WHERE id = ANY($1) AND (lease_token = ANY($2) OR state = 'running')`,
        [tasks.map(({ id }) => id), tasks.map(({ leaseToken }) => leaseToken)],
      );
      return this.isDead || rows.length === 0;
    }, 60);
  }

  private async forsake(leaseTokens: readonly string[]): Promise<void> {
    // The silent one's place among the transfers is free at once, too.
    await this.database.query(
      `UPDATE ena_uploads SET held_until = clock_timestamp() - interval '1 second'
        WHERE id::text IN (SELECT payload ->> 'uploadId' FROM tasks WHERE name = 'ena.upload' AND lease_token = ANY($1)) AND held_until IS NOT NULL`,
      [leaseTokens],
    );
    await this.database.query(
      `UPDATE tasks SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_token = ANY($1)`,
      [leaseTokens],
    );
  }
}
