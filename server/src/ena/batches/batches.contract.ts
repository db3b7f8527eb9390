import { z } from 'zod';
import { externalIdentifier } from '../../accessions/accession.contract.ts';
import { day, moment, personRef, reason } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { atEna, enaProgress } from '../processing/progress.contract.ts';

export const enaEnvironment = z.enum(['sandbox', 'test', 'production']);

/** What each state means, and where it leads: `batch.state.ts`. */
export const batchStatus = z.enum([
  'assembling',
  'checking',
  'checked',
  'approved',
  'sending',
  'accepted',
  'partial',
  'refused',
  'attention',
  'cancelled',
]);
export type BatchStatus = z.infer<typeof batchStatus>;

/** What can be done with a batch; `edit` is taking a submission out, `remove` taking the whole apart. */
export type BatchCommand =
  'edit' | 'validate' | 'approve' | 'send' | 'retry' | 'cancel' | 'remove' | 'pause' | 'resume';

/** `unchecked`: no check since the last change. `failed`: ENA would refuse it, as far as can be told. */
export const checkStatus = z.enum(['unchecked', 'passed', 'failed']);
export type CheckStatus = z.infer<typeof checkStatus>;

/** `waiting`: not sent. `sent`: in a request whose answer is not known. */
export const itemStatus = z.enum(['waiting', 'sent', 'accepted', 'failed', 'attention']);
export type ItemStatus = z.infer<typeof itemStatus>;

/** Who made it: a curator, or the schedule. */
export const batchOrigin = z.enum(['curator', 'schedule']);
export type BatchOrigin = z.infer<typeof batchOrigin>;

export const batchView = z
  .object({
    id: z.uuid(),
    /** e.g. `ENA-000007`. */
    reference: z.string(),
    environment: enaEnvironment,
    status: batchStatus,
    submissionCount: z.int(),
    itemCount: z.int(),
    counts: z.object({
      waiting: z.int(),
      sent: z.int(),
      accepted: z.int(),
      failed: z.int(),
      attention: z.int(),
    }),
    progress: enaProgress,
    /** Submissions by the outcome of the last check. */
    checks: z.object({ unchecked: z.int(), passed: z.int(), failed: z.int() }),
    origin: batchOrigin,
    /** Null for a batch of the schedule. */
    createdBy: personRef.nullable(),
    createdAt: moment,
    checkedAt: moment.nullable(),
    approvedBy: personRef.nullable(),
    approvedAt: moment.nullable(),
    sentAt: moment.nullable(),
    /** No new request is begun; one under way is finished. */
    pausedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    /** A worker has something of it to do: a check, or a request. */
    isUnderWay: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'EnaBatch' });
export type BatchView = z.infer<typeof batchView>;

export const batchListQuery = listQuery.extend({
  status: listOf(batchStatus).optional(),
  submissionId: z.uuid().optional(),
});
export const batchPage = pageOf(batchView);

/** More would be a batch that nobody looks through. */
export const mostSubmissions = 500;

/**
 * A batch of approved submissions that are not in one yet: these, or the first ones that the list of eligible ones has
 * under the filter.
 */
export const createBatch = z
  .strictObject({
    submissionIds: z.array(z.uuid()).min(1).max(mostSubmissions).optional(),
    filter: z
      .strictObject({
        q: z.string().trim().max(200).optional(),
        limit: z.int().min(1).max(mostSubmissions).optional(),
      })
      .optional(),
  })
  .refine(({ submissionIds, filter }) => (submissionIds === undefined) !== (filter === undefined), {
    error: 'give either the submissions or a filter',
    path: ['submissionIds'],
  })
  .meta({ id: 'CreateEnaBatch' });
/** One of the two. */
export type CreateBatch = z.infer<typeof createBatch>;

/** Body of `send` and `approve`: what failed its check stops them, unless the batch is to go on without. */
export const proceedBody = z
  .strictObject({ reason: reason.optional(), withoutFailed: z.boolean().optional() })
  .meta({ id: 'ProceedWithEnaBatch' });
export type Proceed = z.infer<typeof proceedBody>;

/** An approved submission that no open or successful batch holds. */
export const eligibleSubmission = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    title: z.string(),
    owner: personRef,
    sampleCount: z.int(),
    holdDate: day.nullable(),
    approvedAt: moment,
  })
  .meta({ id: 'EligibleSubmission' });
export const eligiblePage = pageOf(eligibleSubmission);

export const batchItemView = z
  .object({
    id: z.uuid(),
    submissionId: z.uuid(),
    submissionReference: z.string(),
    type: z.enum(['project', 'sample', 'experiment', 'run', 'analysis']),
    alias: z.string(),
    /** The alias under which ENA knows it: unique per Webin account for ever. */
    enaAlias: z.string(),
    title: z.string(),
    accession: z.string(),
    status: itemStatus,
    external: z.array(externalIdentifier),
    /** Null before ENA has accepted it. */
    ena: atEna.nullable(),
    message: z.string().nullable(),
    checkStatus,
    checkMessage: z.string().nullable(),
  })
  .meta({ id: 'EnaBatchItem' });
