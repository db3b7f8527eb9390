import { z } from 'zod';
import { externalIdentifier } from '../../accessions/accession.contract.ts';
import { day, moment, personRef } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';

export const enaEnvironment = z.enum(['sandbox', 'test', 'production']);

/**
 * `assembling`: open for change. `sending`: requests are under way. `accepted`: ENA took everything. `partial`: some.
 * `refused`: nothing. `attention`: an answer is unclear and a person has to look.
 */
export const batchStatus = z.enum(['assembling', 'sending', 'accepted', 'partial', 'refused', 'attention']);
export type BatchStatus = z.infer<typeof batchStatus>;

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
    origin: batchOrigin,
    /** Null for a batch of the schedule. */
    createdBy: personRef.nullable(),
    createdAt: moment,
    sentAt: moment.nullable(),
    finishedAt: moment.nullable(),
    version: z.int(),
  })
  .meta({ id: 'EnaBatch' });
export type BatchView = z.infer<typeof batchView>;

export const batchListQuery = listQuery.extend({
  status: listOf(batchStatus).optional(),
  submissionId: z.uuid().optional(),
});
export const batchPage = pageOf(batchView);

/** A batch of approved submissions that are not in one yet. */
export const createBatch = z
  .strictObject({ submissionIds: z.array(z.uuid()).min(1).max(500) })
  .meta({ id: 'CreateEnaBatch' });

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
    message: z.string().nullable(),
  })
  .meta({ id: 'EnaBatchItem' });
export type BatchItemView = z.infer<typeof batchItemView>;
export const batchItemListQuery = listQuery.extend({
  status: listOf(itemStatus).optional(),
  type: listOf(z.enum(['project', 'sample'])).optional(),
});
export const batchItemPage = pageOf(batchItemView);

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
