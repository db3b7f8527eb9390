import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { DataSource } from 'typeorm';
import { TASK_QUEUE } from './bull-doorbell.ts';
import { TaskHandlers } from './task-handlers.ts';
import { TaskRunner } from './task.runner.ts';
import { TaskStore } from './task-store.ts';

const sweepEveryMs = 1_000;
const keepDoneDays = 14;

/** The worker's side of the queue: takes announcements from Bull, and sweeps up what was never announced. */
@Processor(TASK_QUEUE)
export class TaskProcessor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TaskProcessor.name);
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    @InjectQueue(TASK_QUEUE) private readonly queue: Queue,
    private readonly runner: TaskRunner,
    private readonly store: TaskStore,
    private readonly handlers: TaskHandlers,
    private readonly database: DataSource,
  ) {}

  @Process({ concurrency: 4 })
  async take(job: Job<{ taskId: string }>): Promise<void> {
    await this.runner.run(job.data.taskId);
  }

  onApplicationBootstrap(): void {
    this.handlers.assertComplete();
    this.queue.on('error', (error) => this.logger.warn(`Redis: ${error.message}`));
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    this.runner.stop();
    await this.sweeping;
  }

  private schedule(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch((error: Error) => this.logger.warn(`not swept, again in a moment: ${error.message}`))
        .finally(() => this.schedule());
    }, sweepEveryMs);
  }

  private async sweep(): Promise<void> {
    for (const { id, announcement } of await this.store.due(200)) {
      await this.queue.add(
        { taskId: id },
        { jobId: `${id}-${announcement}`, removeOnComplete: true, removeOnFail: true },
      );
    }
    await this.database.query(
      `DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE state = 'done' AND updated_at < now() - make_interval(days => $1) LIMIT 1000)`,
      [keepDoneDays],
    );
  }
}
