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
