import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { reasonView } from '../runs/reason.contract.ts';

/** A calendar month in UTC, `YYYY-MM`. */
export const calendarMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/**
 * What keeps the next month in the log: it is too young; a legal hold; some of its events wait for the seal or for an
 * erasure to end; nothing (`due`: it leaves with the next run; `archived`: it lies in the archive and is dropped next).
 */
const standing = z.enum(['young', 'held', 'unsealed', 'erasing', 'due', 'archived']);

const next = z.object({
  month: calendarMonth,
  /** From when on it may leave. */
  dueAt: moment,
  standing,
  /** The holds that keep it, the oldest first, 20 at most; none are looked for while it is too young. */
  holds: z.array(z.uuid()),
});

export const retentionRunView = z.object({
  id: z.uuid(),
  /** A user's id or a part of the system; `audit` for the nightly run. */
  requestedBy: z.string(),
  requestedAt: moment,
  finishedAt: moment.nullable(),
  /** `postponed`: something that passes kept a month in the log, `says` what; tried again the next night. */
  state: z.enum(['waiting', 'running', 'done', 'postponed', 'failed']),
  /** Months that it dropped. */
  months: z.array(calendarMonth),
  /** Why it failed or was postponed. */
  says: z.string().nullable(),
  /** What that says, for whoever translates it. */
  reasons: z.object({ says: reasonView }).partial(),
});
export type RetentionRunView = z.infer<typeof retentionRunView>;

/** `GET /audit/retention` */
export const auditRetentionView = z
  .object({
    /** Whole months that the log keeps beside the current one (`AUDIT_RETENTION_MONTHS`); null: nothing ever leaves. */
    months: z.int().nullable(),
    /** Where months are archived (`AUDIT_EXPORT_BUCKET`); null when none is set, and nothing can leave. */
    bucket: z.string().nullable(),
    /** The oldest month in the log: the log reaches back to its first day. */
    oldestMonth: calendarMonth.nullable(),
    /** Months that have left. */
    archivedMonths: z.int(),
    /** The next month to leave, and what keeps it; null when nothing ever leaves. */
    next: next.nullable(),
    /** The last run that came to its end, and one that is under way. */
    last: retentionRunView.nullable(),
    current: retentionRunView.nullable(),
  })
  .meta({ id: 'AuditRetention' });
export type AuditRetentionView = z.infer<typeof auditRetentionView>;

/** A month that was archived. */
const month = z
  .object({
    id: z.uuid(),
    month: calendarMonth,
    events: z.int(),
    /** The last segment that holds an event of this month or one before. */
    lastSegment: z.int(),
    archivedAt: moment,
    /** When it left the log; null while it is still there. */
    droppedAt: moment.nullable(),
    bucket: z.string(),
    key: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    /** The event that tells of the archive. */
    eventId: z.uuid(),
    /** What is stated of it, signed by the log's key (C2SP signed-note). */
    note: z.string(),
  })
  .meta({ id: 'AuditArchivedMonth' });
export type AuditArchivedMonthView = z.infer<typeof month>;
export const auditArchivedMonthListQuery = listQuery.omit({ q: true });
export type AuditArchivedMonthListQuery = z.infer<typeof auditArchivedMonthListQuery>;
export const auditArchivedMonthPage = pageOf(month);