export type BatchItemView = z.infer<typeof batchItemView>;
export const batchItemListQuery = listQuery.extend({
  status: listOf(itemStatus).optional(),
  type: listOf(z.enum(['project', 'sample', 'experiment', 'run', 'analysis'])).optional(),
  checkStatus: listOf(checkStatus).optional(),
  submissionId: z.uuid().optional(),
});
export const batchItemPage = pageOf(batchItemView);

const itemCounts = z.object({
  waiting: z.int(),
  sent: z.int(),
  accepted: z.int(),
  failed: z.int(),
  attention: z.int(),
});

/** A submission of a batch, with its records by state. */
export const batchSubmissionView = z
  .object({
    /** Of the submission. */
    id: z.uuid(),
    reference: z.string(),
    title: z.string(),
    owner: personRef,
    /** The revision that is sent; `isReopened` when it is not the approved one any more. */
    revision: z.int(),
    isReopened: z.boolean(),
    itemCount: z.int(),
    counts: itemCounts,
    progress: enaProgress,
    checkStatus,
    checkMessage: z.string().nullable(),
  })
  .meta({ id: 'EnaBatchSubmission' });
export type BatchSubmissionView = z.infer<typeof batchSubmissionView>;
export const batchSubmissionListQuery = listQuery.extend({ checkStatus: listOf(checkStatus).optional() });
export const batchSubmissionPage = pageOf(batchSubmissionView);

/** What went wrong in a batch, alike messages together. */
export const batchErrors = z
  .object({
    items: z.array(
      z.object({
        /** The message with what differs from record to record as `…`. */
        pattern: z.string(),
        /** Of the dry run, or of the sending. */
        from: z.enum(['check', 'sending']),
        count: z.int(),
        submissionCount: z.int(),
        /** A few of the records, to go to. */
        examples: z.array(
          z.object({
            itemId: z.uuid(),
            type: z.string(),
            alias: z.string(),
            accession: z.string(),
            submissionId: z.uuid(),
            submissionReference: z.string(),
            /** Where it is mended: the record as the submission has it now, and the field that the message names. */
            recordId: z.uuid().nullable(),
            field: z.string().nullable(),
            message: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'EnaBatchErrors' });

/** Approved submissions that a new batch could take, and why it could not take the others. */
export const eligibleReasons = z
  .object({
    eligible: z.int(),
    others: z.array(
      z.object({
        reason: z.enum(['in_batch', 'unclear', 'sent', 'nothing_to_send']),
        count: z.int(),
        examples: z.array(z.object({ id: z.uuid(), reference: z.string(), batchId: z.uuid().nullable() })),
      }),
    ),
    /** Approved before and opened again by their depositor. */
    reopened: z.int(),
  })
  .meta({ id: 'EnaEligibleReasons' });

/**
 * One request to ENA. `intended`: written down, perhaps not sent. `queued`: ENA has it and named an id. `accepted`,
 * `refused`: ENA's answer. `attention`: the answer is missing, unreadable or contradicts itself.
 */
export const attemptStatus = z.enum(['intended', 'queued', 'accepted', 'refused', 'attention']);
export const attemptView = z
  .object({
    id: z.uuid(),
    submissionId: z.uuid(),
    submissionReference: z.string(),
    number: z.int(),
    status: attemptStatus,
    /** By HTTP, or with ENA's program Webin-CLI. */
    via: z.enum(['rest', 'webin_cli']),
    submissionAlias: z.string(),
    payloadSha256: z.string(),
    payloadBytes: z.int(),
    receiptSha256: z.string().nullable(),
    receiptBytes: z.int().nullable(),
    httpStatus: z.int().nullable(),
    /** ENA's id of the submission (ERA…), once known. */
    enaSubmissionId: z.string().nullable(),
    messages: z.array(z.string()),
    /** How often the bytes were sent, the last time when, and what ENA said to it so far. */
    sentCount: z.int(),
    sentAt: moment.nullable(),
    answerCount: z.int(),
    /** Who settled it by hand, after nothing else could. */
    resolvedBy: personRef.nullable(),
    createdAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'EnaAttempt' });
export type AttemptView = z.infer<typeof attemptView>;
export const attemptList = z.object({ items: z.array(attemptView) }).meta({ id: 'EnaAttempts' });

/** The documents a batch would send, one a submission: `GET /ena/batches/:id/preview?submissionId=`. */
export const batchPreview = z
  .object({
    submissionId: z.uuid(),
    xml: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    /** Records in this document, and in the batch for this submission: of a large one only the beginning is shown. */
    records: z.int(),
    recordsInAll: z.int(),
    schemaProblems: z.array(z.object({ line: z.int(), message: z.string() })).nullable(),
  })
  .meta({ id: 'EnaBatchPreview' });
