import type { AuditHoldView, SetAuditHold } from '@contract/audit/retention/hold.contract.ts';
import type { AuditArchiveLinkView } from '@contract/audit/retention/archive-link.contract.ts';
import type { AuditRetentionView } from '@contract/audit/retention/retention.contract.ts';
import { request } from './http.ts';

/** What leaves the change log, and the legal holds that keep it there. */
export const retentionCommands = {
  retention: (signal?: AbortSignal) =>
    request<AuditRetentionView>('/audit/retention', signal ? { signal } : {}),
  /** A link that downloads the file of an archived month, once. @param month `YYYY-MM` */
  archiveLink: (month: string) =>
    request<AuditArchiveLinkView>(`/audit/retention/months/${encodeURIComponent(month)}/links`, {
      method: 'POST',
    }),
  setHold: (body: SetAuditHold, idempotencyKey: string) =>
    request<AuditHoldView>('/audit/holds', { method: 'POST', body, idempotencyKey }),
  liftHold: ({ id, version }: Pick<AuditHoldView, 'id' | 'version'>, reason: string) =>
    request<AuditHoldView>(`/audit/holds/${encodeURIComponent(id)}/lift`, {
      method: 'POST',
      version,
      body: { reason },
    }),
};
