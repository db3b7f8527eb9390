import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { flawReasonView, reasonView } from '../runs/reason.contract.ts';
import { namedPlace } from './bad-place.contract.ts';

/** A place where the log is not as it was sealed. */
const badPlace = namedPlace
  .extend({
    /** An event that is there to be looked at. */
    isThere: z.boolean(),
    /** What is wrong there, in English, and for whoever translates it. */
    says: z.string(),
    reason: flawReasonView,
  })
  .meta({ id: 'AuditBadPlace' });
export type BadPlace = z.infer<typeof badPlace>;

/** Where a verification found the log bad. */
const damage = z.object({
  /** The first comes first; most are counted only. */
  places: z.array(badPlace),
  /** How many more there are. */
  unnamed: z.int(),
});
export type Damage = z.infer<typeof damage>;

/** A run of the verification of the whole log. */
const verification = z
  .object({
    id: z.uuid(),
    /** `failed`: could not be run to its end, which says nothing about the log. */
    state: z.enum(['waiting', 'running', 'passed', 'damaged', 'failed']),
    /** A user's id, or `audit` for the nightly run. */
    requestedBy: z.string(),
    requestedAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    /** What it covered, or has covered so far. */
    segments: z.int(),
    events: z.int(),
    /** How many events there are; null before it has begun. */
    allEvents: z.int().nullable(),
    /** Share of the events that it has covered, 0 to 1; null before it has begun. */
    progress: z.number().nullable(),
    /** The first bad row, segment or head, and what is wrong with it. */
    place: z.string().nullable(),
    says: z.string().nullable(),
    /** Heads outside the database that the log was compared with; null where there is no bucket, and before the end. */
    comparedHeads: z.int().nullable(),
    /** Why it was compared with none, which a run that passed does not hide. */
    doubt: z.string().nullable(),
    /** Archived months that it found where they were put; null before the end, and when it could not look. */
    archives: z.int().nullable(),
    /** Why it could not look for them. */
    archivesDoubt: z.string().nullable(),
    /** What these sentences say, for whoever translates them. */
    reasons: z
      .object({ says: z.union([reasonView, flawReasonView]), doubt: reasonView, archivesDoubt: reasonView })
      .partial(),
    /** All bad places; null where none was found, and for runs of releases that told of them in `says` alone. */
    damage: damage.nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type VerificationView = z.infer<typeof verification>;

export const verificationView = verification;
/** `GET /audit/verification` */
export const verificationStateView = z
  .object({
    /** The last that came to its end. */
    last: verification.nullable(),
    /** One that waits or runs. */
    current: verification.nullable(),
  })
  .meta({ id: 'AuditVerificationState' });
