import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { EnaPoll } from './poll.service.ts';
import { pollReports } from './poll.task.ts';

@Injectable()
export class EnaPollProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly poll: EnaPoll,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(pollReports, ({ environment }, run) => this.poll.run(environment, run));
  }
}
