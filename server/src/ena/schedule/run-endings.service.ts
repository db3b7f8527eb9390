import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { BatchView } from '../batches/batches.contract.ts';
import { lockRun } from './run-rows.ts';
import { EnaRunSummary } from './run-summary.service.ts';
import { scheduledRun } from './schedule.task.ts';
import { scheduleTarget } from './schedule-rows.ts';

export type RunEnd = {
  outcome: 'done' | 'waiting' | 'nothing' | 'failed';
  batch?: BatchView | undefined;
  note?: string;
};

/** The end of a run: its row, the change log, and the mails, in one transaction. */
@Injectable()
export class EnaRunEndings {
  private readonly actor = systemActor('ena-schedule');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly summary: EnaRunSummary,
    private readonly clock: Clock,
  ) {}

  /** Ends the run unless it has ended. */
  async end(tx: Tx, runId: string, { outcome, batch, note = undefined }: RunEnd): Promise<void> {
    const run = await lockRun(tx, runId);
    if (run?.status !== 'running') return;
    const counts = batch && {
      accepted: batch.counts.accepted,
      failed: batch.counts.failed,
      attention: batch.counts.attention,
    };
    await tx.query(
      `UPDATE ena_schedule_runs SET status = $2, ended_at = $3, counts = $4, note = coalesce($5, note) WHERE id = $1`,
      [
        runId,
        outcome,
        this.clock.now(),
        counts ? JSON.stringify(counts) : null,
        note?.slice(0, 2_000) ?? null,
      ],
    );
    await this.audit.record(
      tx,
      { ...this.actor, askedBy: run.startedBy },
      {
        action: 'ena_schedule.finish',
        target: scheduleTarget,
        facts: {
          run: runId,
          plannedFor: run.plannedFor.toISOString(),
          outcome,
          batch: batch?.id ?? null,
          counts: counts ?? null,
        },
      },
    );
    await this.summary.enqueue(tx, run, outcome, note ?? null);
    await tx.publish({
      type: 'EnaScheduleRunChanged',
      subject: { type: 'EnaSchedule', id: runId },
      access: {},
    });
  }

  /** A run whose task has failed for good must not hold up all that come after it. @returns how many there were */
  endAbandoned(): Promise<number> {
    return this.uow.run(async (tx) => {
      const abandoned = await tx.query<{ id: string }>(
        `SELECT r.id FROM ena_schedule_runs r WHERE r.status = 'running' AND NOT EXISTS (
           SELECT 1 FROM tasks t WHERE t.name = $1 AND t.payload ->> 'runId' = r.id::text AND t.state IN ('ready', 'running'))`,
        [scheduledRun.name],
      );
      for (const { id } of abandoned)
        await this.end(tx, id, { outcome: 'failed', note: 'The run was given up after too many attempts.' });
      return abandoned.length;
    });
  }
}
