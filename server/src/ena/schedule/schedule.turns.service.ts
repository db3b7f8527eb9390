import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../audit/audit-log.ts';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type Decision, decide } from './due-decisions.ts';
import { dueRuns, mostDaysMoved } from './planned-runs.ts';
import { runUnderWay } from './schedule.errors.ts';
import { scheduledRun } from './schedule.task.ts';
import { lockSchedule, type ScheduleRow, scheduleTarget } from './schedule-rows.ts';

const day = 86_400_000;

/**
 * Decides which runs there are. The schedule's row is locked meanwhile and each turn has a row that nobody can write a
 * second time: any number of workers, a clock that jumps, and a person who presses the button make one run of one turn.
 */
@Injectable()
export class EnaScheduleTurns {
  private readonly logger = new Logger(EnaScheduleTurns.name);
  private readonly actor = systemActor('ena-schedule');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Takes note of the turns that came since the last look. @returns the run that begins, if one does */
  look(): Promise<string | undefined> {
    return this.uow.run(async (tx) => {
      const schedule = await lockSchedule(tx);
      const now = this.clock.now();
      const due = dueRuns(schedule, lookFrom(schedule, now), now);
      await tx.query(`UPDATE ena_schedule SET looked_until = $1`, [now]);
      if (due.length === 0) return undefined;
      let begun: string | undefined;
      const context = { now, pause: schedule.pause, makeUpHours: schedule.makeUpHours };
      for (const decision of decide(due, { ...context, isRunning: (await runningIn(tx)) !== undefined }))
        begun = (await this.note(tx, decision, now)) ?? begun;
      return begun;
    });
  }

  /** Begins a run at once, also while the schedule is paused and on a skip day. @throws AppError `ena.schedule_running` */
  runNow(actor: Actor, reason: string): Promise<string> {
    return this.uow.run(async (tx) => {
      await lockSchedule(tx);
      const running = await runningIn(tx);
      if (running) throw runUnderWay(running);
      const now = this.clock.now();
      const id = uuidv7({ msecs: now.getTime() });
      await tx.query(
        `INSERT INTO ena_schedule_runs (id, origin, planned_for, status, note, started_by, started_at, batch_id)
         VALUES ($1, 'person', $2, 'running', $3, $4, $2, $5)`,
        [id, now, reason, actor.id, uuidv7({ msecs: now.getTime() })],
      );
      await this.begin(tx, actor, id, now, reason);
      return id;
    });
  }

  /** @returns the run's id when it begins */
  private async note(tx: Tx, decision: Decision, now: Date): Promise<string | undefined> {
    const { turnAt, skipReason, note } = decision;
    const id = uuidv7({ msecs: now.getTime() });
    const written = await tx.query(
      `INSERT INTO ena_schedule_runs (id, origin, planned_for, status, skip_reason, note, started_at, ended_at, batch_id)
       VALUES ($1, 'schedule', $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [
        id,
        turnAt,
        skipReason ? 'skipped' : 'running',
        skipReason,
        note,
        skipReason ? null : now,
        skipReason ? now : null,
        uuidv7({ msecs: now.getTime() }),
      ],
    );
    if (written.length === 0) return undefined;
    if (!skipReason) {
      await this.begin(tx, this.actor, id, turnAt, null);
      return id;
    }
    this.logger.log(`the turn of ${turnAt.toISOString()} was not run: ${skipReason}`);
    await this.audit.record(tx, this.actor, {
      action: 'ena_schedule.skip',
      target: scheduleTarget,
      facts: { run: id, plannedFor: turnAt.toISOString(), because: skipReason },
    });
    await this.announce(tx, id);
    return undefined;
  }

  private async begin(
    tx: Tx,
    actor: Actor,
    id: string,
    plannedFor: Date,
    reason: string | null,
  ): Promise<void> {
    await tx.enqueue(scheduledRun, { runId: id }, { askedBy: actor });
    await this.audit.record(tx, actor, {
      action: 'ena_schedule.run',
      target: scheduleTarget,
      facts: { run: id, plannedFor: plannedFor.toISOString() },
      reason,
    });
    await this.announce(tx, id);
  }

  private announce(tx: Tx, id: string): Promise<void> {
    return tx.publish({ type: 'EnaScheduleRunChanged', subject: { type: 'EnaSchedule', id }, access: {} });
  }
}

async function runningIn(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(`SELECT id FROM ena_schedule_runs WHERE status = 'running'`);
  return row?.id;
}

/**
 * Where the last look ended, but not before what could still be due. After a look into the future (the clock was wrong)
 * nothing is due at first: what was run then has its row, and is not run again.
 */
const lookFrom = ({ lookedUntil }: ScheduleRow, now: Date): Date =>
  new Date(Math.max(lookedUntil.getTime(), now.getTime() - mostDaysMoved * day));
