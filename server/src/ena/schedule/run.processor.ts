import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { EnaScheduledRun } from './run.service.ts';
import { scheduledRun } from './schedule.task.ts';

@Injectable()
export class EnaScheduledRunProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly runs: EnaScheduledRun,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(scheduledRun, ({ runId }, run) => this.runs.run(runId, run));
  }
}
