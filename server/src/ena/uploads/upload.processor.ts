import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { EnaTransfers } from './transfers.service.ts';
import { transferFile } from './upload.task.ts';

@Injectable()
export class EnaUploadProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly transfers: EnaTransfers,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(transferFile, ({ uploadId }, run) => this.transfers.run(uploadId, run));
  }
}
