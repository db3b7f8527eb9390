import { z } from 'zod';
import { moment } from '../../../platform/http/common.contract.ts';
import { auditExportCadence, auditExportCompression, auditExportFormat } from '../export.contract.ts';

/** Exports that are put into a bucket automatically: daily and monthly, in UTC. */
const schedule = z
  .object({
    cadence: auditExportCadence,
    isOn: z.boolean(),
    format: auditExportFormat,
    compression: auditExportCompression.nullable(),
    /** When it was switched on; the day or month of that moment is the first. */
    onSince: moment.nullable(),
    /** When the next one is written; null when it is off. */
    nextAt: moment.nullable(),
    version: z.int(),
  })
  .meta({ id: 'AuditExportSchedule' });
export const auditExportScheduleView = schedule;
export type AuditExportScheduleView = z.infer<typeof schedule>;

export const auditExportSchedulesView = z
  .object({
    /** Name of the bucket; null when none is set (`AUDIT_EXPORT_BUCKET`), and nothing can be switched on. */
    bucket: z.string().nullable(),
    items: z.array(schedule),
  })
  .meta({ id: 'AuditExportSchedules' });
export type AuditExportSchedulesView = z.infer<typeof auditExportSchedulesView>;

export const changeAuditExportSchedule = z
  .strictObject({
    isOn: z.boolean(),
    format: auditExportFormat,
    compression: auditExportCompression.nullable(),
  })
  .meta({ id: 'ChangeAuditExportSchedule' });
export type ChangeAuditExportSchedule = z.infer<typeof changeAuditExportSchedule>;

export const cadenceParams = z.strictObject({ cadence: auditExportCadence });
