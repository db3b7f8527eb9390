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
    /**
     * The text of the event is none that SeqDB writes: somebody with power over the tables put it there. All that is told
     * is what stands beside it, with ids in place of names; the text as it lies is the `body` of its proof.
     */
    isUnreadable: z.literal(true).optional(),
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

const day = z.union([z.iso.date(), moment], {
  error: 'must be a day that there is, as 2026-10-01, or a moment, as 2026-10-01T08:00:00Z',
});

/** Who or what acted: a person, a program with a key, or SeqDB by itself. */
export const auditSource = z.enum(['user', 'service', 'system']);

/**
 * What narrows the change log down; all that is given must hold. Lists take several values, any of which may hold,
 * separated by commas. A name that begins with `not` leaves events out.
 */
export const auditFilter = z.strictObject({
  /** A user's id, a part of the system (`ena`), or some of a name or mail address that the log knows. */
  actor: term(254).optional(),
  notActor: term(254).optional(),
  /** Whom it was done for by somebody else; found as `actor` is. */
  onBehalfOf: term(254).optional(),
  /** `submission.approve`; `submission.*`; `approve` or `submission`, a verb or a module alone. */
  action: listOf(term(80)).optional(),
  notAction: listOf(term(80)).optional(),
  /** What something is called (`SUB-42`, an accession, `ENA-7`, a person's mail address) or its id: what is about it, or belongs to it. */
  record: listOf(term(254)).optional(),
  notRecord: listOf(term(254)).optional(),
  /** Type of what an event is about: `Submission`, `Record`, `User` … */
  type: listOf(term(40)).optional(),
  notType: listOf(term(40)).optional(),
  source: listOf(auditSource).optional(),
  notSource: listOf(auditSource).optional(),
  /** Only together with `rootId`. */
  rootType: term(40).optional(),
  rootId: term(80).optional(),
  targetId: term(80).optional(),
  /** A date means the whole day in UTC, a moment includes itself. */
  since: day.optional(),
  until: day.optional(),
  /** Words, and phrases in quotation marks, each of which the reason contains, in letters large or small. */
  reason: term(300).optional(),
  requestId: term(200).optional(),
  address: term(100).optional(),
});
export const auditListQuery = listQuery
  .omit({ q: true })
  // The search line; what it says is added to the filters beside it.
  .extend({ q: z.string().max(2000).optional(), ...auditFilter.shape });

/** Everybody whom a name in a filter takes, since some of a name may be many people's. */
const takenName = z.object({
  /** As it stands in `actor`, `notActor`, `onBehalfOf`, `record` or `notRecord`. */
  text: z.string(),
  people: z.array(
    z.object({
      id: z.string(),
      /** A name the log has of them; null once their erasure was asked for. */
      name: z.string().nullable(),
      /** The name or address that fits, where that is another. */
      knownAs: z.string().nullable(),
    }),
  ),
});
export type TakenName = z.infer<typeof takenName>;

/** An event that was asked for by its id, and whose month has left the log: where it lies now, if it ever was. */
const departedEvent = z
  .object({ id: z.uuid(), month: z.string(), bucket: z.string(), key: z.string() })
  .meta({ id: 'DepartedEvent' });

/** Names that fit nobody, and ids, are not among `taken`; ids that no month has which left are not among `departed`. */
export const auditPage = pageOf(auditEventView).extend({
  taken: z.array(takenName),
  departed: z.array(departedEvent),
});
export type AuditPage = z.infer<typeof auditPage>;
