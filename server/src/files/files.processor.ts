import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../platform/queue/task-handlers.ts';
import { discardFile, expireUpload, verifyFile } from './file.tasks.ts';
import { Leavings } from './leavings.service.ts';
import { Verification } from './verification.service.ts';

@Injectable()
export class FilesProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly verification: Verification,
    private readonly leavings: Leavings,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(verifyFile, ({ fileId }, run) => this.verification.verify(fileId, run));
    this.tasks.handle(discardFile, ({ fileId }) => this.leavings.discard(fileId));
    this.tasks.handle(expireUpload, ({ fileId }, run) => this.leavings.expire(fileId, run));
  }
}
