import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { calendarMonth } from './retention.contract.ts';

export const auditMonthParams = z.strictObject({ month: calendarMonth });

/** A link that downloads the archive of a month once: gzip-compressed JSONL, as `seqdb-audit-verify` takes it. */
export const auditArchiveLink = z
  .object({
    /** Relative to this server, and good for one download until `expiresAt`. */
    url: z.string(),
    expiresAt: moment,
    fileName: z.string(),
    bytes: z.int(),
    /** Of the file, hex, as it was stated when the month was archived. */
    sha256: z.string(),
  })
  .meta({ id: 'AuditArchiveLink' });
export type AuditArchiveLinkView = z.infer<typeof auditArchiveLink>;
