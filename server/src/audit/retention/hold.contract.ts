import { z } from 'zod';
import { day, moment, reason } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';

/** What a legal hold keeps: everything about a record, a submission or a person, or everything from certain days. */
export const auditHoldKind = z.enum(['record', 'submission', 'person', 'period']);
export type AuditHoldKind = z.infer<typeof auditHoldKind>;

/**
 * A legal hold: while it stands, no month that has an event of what it names leaves the change log, nor any month
 * after that one; and a person whom it names is not erased.
 */
const hold = z
  .object({
    id: z.uuid(),
    kind: auditHoldKind,
    /** Id of the record, submission or person; null for a period. */
    targetId: z.string().nullable(),
    /** Its reference, accession or id, never what a person is called; null for a person and a period. */
    name: z.string().nullable(),
    /** First and last day of a period, in UTC; null for other kinds. */
    since: day.nullable(),
    until: day.nullable(),
    reason: z.string(),
    /** Id of the person who set it. */
    setBy: z.string(),
    setAt: moment,
    /** All three null while it stands. */
    liftedBy: z.string().nullable(),
    liftedAt: moment.nullable(),
    liftReason: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'AuditHold' });
export const auditHoldView = hold;
export type AuditHoldView = z.infer<typeof hold>;

export const auditHoldListQuery = listQuery.omit({ q: true }).extend({
  kind: listOf(auditHoldKind).optional(),
  /** `standing`: not lifted. */
  state: listOf(z.enum(['standing', 'lifted'])).optional(),
});
export type AuditHoldListQuery = z.infer<typeof auditHoldListQuery>;
export const auditHoldPage = pageOf(hold);

/** `name` for a record, a submission or a person; `since` and `until` for a period. */
export const setAuditHold = z
  .strictObject({
    kind: auditHoldKind,
    /**
     * For a submission or a record, its reference (`SUB-42`), accession or id; for a person, the id, or the whole mail
     * address or name that they have or had.
     */
    name: z.string().trim().min(1).max(254).optional(),
    since: day.optional(),
    until: day.optional(),
    reason,
  })
  .superRefine(({ kind, name, since, until }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (kind === 'period') {
      if (name !== undefined) wrong('name', 'does not go with a period');
      if (since === undefined) wrong('since', 'is needed for a period');
      if (until === undefined) wrong('until', 'is needed for a period');
      if (since !== undefined && until !== undefined && until < since) wrong('until', 'is before since');
      return;
    }
    if (name === undefined) wrong('name', `is needed for a ${kind}`);
    // The name of such a hold stays in the log for good, where no erasure reaches it.
    if (kind !== 'person' && name?.includes('@')) wrong('name', 'is a mail address: choose the kind person');
    if (name?.includes('\0')) wrong('name', 'must not contain NUL');
    if (since !== undefined) wrong('since', 'goes with a period only');
    if (until !== undefined) wrong('until', 'goes with a period only');
  })
  .meta({ id: 'SetAuditHold' });
export type SetAuditHold = z.infer<typeof setAuditHold>;
