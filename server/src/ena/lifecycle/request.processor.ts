import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { sendRequest } from './request.task.ts';
import { EnaRequestSend } from './request-send.service.ts';

@Injectable()
export class EnaRequestProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly sending: EnaRequestSend,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(sendRequest, ({ requestId }, run) => this.sending.run(requestId, run));
  }
}
