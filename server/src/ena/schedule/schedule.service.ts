import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { changesBetween, personal } from '../../audit/audit-event.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { stale } from '../../platform/errors/app.error.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { ScheduleSettings, ScheduleView } from './schedule.contract.ts';
import { alreadyPaused, notPaused, scheduleUnusable } from './schedule.errors.ts';
import {
  lockSchedule,
  scheduleTarget,
  type ScheduleRow,
  selectSchedule,
  settingsOf,
} from './schedule-rows.ts';
import { settingsProblems } from './settings-problems.ts';

/** When batches go to ENA by themselves: the settings, and the pause. */
@Injectable()
export class EnaScheduleService {
  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  async get(): Promise<ScheduleView> {
    const { lookedUntil: _, ...row } = await this.row();
    return { ...row, isMailSent: this.mailer.isSending };
  }

  async row(): Promise<ScheduleRow> {
    const [row]: ScheduleRow[] = await this.database.query(selectSchedule);
    if (!row) throw new Error('the row of the schedule is missing');
    return row;
  }

  /**
   * New turns count from now: those that the old expression named and nobody has run yet are not made up.
   *
   * @throws AppError `ena.schedule_invalid`, `record.stale`
   */
  async update(actor: Actor, version: number, given: ScheduleSettings): Promise<ScheduleView> {
    const problems = settingsProblems(given);
    if (problems.length > 0) throw scheduleUnusable(problems);
    await this.change(version, async (tx, before) => {
      const isOtherClock = before.cron !== given.cron || before.timeZone !== given.timeZone;
      await tx.query(
        `UPDATE ena_schedule SET cron = $1, time_zone = $2, skip_days = $3, holidays = $4, on_skip_day = $5,
           make_up_hours = $6, max_submissions = $7, mail_to = $8, looked_until = $9, version = version + 1`,
        [
          given.cron,
          given.timeZone,
          JSON.stringify(given.skipDays),
          given.holidays && JSON.stringify(given.holidays),
          given.onSkipDay,
          given.makeUpHours,
          given.maxSubmissions,
          JSON.stringify(given.mailTo),
          isOtherClock ? this.clock.now() : before.lookedUntil,
        ],
      );
      await this.audit.record(tx, actor, {
        action: 'ena_schedule.update',
        target: scheduleTarget,
        changes: changesBetween(loggable(settingsOf(before)), loggable(given)),
      });
    });
    return this.get();
  }

  /** Nothing goes by itself until it is resumed. @throws AppError `ena.schedule_paused`, `record.stale` */
  async pause(actor: Actor, version: number, reason: string): Promise<ScheduleView> {
    await this.change(version, async (tx, before) => {
      if (before.pause) throw alreadyPaused();
      const pause = { reason, by: { id: actor.id, name: actor.name }, at: this.clock.now() };
      await tx.query(`UPDATE ena_schedule SET pause = $1, version = version + 1`, [JSON.stringify(pause)]);
      await this.audit.record(tx, actor, {
        action: 'ena_schedule.pause',
        target: scheduleTarget,
        changes: [{ field: 'isPaused', before: false, after: true }],
        reason,
      });
    });
    return this.get();
  }

  /** Turns count again from now; those of the pause are not made up. @throws AppError `ena.schedule_not_paused` */
  async resume(actor: Actor, version: number, reason: string | undefined): Promise<ScheduleView> {
    await this.change(version, async (tx, before) => {
      if (!before.pause) throw notPaused();
      await tx.query(`UPDATE ena_schedule SET pause = NULL, looked_until = $1, version = version + 1`, [
        this.clock.now(),
      ]);
      await this.audit.record(tx, actor, {
        action: 'ena_schedule.resume',
        target: scheduleTarget,
        changes: [{ field: 'isPaused', before: true, after: false }],
        reason: reason ?? null,
      });
    });
    return this.get();
  }

  private change(version: number, work: (tx: Tx, before: ScheduleRow) => Promise<void>): Promise<void> {
    return orCurrent(
      () =>
        this.uow.run(async (tx) => {
          const before = await lockSchedule(tx);
          if (before.version !== version) throw stale(undefined);
          await work(tx, before);
          await tx.publish({
            type: 'EnaScheduleChanged',
            subject: { type: 'EnaSchedule', id: scheduleTarget.id },
            access: {},
          });
        }),
      () => this.get(),
    );
  }
}

/** Addresses are personal: the log keeps a commitment of each. */
const loggable = ({ mailTo, ...settings }: ScheduleSettings) => ({
  ...settings,
  mailToRoles: mailTo.roles,
  mailToAddresses: mailTo.addresses.map((address) => personal(address)),
});
