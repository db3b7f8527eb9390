import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { auditFilter } from '../audit.contract.ts';

/**
 * `csv` and `jsonl` carry the evidence and end with a signed manifest; without one the file was cut. `csv` is for
 * reading: names revealed, and cells that a spreadsheet would run as a formula made text by a leading apostrophe
 * (remove the first apostrophe of each cell that begins with one, and the values are as they were). In `jsonl` each
 * line is an object with `seq` and `leaf` (null until the event is sealed), `body`, the event's exact text, `personal`,
 * what opens its commitments (`{ "<commitment>": { "salt", "value" } }`), and its proof. `seqdb-audit-verify FILE`
 * checks either.
 */
export const auditExportFormat = z.enum(['csv', 'jsonl']);
export type AuditExportFormat = z.infer<typeof auditExportFormat>;

export const auditExportQuery = auditFilter.extend({
  format: auditExportFormat.default('csv'),
  /** `gzip`: the file itself is compressed. A workbook is already. */
  compression: z.enum(['gzip']).optional(),
});
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

/** `POST /audit/exports` answers with a URL that downloads the export once, without a header. */
export const requestAuditExport = z
  .strictObject({
    format: auditExportFormat,
    filter: auditFilter.default({}),
    compression: z.enum(['gzip']).optional(),
  })
  .meta({ id: 'RequestAuditExport' });
export type RequestAuditExport = z.infer<typeof requestAuditExport>;

/** `url` is relative to this server, and good for one download until `expiresAt`. */
export const auditExportTicket = z
  .object({ url: z.string(), expiresAt: moment })
  .meta({ id: 'AuditExportTicket' });
export type AuditExportTicket = z.infer<typeof auditExportTicket>;
export const auditExportToken = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) });
