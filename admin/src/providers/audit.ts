import type {
  AuditExportTicket,
  AuditExportView,
  RequestAuditExport,
} from '@contract/audit/exporting/export.contract.ts';
import type {
  AuditExportSchedulesView,
  AuditExportScheduleView,
  ChangeAuditExportSchedule,
} from '@contract/audit/exporting/schedule/export-schedule.contract.ts';
import type {
  verificationStateView,
  VerificationView,
} from '@contract/audit/verification/verification.contract.ts';
import type { z } from 'zod';
import { request } from './http.ts';

export type VerificationState = z.infer<typeof verificationStateView>;
type AskedExport = Pick<RequestAuditExport, 'format' | 'compression'> & { filter: Record<string, string> };

/** Exports of the change log, and its verification. */
export const auditCommands = {
  auditExport: (asked: AskedExport, idempotencyKey: string) =>
    request<AuditExportTicket>('/audit/exports', { method: 'POST', body: asked, idempotencyKey }),
  exportOfLog: (id: string) => request<AuditExportView>(`/audit/exports/${encodeURIComponent(id)}`),
  /** A link that downloads the file that is kept, once. */
  exportLink: (id: string) =>
    request<AuditExportTicket>(`/audit/exports/${encodeURIComponent(id)}/links`, { method: 'POST' }),
  exportSchedules: () => request<AuditExportSchedulesView>('/audit/export-schedules'),
  updateExportSchedule: (
    cadence: AuditExportScheduleView['cadence'],
    version: number,
    body: ChangeAuditExportSchedule,
  ) =>
    request<AuditExportScheduleView>(`/audit/export-schedules/${cadence}`, { method: 'PUT', version, body }),
  verification: () => request<VerificationState>('/audit/verification'),
  verifyLog: () => request<VerificationView>('/audit/verification', { method: 'POST' }),
};
