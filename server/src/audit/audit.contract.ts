import { z } from 'zod';
import { moment } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

export const auditEventView = z
  .object({
    id: z.uuid(),
    occurredAt: moment,
    /** `module.verb`, e.g. `submission.approve`. */
    action: z.string(),
    actor: z.object({
      type: z.enum(['user', 'service', 'system']),
      id: z.string().nullable(),
      name: z.string(),
      roles: z.array(z.string()),
    }),
    onBehalfOf: z.object({ id: z.string(), name: z.string() }).nullable(),
    target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
    /** The aggregate it belongs to: a submission, a user, an ENA batch … */
    root: z.object({ type: z.string(), id: z.string() }),
    /** Before and after of each changed field. */
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    /** What else the event states, e.g. how many records it covers, hashes, accession ranges. */
    facts: z.record(z.string(), z.unknown()),
    reason: z.string().nullable(),
    requestId: z.string().nullable(),
    address: z.string().nullable(),
    client: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventView = z.infer<typeof auditEventView>;

export const auditFilter = z.strictObject({
  actor: z.string().max(254).optional(),
  action: listOf(z.string().max(80)).optional(),
  rootType: z.string().max(40).optional(),
  rootId: z.string().max(80).optional(),
  targetId: z.string().max(80).optional(),
  since: z.union([z.iso.date(), moment]).optional(),
  until: z.union([z.iso.date(), moment]).optional(),
});
export const auditListQuery = listQuery.omit({ q: true }).extend(auditFilter.shape);
export const auditPage = pageOf(auditEventView);

export const auditExportQuery = auditFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') });
/** `POST /audit/exports` answers with a URL that downloads the export once, without a header. */
export const requestAuditExport = z
  .strictObject({ format: z.enum(['csv', 'jsonl']), filter: auditFilter.default({}) })
  .meta({ id: 'RequestAuditExport' });
export const auditExportTicket = z
  .object({ url: z.string(), expiresAt: moment })
  .meta({ id: 'AuditExportTicket' });
