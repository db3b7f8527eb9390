import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.ts';
import { systemActor } from '../platform/access/actor.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { TaskHandlers, type TaskRun } from '../platform/queue/task-handlers.ts';
import { checklistChanged } from '../validation/checklist.tasks.ts';
import { ChecklistsService } from '../validation/checklists.service.ts';
import { referenceOf, Submission } from './submission.entity.ts';
import { editable } from './submission.state.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';

/**
 * After a checklist was installed or updated, what is still being worked on is checked anew, one at a time. What was
 * checked with the current version already is left alone: a repeated attempt goes on where the last one ended.
 */
@Injectable()
export class ChecklistChangedProcessor implements OnModuleInit {
  private readonly actor = systemActor('validation');

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly checklists: ChecklistsService,
    private readonly validation: SubmissionValidation,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(checklistChanged, ({ accession }, run) => this.recheck(accession, run));
  }

  private async recheck(accession: string, run: TaskRun): Promise<void> {
    const waiting: { id: string }[] = await this.database.query(
      `SELECT s.id FROM submissions s LEFT JOIN checklists c ON c.accession = s.checklist AND c.is_current
        WHERE s.checklist = $1 AND s.status = ANY($2) AND s.checklist_version IS DISTINCT FROM c.version ORDER BY s.id`,
      [accession, editable],
    );
    for (const { id } of waiting) {
      if (run.signal.aborted) throw run.signal.reason;
      await this.recheckOne(id, run);
    }
  }

  private async recheckOne(id: string, run: TaskRun): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const submission = await tx
        .repo(Submission)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!submission || !editable.includes(submission.status)) return;
      // Uploads and changes that came in between were checked with the current version.
      const current = await this.checklists.current(tx, submission.checklist);
      if (submission.checklistVersion === (current?.version ?? null)) return;
      const before = { checklistVersion: submission.checklistVersion, errorCount: submission.errorCount };
      await this.validation.run(tx, submission);
      await tx.query(`UPDATE submissions SET version = version + 1 WHERE id = $1`, [id]);
      await this.audit.record(tx, this.actor, {
        action: 'submission.recheck',
        target: { type: 'Submission', id, label: referenceOf(submission.number) },
        changes: [
          { field: 'checklistVersion', before: before.checklistVersion, after: submission.checklistVersion },
          { field: 'errorCount', before: before.errorCount, after: submission.errorCount },
        ],
        facts: { checklist: submission.checklist },
      });
      await tx.publish({
        type: 'SubmissionRechecked',
        subject: { type: 'Submission', id },
        access: accessOf(submission),
      });
    });
  }
}
