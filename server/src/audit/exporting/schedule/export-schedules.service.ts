import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../platform/access/actor.ts';
import { orCurrent } from '../../../platform/database/or-current.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { conflict, stale } from '../../../platform/errors/app.error.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { changesBetween } from '../../audit-event.ts';
import { AuditLog } from '../../audit-log.ts';
import type { AuditExportCadence } from '../export.contract.ts';
import { ExportStore } from '../export-store.ts';
import { assertCompressible } from '../exports.service.ts';
import { nextAt } from './export-periods.ts';
import type {
  AuditExportSchedulesView,
  AuditExportScheduleView,
  ChangeAuditExportSchedule,
} from './export-schedule.contract.ts';

export type ScheduleRow = ChangeAuditExportSchedule & {
  cadence: AuditExportCadence;
  onSince: Date | null;
  version: number;
};

export const scheduleColumns = `cadence, is_on AS "isOn", format, compression, on_since AS "onSince", version`;

/** Reads and changes the schedules of exports. */
@Injectable()
export class ExportSchedules {
  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly store: ExportStore,
  ) {}

  async list(): Promise<AuditExportSchedulesView> {
    const rows: ScheduleRow[] = await this.database.query(
      `SELECT ${scheduleColumns} FROM audit_export_schedules ORDER BY cadence`,
    );
    return { bucket: this.store.scheduledBucket ?? null, items: rows.map((row) => this.viewOf(row)) };
  }

  /**
   * Changes a schedule. Once it is switched on, periods count from now.
   *
   * @throws AppError `audit.no_export_bucket`, `audit.already_compressed`, `record.stale`
   */
  async update(
    actor: Actor,
    cadence: AuditExportCadence,
    version: number,
    given: ChangeAuditExportSchedule,
  ): Promise<AuditExportScheduleView> {
    assertCompressible(given.format, given.compression ?? undefined);
    if (given.isOn && this.store.scheduledBucket === undefined) throw noBucket();
    await orCurrent(
      () => this.change(actor, cadence, version, given),
      () => this.get(cadence),
    );
    return this.get(cadence);
  }

  private async change(
    actor: Actor,
    cadence: AuditExportCadence,
    version: number,
    given: ChangeAuditExportSchedule,
  ): Promise<void> {
    await this.uow.run(async (tx) => {
      const [before] = await tx.query<ScheduleRow>(
        `SELECT ${scheduleColumns} FROM audit_export_schedules WHERE cadence = $1 FOR UPDATE`,
        [cadence],
      );
      if (before?.version !== version) throw stale(undefined);
      const onSince = given.isOn ? (before.onSince ?? this.clock.now()) : null;
      await tx.query(
        `UPDATE audit_export_schedules SET is_on = $2, format = $3, compression = $4, on_since = $5, version = version + 1 WHERE cadence = $1`,
        [cadence, given.isOn, given.format, given.compression, onSince],
      );
      await this.audit.record(tx, actor, {
        action: 'audit.export_schedule',
        target: { type: 'AuditExportSchedule', id: cadence, label: `${cadence} exports of the change log` },
        changes: changesBetween(before, given),
      });
      await tx.publish({
        type: 'AuditExportScheduleChanged',
        subject: { type: 'AuditExportSchedule', id: cadence },
        access: {},
      });
    });
  }

  private async get(cadence: AuditExportCadence): Promise<AuditExportScheduleView> {
    const [row]: ScheduleRow[] = await this.database.query(
      `SELECT ${scheduleColumns} FROM audit_export_schedules WHERE cadence = $1`,
      [cadence],
    );
    if (!row) throw new Error(`the ${cadence} schedule is missing`);
    return this.viewOf(row);
  }

  private viewOf({ onSince, ...row }: ScheduleRow): AuditExportScheduleView {
    const now = this.clock.now();
    return {
      ...row,
      onSince: onSince?.toISOString() ?? null,
      nextAt: row.isOn ? nextAt(row.cadence, onSince ?? now, now).toISOString() : null,
    };
  }
}

const noBucket = () =>
  conflict(
    'audit.no_export_bucket',
    'There is no bucket for scheduled exports: whoever runs this server sets AUDIT_EXPORT_BUCKET.',
  );
