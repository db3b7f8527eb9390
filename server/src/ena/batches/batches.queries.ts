import type { z } from 'zod';
import { externalOf } from '../../accessions/accessions.queries.ts';
import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import type { batchItemListQuery, batchListQuery, batchSubmissionListQuery } from './batches.contract.ts';

export type BatchListQuery = z.infer<typeof batchListQuery>;
export type BatchSubmissionListQuery = z.infer<typeof batchSubmissionListQuery>;
export type BatchItemListQuery = z.infer<typeof batchItemListQuery>;

export const batchReference = (number: string) => `'ENA-' || lpad(${number}::text, 6, '0')`;
export const submissionReference = `'SUB-' || lpad(s.number::text, 6, '0')`;

const checkCount = (status: string) => `coalesce(count(*) FILTER (WHERE bs.check_status = '${status}'), 0)`;
const itemCount = (status: string) => `coalesce(count(*) FILTER (WHERE i.status = '${status}'), 0)`;

/** How far ENA is with what it accepted; `condition` is over `o`. */
const followed = (condition: string) => `
    CROSS JOIN LATERAL (SELECT json_build_object('accepted', count(*), 'processed', count(o.processed_at),
        'public', count(*) FILTER (WHERE o.status = 'PUBLIC'), 'failed', count(o.failed_at), 'expired', count(o.expired_at)) AS progress
      FROM ena_objects o WHERE ${condition}) followed`;

/** What ENA's reports say of an item, `o`. */
const atEna = `CASE WHEN o.id IS NOT NULL THEN json_build_object('status', o.status, 'processStatus', o.process_status,
  'processError', o.process_error, 'acceptedAt', o.accepted_at, 'processedAt', o.processed_at, 'publicAt', o.public_at,
  'failedAt', o.failed_at, 'lastSeenAt', o.last_seen_at, 'expiresAt', o.expires_at,
  'isExpired', coalesce(o.expires_at <= now(), false)) END`;

