import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '../../../platform/access/actor.ts';
import type { Tx } from '../../../platform/database/tx.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { AuditLog } from '../../audit-log.ts';
import { writeExport } from '../export.task.ts';
import { requestedEvent } from '../export-events.ts';
import { announce, insertExport } from '../export-rows.ts';
import { fileNameOf } from '../file-name.ts';
import { duePeriods, type Period } from './export-periods.ts';
import { scheduleColumns, type ScheduleRow } from './export-schedules.service.ts';
import { fromUnmade } from './unmade-exports.ts';

/** How much later an export that failed for good is tried again. */
const againAfter = `interval '1 hour'`;

/**
 * Requests scheduled exports. Each period has one row, which cannot be written twice: however many workers look at the
 * same moment, there is one export of it.
 */
@Injectable()
export class DueExports {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns how many exports were asked for */
  request(): Promise<number> {
    return this.uow.run(async (tx) => {
      const schedules = await tx.query<ScheduleRow>(
        `SELECT ${scheduleColumns} FROM audit_export_schedules WHERE is_on ORDER BY cadence FOR UPDATE`,
      );
      let asked = 0;
      for (const schedule of schedules) {
        const due = duePeriods(schedule.cadence, schedule.onSince ?? this.clock.now(), this.clock.now());
        for (const period of due) if (await this.ask(tx, schedule, period)) asked += 1;
      }
      return asked;
    });
  }

  /** Requests those again that failed. */
  retry(): Promise<void> {
    return this.uow.run(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `UPDATE audit_exports SET state = 'waiting', finished_at = NULL, error = NULL WHERE id IN (
           SELECT x.id ${fromUnmade(`x.finished_at < now() - ${againAfter}`)} FOR UPDATE OF x SKIP LOCKED) RETURNING id`,
      );
      for (const { id } of rows) {
        await tx.enqueue(writeExport, { exportId: id });
        await this.audit.record(tx, this.actor, {
          action: 'audit.export_retry',
          target: { type: 'AuditExport', id, label: 'scheduled export of the change log' },
        });
        await announce(tx, id);
      }
    });
  }

  private async ask(tx: Tx, { cadence, format, compression }: ScheduleRow, period: Period): Promise<boolean> {
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const { name, since, until } = period;
    const filter = { since, until };
    const isNew = await insertExport(tx, {
      id,
      origin: 'schedule',
      cadence,
      period: name,
      requestedBy: this.actor.id,
      requestedAt: now,
      actor: null,
      format,
      compression,
      filter,
      state: 'waiting',
      fileName: fileNameOf(name, format, compression),
    });
    if (!isNew) return false;
    await tx.enqueue(writeExport, { exportId: id });
    await this.audit.record(tx, this.actor, requestedEvent({ id, format, filter, resolved: filter }));
    return true;
  }
}
