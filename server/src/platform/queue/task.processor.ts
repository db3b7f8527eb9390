import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { TASK_QUEUE } from './bull-doorbell.ts';
import { TaskHandlers } from './task-handlers.ts';
import { TaskRunner } from './task.runner.ts';

/** The worker's side of the queue: takes announcements from Bull. */
@Processor(TASK_QUEUE)
export class TaskProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TaskProcessor.name);
  private lastError = '';

  constructor(
    @InjectQueue(TASK_QUEUE) private readonly queue: Queue,
    private readonly runner: TaskRunner,
    private readonly handlers: TaskHandlers,
  ) {}

  @Process({ concurrency: 4 })
  async take(job: Job<{ taskId: string }>): Promise<void> {
    await this.runner.run(job.data.taskId);
  }

  onApplicationBootstrap(): void {
    this.handlers.assertComplete();
    this.queue.on('error', (error: Error) => this.complain(`Redis: ${error.message}`));
    this.queue.on('failed', (job: Job, error: Error) => this.complain(`${job.id}: ${error.message}`));
    this.queue.on('completed', () => {
      this.lastError = '';
    });
  }

  /** Before any connection is closed: what runs still has to write down how it ended. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
    // Our own work has ended; waiting for Bull's would fail, unhandled, while Redis is away.
    await this.queue.close(true);
  }

  /** Once, not at every reconnection. */
  private complain(text: string): void {
    if (text !== this.lastError) this.logger.warn(text);
    this.lastError = text;
  }
}