export const batchList: ListDefinition<BatchListQuery> = {
  subject: 'EnaBatch',
  from: 'ena_batches b',
  decorate: `LEFT JOIN users u ON u.id = b.created_by LEFT JOIN users v ON v.id = b.approved_by
    CROSS JOIN LATERAL (SELECT count(*) AS submissions, json_build_object('unchecked', ${checkCount('unchecked')},
        'passed', ${checkCount('passed')}, 'failed', ${checkCount('failed')}) AS checks
      FROM ena_batch_submissions bs WHERE bs.batch_id = b.id) held
    CROSS JOIN LATERAL (SELECT count(*) AS items, json_build_object(
        'waiting', ${itemCount('waiting')}, 'sent', ${itemCount('sent')}, 'accepted', ${itemCount('accepted')},
        'failed', ${itemCount('failed')}, 'attention', ${itemCount('attention')}) AS counts
      FROM ena_batch_items i WHERE i.batch_id = b.id) counted
    ${followed('o.batch_id = b.id')}`,
  id: { sql: 'b.id', type: 'uuid' },
  columns: {
    id: 'b.id',
    reference: batchReference('b.number'),
    environment: 'b.environment',
    status: 'b.status',
    submissionCount: 'held.submissions',
    itemCount: 'counted.items',
    counts: 'counted.counts',
    progress: 'followed.progress',
    checks: 'held.checks',
    origin: 'b.origin',
    createdBy: `CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END`,
    createdAt: 'b.created_at',
    checkedAt: 'b.checked_at',
    approvedBy: `CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'name', v.name) END`,
    approvedAt: 'b.approved_at',
    sentAt: 'b.sent_at',
    pausedAt: 'b.paused_at',
    finishedAt: 'b.finished_at',
    isUnderWay: `(b.status IN ('checking', 'sending') AND EXISTS (SELECT 1 FROM tasks t
      WHERE t.name IN ('ena.send', 'ena.check') AND t.payload ->> 'batchId' = b.id::text AND t.state IN ('ready', 'running')))`,
    version: 'b.version',
  },
  access: {},
  sorts: { createdAt: { sql: 'b.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
  search: (text, p) => `${batchReference('b.number')} ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.status && `b.status = ANY(${p.add(query.status)})`,
    query.submissionId &&
      `EXISTS (SELECT 1 FROM ena_batch_submissions bs WHERE bs.batch_id = b.id AND bs.submission_id = ${p.add(query.submissionId)})`,
  ],
};

export const batchItemList: ListDefinition<BatchItemListQuery> = {
  subject: null,
  from: 'ena_batch_items i',
  decorate: 'JOIN submissions s ON s.id = i.submission_id LEFT JOIN ena_objects o ON o.item_id = i.id',
  id: { sql: 'i.id', type: 'uuid' },
  columns: {
    id: 'i.id',
    submissionId: 'i.submission_id',
    submissionReference,
    type: 'i.type',
    alias: 'i.alias',
    enaAlias: 'i.ena_alias',
    title: 'i.title',
    accession: 'i.accession',
    status: 'i.status',
    external: externalOf('i.accession'),
    ena: atEna,
    message: 'i.message',
    checkStatus: 'i.check_status',
    checkMessage: 'i.check_message',
  },
  access: {},
  sorts: { position: { sql: 'i.position', type: 'int' } },
  defaultSort: 'position',
  search: (text, p) => `(i.alias || ' ' || i.title || ' ' || i.accession) ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.status && `i.status = ANY(${p.add(query.status)})`,
    query.type && `i.type = ANY(${p.add(query.type)})`,
    query.checkStatus && `i.check_status = ANY(${p.add(query.checkStatus)})`,
    query.submissionId && `i.submission_id = ${p.add(query.submissionId)}`,
  ],
};

/** The submissions of a batch. */
export const batchSubmissionList: ListDefinition<BatchSubmissionListQuery> = {
  subject: null,
  from: 'ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id',
  decorate: `JOIN users o ON o.id = s.owner_id
    CROSS JOIN LATERAL (SELECT count(*) AS items, json_build_object(
        'waiting', ${itemCount('waiting')}, 'sent', ${itemCount('sent')}, 'accepted', ${itemCount('accepted')},
        'failed', ${itemCount('failed')}, 'attention', ${itemCount('attention')}) AS counts
      FROM ena_batch_items i WHERE i.batch_id = bs.batch_id AND i.submission_id = bs.submission_id) counted
    ${followed('o.batch_id = bs.batch_id AND o.submission_id = bs.submission_id')}`,
  id: { sql: 'bs.submission_id', type: 'uuid' },
  columns: {
    id: 'bs.submission_id',
    reference: submissionReference,
    title: 's.title',
    owner: `json_build_object('id', o.id, 'name', o.name)`,
    revision: 'bs.revision',
    isReopened: `(s.status <> 'approved' OR s.revision <> bs.revision)`,
    itemCount: 'counted.items',
    counts: 'counted.counts',
    progress: 'followed.progress',
    checkStatus: 'bs.check_status',
    checkMessage: 'bs.check_message',
  },
  access: {},
  sorts: { position: { sql: 'bs.position', type: 'int' } },
  defaultSort: 'position',
  search: (text, p) =>
    `(s.title ILIKE ${p.add(containing(text))} OR ${submissionReference} ILIKE ${p.add(containing(text))})`,
  filters: (query, p) => [query.checkStatus && `bs.check_status = ANY(${p.add(query.checkStatus)})`],
};

/**
 * Accessions `a` that are not at ENA in this environment and in no batch that may bring them there: what a new batch
 * would take. What the test service has forgotten may be sent there anew. `environment` is a placeholder.
 */
export const unsent = (environment: string) => `a.status IN ('private', 'public')
  AND NOT EXISTS (SELECT 1 FROM external_identifiers x WHERE x.accession = a.accession AND x.authority = 'ENA' AND x.environment = ${environment}
    AND (x.expires_at IS NULL OR x.expires_at > now()))
  AND NOT EXISTS (SELECT 1 FROM ena_batch_items i WHERE i.accession = a.accession AND i.environment = ${environment} AND i.status <> 'failed'
    AND i.expired_at IS NULL)`;

/** Joins a submission's `s` records `r`, as last submitted, to their accessions `a`. */
export const inRevision =
  'r.submission_id = s.id AND r.revision = s.revision AND r.type = a.kind AND r.alias = a.alias';

/** Approved submissions with something to send. */
export const eligibleList = (environment: string): ListDefinition<ListQuery> => ({
  subject: null,
  from: 'submissions s',
  decorate: 'JOIN users o ON o.id = s.owner_id',
  id: { sql: 's.id', type: 'uuid' },
  columns: {
    id: 's.id',
    reference: submissionReference,
    title: 's.title',
    owner: `json_build_object('id', o.id, 'name', o.name)`,
    sampleCount: 's.sample_count',
    holdDate: 's.hold_date',
    approvedAt: `s.decision ->> 'at'`,
  },
  access: {},
  sorts: { updatedAt: { sql: 's.updated_at', type: 'timestamptz' } },
  defaultSort: 'updatedAt',
  search: (text, p) =>
    `(s.title ILIKE ${p.add(containing(text))} OR ${submissionReference} ILIKE ${p.add(containing(text))})`,
  filters: (_query, p) => {
    return isEligible(p.add(environment));
  },
});

/** What makes a submission `s` one that a new batch could take. `environment` is a placeholder. */
export function isEligible(environment: string): string[] {
  return [`s.status = 'approved'`, mayHaveUnsent(environment), hasUnsent(environment)];
}

/**
 * A batch takes all that is unsent of a revision, so a submission that was in one has nothing left, unless a record
 * failed or was forgotten by the test service. Says so for nearly every submission without a look at its records.
 */
const mayHaveUnsent = (environment: string) => `(
  NOT EXISTS (SELECT 1 FROM ena_batch_submissions bs JOIN ena_batches b ON b.id = bs.batch_id
               WHERE bs.submission_id = s.id AND bs.revision = s.revision AND b.environment = ${environment})
  OR EXISTS (SELECT 1 FROM ena_batch_items f
              WHERE f.submission_id = s.id AND f.environment = ${environment} AND f.status = 'failed')
  OR EXISTS (SELECT 1 FROM ena_batch_items e
              WHERE e.submission_id = s.id AND e.environment = ${environment} AND e.expired_at IS NOT NULL))`;

/**
 * The look at the records. An accession whose record is not in the approved revision any more is not sent. With its
 * LIMIT it stays a look at one submission: as an EXISTS the planner would join all accessions there are.
 */
const hasUnsent = (environment: string) => `(
  SELECT true FROM accessions a WHERE a.submission_id = s.id AND ${unsent(environment)}
     AND (a.kind = 'project' OR EXISTS (SELECT 1 FROM revision_records r WHERE ${inRevision})) LIMIT 1)`;
