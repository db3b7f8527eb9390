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

/** PostgreSQL has no text with NUL in it, so nothing in the log can match one. */
const term = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !text.includes('\0'), { message: 'must not contain NUL' });

export const auditFilter = z.strictObject({
  /** A user's id, a part of the system (`ena`), or some of a name or mail address that the log knows. */
  actor: term(254).optional(),
  action: listOf(term(80)).optional(),
  rootType: term(40).optional(),
  rootId: term(80).optional(),
  targetId: term(80).optional(),
  /** A date means the whole day in UTC, a moment includes itself. */
  since: z.union([z.iso.date(), moment]).optional(),
  until: z.union([z.iso.date(), moment]).optional(),
});
export const auditListQuery = listQuery.omit({ q: true }).extend(auditFilter.shape);
export const auditPage = pageOf(auditEventView);

/**
 * Both carry the evidence and end with a signed manifest; without one the file was cut. `csv` is for reading: names
 * revealed, and cells that a spreadsheet would run as a formula made text by a leading apostrophe (remove the first
 * apostrophe of each cell that begins with one, and the values are as they were). In `jsonl` each line is an object
 * with `seq` and `leaf` (null until the event is sealed), `body`, the event's exact text, `personal`, what opens its
 * commitments (`{ "<commitment>": { "salt", "value" } }`), and its proof. `seqdb-audit-verify FILE` checks either.
 */
export const auditExportFormat = z.enum(['csv', 'jsonl']);
export const auditExportQuery = auditFilter.extend({
  format: auditExportFormat.default('csv'),
  /** `gzip`: the file itself is compressed. */
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
/** `url` is relative to this server, and good for one download until `expiresAt`. */
export const auditExportTicket = z
  .object({ url: z.string(), expiresAt: moment })
  .meta({ id: 'AuditExportTicket' });
export type AuditExportTicket = z.infer<typeof auditExportTicket>;
export const auditExportToken = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) });
