import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { auditFilter } from '../audit.contract.ts';

/**
 * `csv` and `jsonl` carry the evidence and end with a signed manifest; without one the file was cut. `csv` is for
 * reading: names revealed, and cells that a spreadsheet would run as a formula made text by a leading apostrophe
 * (remove the first apostrophe of each cell that begins with one, and the values are as they were). In `jsonl` each
 * line is an object with `seq` and `leaf` (null until the event is sealed), `body`, the event's exact text, `personal`,
 * what opens its commitments (`{ "<commitment>": { "salt", "value" } }`), and its proof. `seqdb-audit-verify FILE`
 * checks either. `xlsx` is a report: as many events as a sheet has rows for, every text a string and never a formula,
 * bound by the SHA-256 of the whole file, which is in the log and in the signed manifest beside it.
 */
export const auditExportFormat = z.enum(['csv', 'jsonl', 'xlsx']);
export type AuditExportFormat = z.infer<typeof auditExportFormat>;
/** `gzip`: the file itself is compressed. A workbook is already. */
export const auditExportCompression = z.enum(['gzip']);

/** The search line of the change log; what it says is added to the filters beside it. */
const line = z.string().max(2000).optional();

export const auditExportQuery = auditFilter.extend({
  q: line,
  format: auditExportFormat.default('csv'),
  compression: auditExportCompression.optional(),
});
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

/**
 * `link`: a URL that sends the export once, while it is written. `job`: it is written in the background and kept for
 * a week for the one who asked, who gets a mail when it is there. Left out, its size decides.
 */
const delivery = z.enum(['link', 'job']);

export const requestAuditExport = z
  .strictObject({
    format: auditExportFormat,
    filter: auditFilter.extend({ q: line }).default({}),
    compression: auditExportCompression.optional(),
    delivery: delivery.optional(),
  })
  .meta({ id: 'RequestAuditExport' });
export type RequestAuditExport = z.infer<typeof requestAuditExport>;

export const auditExportTicket = z
  .object({
    delivery,
    /** Of the export in `GET /audit/exports`; null while nobody has followed the link. */
    exportId: z.uuid().nullable(),
    /** Relative to this server, and good for one download until `expiresAt`; null for a job. */
    url: z.string().nullable(),
    expiresAt: moment.nullable(),
  })
  .meta({ id: 'AuditExportTicket' });
export type AuditExportTicket = z.infer<typeof auditExportTicket>;
export const auditExportToken = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) });

const origin = z.enum(['stream', 'job', 'schedule']);
export const auditExportCadence = z.enum(['daily', 'monthly']);
export type AuditExportCadence = z.infer<typeof auditExportCadence>;

export const auditExportView = z
  .object({
    id: z.uuid(),
    origin,
    cadence: auditExportCadence.nullable(),
    /** The day or month that a scheduled export covers, in UTC: `2026-11-20`, `2026-11`. */
    period: z.string().nullable(),
    requestedAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    /** When the file is removed; null where none is kept here. */
    expiresAt: moment.nullable(),
    format: auditExportFormat,
    compression: auditExportCompression.nullable(),
    filter: z.record(z.string(), z.unknown()),
    /** `cut`: somebody or something ended it on its way. `expired`: the file is no longer kept. */
    state: z.enum(['waiting', 'running', 'complete', 'cut', 'failed', 'expired']),
    /** Events that were counted when it was asked for; null when they were not. */
    expected: z.int().nullable(),
    /** Events written, so far or in all. */
    events: z.int(),
    /** Events that there are; more than `events` when the format had no room for all. */
    matching: z.int().nullable(),
    /** Of the content before it is compressed, like `sha256`. */
    bytes: z.int().nullable(),
    sha256: z.string().nullable(),
    fileName: z.string(),
    hasManifest: z.boolean(),
    /** A file lies in object storage for download. */
    hasFile: z.boolean(),
    error: z.string().nullable(),
  })
  .meta({ id: 'AuditExport' });
export type AuditExportView = z.infer<typeof auditExportView>;

/** One's own exports, or with `origin=schedule` those that the schedule had written. */
export const auditExportListQuery = listQuery.omit({ q: true }).extend({ origin: listOf(origin).optional() });
export type AuditExportListQuery = z.infer<typeof auditExportListQuery>;
export const auditExportPage = pageOf(auditExportView);
