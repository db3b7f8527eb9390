import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { sendSubmission } from './send.task.ts';
import { EnaSend } from './send.service.ts';

@Injectable()
export class EnaSendProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly sending: EnaSend,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(sendSubmission, (payload, run) => this.sending.run(payload, run));
  }
}
