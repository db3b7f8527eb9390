import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '../../platform/queue/housekeeping.ts';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { writeExport } from './export.task.ts';
import { ExportWriting } from './export-writing.service.ts';

/** Does the tasks of exports that are kept, and has their old rows removed. */
@Injectable()
export class ExportProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly writing: ExportWriting,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(writeExport, ({ exportId }, run) => this.writing.write(exportId, run));
    // Their filters may name people; who took what, the log itself keeps.
    this.housekeeping.add(
      'old exports of the change log',
      `DELETE FROM audit_exports WHERE id IN (
         SELECT id FROM audit_exports WHERE origin <> 'schedule' AND requested_at < now() - interval '90 days'
            AND (state IN ('cut', 'failed', 'expired') OR (state = 'complete' AND expires_at IS NULL)) LIMIT 1000)`,
    );
  }
}
