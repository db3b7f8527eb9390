import { z } from 'zod';
import { accessionKind, accessionStatus, reasonCategory } from '../../accessions/accession.contract.ts';
import { day, moment, personRef, reason } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { answerTo } from '../sending/answers.contract.ts';

/** `cancel` is ENA's word for taking back what was never public; here the record is then withdrawn. */
export const requestKind = z.enum(['hold', 'release', 'cancel', 'suppress', 'modify']);
export type RequestKind = z.infer<typeof requestKind>;
/** What a curator asks for by a record's accession. */
export type AccessionRequestKind = Exclude<RequestKind, 'modify'>;

/** What each state means, and where it leads: `request.state.ts`. */
export const requestStatus = z.enum([
  'requested',
  'sending',
  'asked',
  'done',
  'refused',
  'declined',
  'attention',
]);
export type RequestStatus = z.infer<typeof requestStatus>;

/** What a curator can do with a request; see `request.state.ts`. */
export const requestCommand = z.enum(['asked', 'confirm', 'decline', 'retry']);
export type RequestCommand = z.infer<typeof requestCommand>;

const environment = z.enum(['sandbox', 'test', 'production']);

const requestPart = z.object({ id: z.uuid(), reference: z.string(), status: requestStatus });

export const requestView = z
  .object({
    id: z.uuid(),
    /** e.g. `REQ-000007`. */
    reference: z.string(),
    kind: requestKind,
    status: requestStatus,
    environment,
    /** The Webin account it goes through; null when ENA has nothing of what it is about. */
    account: z.string().nullable(),
    /** The record it is about; null for `modify`, which is about a submission. */
    accession: z.string().nullable(),
    submissionId: z.uuid(),
    submissionReference: z.string(),
    /** The approved revision that ENA is to have. */
    revision: z.int().nullable(),
    holdDate: day.nullable(),
    category: reasonCategory.nullable(),
    supersededBy: z.string().nullable(),
    reason: z.string(),
    /** Records that it covers, with those that follow. */
    recordCount: z.int(),
    /** How many of them ENA has. */
    enaCount: z.int(),
    /** To be sent to ENA's helpdesk by a person. */
    helpdeskText: z.string().nullable(),
    payloadSha256: z.string().nullable(),
    payloadBytes: z.int().nullable(),
    /** The id under which ENA's queue has it. */
    enaSubmissionId: z.string().nullable(),
    /** What ENA said, or why a person has to look. */
    messages: z.array(z.string()),
    answerCount: z.int(),
    createdBy: personRef,
    createdAt: moment,
    sentAt: moment.nullable(),
    settledBy: personRef.nullable(),
    finishedAt: moment.nullable(),
    isUnderWay: z.boolean(),
    /** It was more than ENA takes in one document: the request that this one is a part of. */
    partOf: requestPart.nullable(),
    /** The requests that carry what did not fit into this one, in their order. */
    parts: z.array(requestPart),
    version: z.int(),
  })
  .meta({ id: 'EnaRequest' });
export type RequestView = z.infer<typeof requestView>;

export const requestListQuery = listQuery.extend({
  kind: listOf(requestKind).optional(),
  status: listOf(requestStatus).optional(),
  submissionId: z.uuid().optional(),
  /** Requests that cover this record. */
  accession: z.string().max(40).optional(),
});
export const requestPage = pageOf(requestView);

export const requestObjectView = z
  .object({
    id: z.uuid(),
    accession: z.string(),
    kind: accessionKind,
    alias: z.string(),
    title: z.string(),
    status: accessionStatus,
    /** `target`: named in what is sent. `follower`: goes with one of them by ENA's rules. */
    role: z.enum(['target', 'follower']),
    enaAccession: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'EnaRequestObject' });
export const requestObjectPage = pageOf(requestObjectView);

const because = { reason, supersededBy: z.string().trim().toUpperCase().max(40).optional() };

export const holdBody = z.strictObject({ reason, holdDate: day }).meta({ id: 'HoldAccession' });
export const releaseBody = z.strictObject({ reason }).meta({ id: 'ReleaseAccession' });
/** `supersededBy` links the record to the one that takes its place. */
export const withdrawBody = z
  .strictObject({ ...because, category: reasonCategory.default('other') })
  .meta({ id: 'WithdrawOrSuppressAccession' });

/** What a request is made of, whichever route it came by. */
export type RequestGiven = {
  reason: string;
  holdDate?: string | undefined;
  category?: z.infer<typeof reasonCategory> | undefined;
  supersededBy?: string | undefined;
};

/** `for`: what is to be done with the record; what goes with it differs. */
export const descendantsQuery = z.strictObject({
  for: z.enum(['hold', 'release', 'withdraw', 'suppress']).default('withdraw'),
});

export const descendantsView = z
  .object({
    /** The record itself first; cut off after 1,000. */
    items: z.array(
      z.object({
        accession: z.string(),
        kind: accessionKind,
        alias: z.string(),
        title: z.string(),
        status: accessionStatus,
        submissionId: z.uuid(),
        role: z.enum(['target', 'follower']),
        enaAccession: z.string().nullable(),
      }),
    ),
    total: z.int(),
    /** Why it cannot be done; null when nothing stands against it. */
    objection: z.string().nullable(),
  })
  .meta({ id: 'AccessionDescendants' });

export const createModify = z
  .strictObject({ kind: z.literal('modify'), submissionId: z.uuid(), reason })
  .meta({ id: 'CreateEnaRequest' });
export type CreateModify = z.infer<typeof createModify>;

/** Of a report the rows are kept as they were read. */
export const requestAnswerView = answerTo(z.enum(['submit', 'poll', 'receipt', 'report'])).meta({
  id: 'EnaRequestAnswer',
});
export const requestAnswerPage = pageOf(requestAnswerView);
