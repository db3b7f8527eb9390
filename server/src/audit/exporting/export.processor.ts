import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { writeExport } from './export.task.ts';
import { ExportWriting } from './export-writing.service.ts';

/** Does the tasks of exports that are kept. */
@Injectable()
export class ExportProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly writing: ExportWriting,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(writeExport, ({ exportId }, run) => this.writing.write(exportId, run));
  }
}
