import { z } from 'zod';
import { healthCodes } from '../audit/health-sentences.contract.ts';
import { flawReasonView, reasonView } from '../audit/runs/reason.contract.ts';
import { moment } from '../platform/http/common.contract.ts';

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** What everything else needs. */
const dependency = z.object({
  name: z.enum(['database', 'redis', 'storage']),
  ok: z.boolean(),
  ms: z.int(),
  /** Why it is not well: `policy` Redis would drop what it is told (`policy`); `no_answer` in time (`ms`); `error` (`name`). */
  reason: z.object({ code: z.enum(['policy', 'no_answer', 'error']), params }).nullable(),
  /** The same in English. */
  says: z.string().nullable(),
});

/** Something that is wrong with the change log, or weakens its proof. */
const told = z
  .object({
    /** A code of `health-sentences.contract.ts`, with its parameters. */
    code: z.enum(healthCodes),
    params,
    /** The same in English. */
    says: z.string(),
    /** Since when, as far as that is known. */
    since: moment.nullable(),
    /** What the parameter `why` says, for whoever translates it. */
    reason: z.union([reasonView, flawReasonView]).nullable(),
    /** Whose or which it is, for those who may read that. */
    about: z.object({ type: z.enum(['User', 'AuditEvent']), id: z.string() }).nullable(),
  })
  .meta({ id: 'HealthTold' });

/** How far signed heads have come at a place outside the database. */
const publication = z
  .object({
    place: z.enum(['bucket', 'webhook', 'mail']),
    /** Whether this server's variables name it. A worker with others may publish there all the same. */
    isSet: z.boolean(),
    /** Store, bucket and prefix, the webhook's host, or the mail address; null for those who may not read the log. */
    address: z.string().nullable(),
    /** The newest head there; a mail may still be on its way. */
    segment: z.int().nullable(),
    publishedAt: moment.nullable(),
    /** Whether what lies there cannot be changed; null where that cannot be known. */
    isLocked: z.boolean().nullable(),
    failingSince: moment.nullable(),
    /** What went wrong at the last try; null for those who may not read the log. */
    lastError: z.string().nullable(),
    /** The segment for which another head lies there than was signed. */
    contradictedSegment: z.int().nullable(),
    /** Seconds between two tries. */
    retrySeconds: z.number(),
    /** Until then nothing is tried: a mail goes out at most so often. */
    restsUntil: moment.nullable(),
  })
  .meta({ id: 'HealthPublication' });

const changeLog = z.object({
  ms: z.int(),
  /** Why it could not be asked, which leaves the rest empty; null when it could. */
  failure: dependency.shape.reason,
  troubles: z.array(told),
  notes: z.array(told),
  /** The newest head that was sealed; null while there is none. */
  newest: z.object({ segment: z.int(), closedAt: moment }).nullable(),
  publications: z.array(publication),
});

/** `GET /health/report` */
export const healthReport = z
  .object({
    /** As `/health/ready` has it. */
    status: z.enum(['ready', 'degraded', 'not ready']),
    version: z.string(),
    askedAt: moment,
    dependencies: z.array(dependency),
    /** Null when it was not asked, for something that it needs does not answer. */
    changeLog: changeLog.nullable(),
  })
  .meta({ id: 'HealthReport' });
export type HealthReport = z.infer<typeof healthReport>;
export type HealthDependency = HealthReport['dependencies'][number];
export type HealthPublication = z.infer<typeof publication>;
export type HealthTold = z.infer<typeof told>;
