import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../../platform/queue/task-handlers.ts';
import { EnaCheck } from './check.service.ts';
import { checkBatch } from './check.task.ts';

@Injectable()
export class EnaCheckProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly check: EnaCheck,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(checkBatch, (payload, run) => this.check.run(payload, run));
  }
}
