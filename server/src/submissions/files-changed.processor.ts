import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { AuditLog } from '../audit/audit-log.ts';
import { FileObservers } from '../files/file-observers.ts';
import { systemActor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { defineTask } from '../platform/queue/define-task.ts';
import { TaskHandlers, type TaskRun } from '../platform/queue/task-handlers.ts';
import { Clock } from '../platform/time/clock.ts';
import { hasReads } from './reads-check.ts';
import { referenceOf, Submission } from './submission.entity.ts';
import { editable } from './submission.state.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';

/** A file of a submission was verified, rejected or removed: what its runs say of it is to be checked anew. */
export const filesChanged = defineTask('submission.files_changed', z.object({ id: z.uuid() }));

/** Files come by the hundred: they are waited for, in milliseconds, and checked together. */
const gathering = 5_000;

@Injectable()
export class FilesChangedProcessor implements OnModuleInit {
  private readonly actor = systemActor('validation');

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly observers: FileObservers,
    private readonly uow: UnitOfWork,
    private readonly validation: SubmissionValidation,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(filesChanged, ({ id }, run) => this.recheck(id, run));
    this.observers.add((tx, { rootId }) => this.announce(tx, rootId));
  }

  /** One task for many files, whoever brought them, but for one that is about to run: it might not see this file yet. */
  private async announce(tx: Tx, id: string): Promise<void> {
    const now = this.clock.now().getTime();
    const [waiting] = await tx.query(
      `SELECT 1 FROM tasks WHERE state = 'ready' AND name = $1 AND payload ->> 'id' = $2 AND run_at > $3 LIMIT 1`,
      [filesChanged.name, id, new Date(now + gathering / 2)],
    );
    if (!waiting) await tx.enqueue(filesChanged, { id }, { runAt: new Date(now + gathering), askedBy: null });
  }

  /** A check that finds what was found before is undone: there is nothing to tell, and nothing for the change log. */
  private async recheck(id: string, run: Pick<TaskRun, 'fence'>): Promise<void> {
    try {
      await this.uow.run((tx) => this.check(tx, id, run));
    } catch (error) {
      if (!(error instanceof NothingNew)) throw error;
    }
  }

  private async check(tx: Tx, id: string, run: Pick<TaskRun, 'fence'>): Promise<void> {
    await run.fence(tx);
    const submission = await tx
      .repo(Submission)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!submission || !editable.includes(submission.status) || !hasReads(submission)) return;
    const { errorCount: before, infoCount, warningCount } = submission;
    const known = await fingerprint(tx, id);
    await this.validation.runOnReads(tx, submission);
    if ((await fingerprint(tx, id)) === known) throw new NothingNew();
    // As many findings as before may be others: open pages read them again.
    await tx.publish({
      type: 'SubmissionRechecked',
      subject: { type: 'Submission', id },
      access: accessOf(submission),
    });
    const after = submission.errorCount;
    const isSame = after === before && submission.infoCount === infoCount;
    if (!isSame || submission.warningCount !== warningCount)
      await tx.query(`UPDATE submissions SET version = version + 1 WHERE id = $1`, [id]);
    await this.audit.record(tx, this.actor, {
      action: 'submission.recheck',
      target: { type: 'Submission', id, label: referenceOf(submission.number) },
      changes: after === before ? [] : [{ field: 'errorCount', before, after }],
      facts: { because: 'files' },
    });
  }
}

class NothingNew extends Error {}

/** The same for the same findings, whenever they were found. */
async function fingerprint(tx: Tx, submissionId: string): Promise<string> {
  const [row] = await tx.query<{ fingerprint: string }>(
    `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(
              ROW(position, record_id, severity, rule, alias, field, row, "column", sheet, value, message, suggestion)::text, 0)), 0) AS fingerprint
       FROM findings WHERE submission_id = $1`,
    [submissionId],
  );
  return row?.fingerprint ?? '';
}
