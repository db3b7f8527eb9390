import { InjectQueue } from '@nestjs/bull';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { CONFIG, type Config } from '../config/config.ts';
import { announcement, TASK_QUEUE } from './bull-doorbell.ts';
import { Housekeeping } from './housekeeping.ts';
import { TaskStore } from './task-store.ts';

const sweepEveryMs = 1_000;
const tidyEveryMs = 10 * 60_000;
const mostAtOnce = 1_000;

/** Announces what Postgres says is due: retries, postponed tasks, and whatever Redis lost or never heard of. */
@Injectable()
export class TaskSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TaskSweeper.name);
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();
  private isStopping = false;
  private lastError = '';
  private tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(
    @InjectQueue(TASK_QUEUE) private readonly queue: Queue,
    private readonly store: TaskStore,
    private readonly housekeeping: Housekeeping,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /** @throws Error while the database or Redis is away */
  async sweep(): Promise<void> {
    for (const task of await this.store.due(mostAtOnce)) {
      const { data, options } = announcement(task.id, task.announcement);
      await this.queue.add(data, options);
    }
    if (performance.now() - this.tidiedAt < tidyEveryMs) return;
    this.tidiedAt = performance.now();
    await this.housekeeping.run();
  }

  private schedule(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.trySweeping().finally(() => this.schedule());
    }, sweepEveryMs / this.config.TASK_PACE);
  }

  private async trySweeping(): Promise<void> {
    try {
      await this.sweep();
      this.lastError = '';
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      // Said once, not every second.
      if (because !== this.lastError) this.logger.warn(`not swept, trying again every second: ${because}`);
      this.lastError = because;
    }
  }
}
