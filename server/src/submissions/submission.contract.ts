import { z } from 'zod';
import { day, moment, personRef } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

export const submissionStatus = z.enum([
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
]);
export type SubmissionStatus = z.infer<typeof submissionStatus>;

/** Commands on a submission; each is `POST /submissions/:id/<command in kebab-case>`. */
export const submissionCommand = z.enum([
  'submit',
  'claim',
  'request-changes',
  'approve',
  'reject',
  'withdraw',
  'revise',
]);
export type SubmissionCommand = z.infer<typeof submissionCommand>;

/** What this reader may do now, and why not where they may not: the console shows both. */
export const commandState = z.object({
  command: submissionCommand,
  allowed: z.boolean(),
  because: z.string().nullable(),
});

const checklistId = z.string().regex(/^ERC\d{6}$/, 'must look like ERC000011');

export const submissionSummary = z
  .object({
    id: z.uuid(),
    /** Human reference, e.g. `SUB-000042`: what is read out on the phone. */
    reference: z.string(),
    title: z.string(),
    status: submissionStatus,
    owner: personRef,
    curator: personRef.nullable(),
    checklist: z.string().nullable(),
    holdDate: day.nullable(),
    sampleCount: z.int(),
    /** How many records of each type; `sample` is the same as `sampleCount`. */
    recordCounts: z.object({ sample: z.int(), experiment: z.int(), run: z.int(), analysis: z.int() }),
    errorCount: z.int(),
    warningCount: z.int(),
    infoCount: z.int(),
    /** Number of the latest submitted revision; 0 before the first submit. */
    revision: z.int(),
    submittedAt: moment.nullable(),
    createdAt: moment,
    updatedAt: moment,
    version: z.int(),
  })
  .meta({ id: 'SubmissionSummary' });
export type SubmissionSummary = z.infer<typeof submissionSummary>;

export const submissionView = submissionSummary
  .extend({
    description: z.string(),
    alias: z.string(),
    checklistVersion: z.string().nullable(),
    decision: z.object({ reason: z.string(), by: personRef, at: moment }).nullable(),
    /** The project's accession, once approved. */
    accession: z.string().nullable(),
    /** How many of its records, as last submitted, ENA has; null before it is approved. What was taken back here is none of them. */
    atEna: z.enum(['none', 'some', 'all']).nullable(),
    sheet: z
      .object({
        name: z.string(),
        sha256: z.string(),
        bytes: z.int(),
        encoding: z.string(),
        rows: z.int(),
        columns: z.array(z.object({ letter: z.string(), header: z.string(), unit: z.string().nullable() })),
        uploadedAt: moment,
      })
      .nullable(),
    /** The tables that its experiments, runs and analyses came from; null while it has none. */
    reads: z
      .array(
        z.object({
          kind: z.enum(['reads', 'experiments', 'runs', 'analyses']),
          name: z.string(),
          sheet: z.string().nullable(),
          sha256: z.string(),
          bytes: z.int(),
          encoding: z.string(),
          rows: z.int(),
          columns: z.array(z.object({ letter: z.string(), header: z.string() })),
          uploadedAt: moment,
        }),
      )
      .nullable(),
    commands: z.array(commandState),
  })
  .meta({ id: 'Submission' });
export type SubmissionView = z.infer<typeof submissionView>;

/** Which of the uploaded tables is meant; left out: that of the samples. */
export const sheetQuery = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256: 64 of 0-9a-f')
    .optional(),
});

export const submissionListQuery = listQuery.extend({
  status: listOf(submissionStatus).optional(),
  /** `me` for the reader's own, else a user's id. */
  owner: z.union([z.literal('me'), z.uuid()]).optional(),
  curator: z.union([z.literal('me'), z.literal('none'), z.uuid()]).optional(),
  checklist: listOf(checklistId).optional(),
  findings: z.enum(['errors', 'warnings', 'none']).optional(),
});
export const submissionPage = pageOf(submissionSummary);
/** Counts by status for the tabs, under the same filters without `status`. */
export const submissionCountsQuery = submissionListQuery.omit({
  status: true,
  sort: true,
  limit: true,
  after: true,
  before: true,
  ids: true,
});

export const createSubmission = z
  .strictObject({
    title: z.string().trim().min(1).max(1000),
    description: z.string().trim().max(10_000).default(''),
    checklist: checklistId.default('ERC000011'),
    holdDate: day.nullable().default(null),
  })
  .meta({ id: 'CreateSubmission' });
export type CreateSubmission = z.infer<typeof createSubmission>;

export const changeSubmission = z
  .strictObject({
    title: z.string().trim().min(1).max(1000).optional(),
    description: z.string().trim().max(10_000).optional(),
    checklist: checklistId.optional(),
    holdDate: day.nullable().optional(),
  })
  .meta({ id: 'ChangeSubmission' });
export type ChangeSubmission = z.infer<typeof changeSubmission>;

export const revisionView = z
  .object({
    number: z.int(),
    title: z.string(),
    recordCount: z.int(),
    contentSha256: z.string(),
    submittedBy: personRef,
    submittedAt: moment,
  })
  .meta({ id: 'Revision' });

export const revisionList = z.object({ items: z.array(revisionView) }).meta({ id: 'Revisions' });

/** One step in the life of a submission, newest first; taken from the change log. */
export const timelineEntry = z.object({
  id: z.string(),
  at: moment,
  action: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  summary: z.record(z.string(), z.unknown()),
  /** As of an event of the change log: SeqDB did not write its text, and nothing but the action, the moment and ids is told. */
  isUnreadable: z.literal(true).optional(),
});
export const timelineView = z.object({ items: z.array(timelineEntry) }).meta({ id: 'Timeline' });
