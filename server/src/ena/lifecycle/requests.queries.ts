import type { z } from 'zod';
import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { oneOf } from '../../platform/lists/one-of.ts';
import { submissionReference } from '../batches/batches.queries.ts';
import type { requestListQuery } from './request.contract.ts';
import { requestReferenceSql } from './request-rows.ts';

export type RequestListQuery = z.infer<typeof requestListQuery>;

/** Another request, as it is named on this one. */
const part = (q: string) =>
  `json_build_object('id', ${q}.id, 'reference', ${requestReferenceSql(q)}, 'status', ${q}.status)`;

const reference = requestReferenceSql('q');

export const requestList: ListDefinition<RequestListQuery> = {
  subject: 'EnaRequest',
  // Those of umbrella projects are shown with them.
  from: `(SELECT * FROM ena_requests WHERE kind <> 'umbrella') q`,
  decorate: `JOIN submissions s ON s.id = q.submission_id JOIN users u ON u.id = q.created_by
    LEFT JOIN users v ON v.id = q.settled_by
    CROSS JOIN LATERAL (SELECT count(*) AS records, count(o.ena_accession) AS "atEna"
      FROM ena_request_objects o WHERE o.request_id = q.id) covered`,
  id: { sql: 'q.id', type: 'uuid' },
  columns: {
    id: 'q.id',
    reference,
    kind: 'q.kind',
    status: 'q.status',
    environment: 'q.environment',
    account: 'q.account',
    accession: 'q.accession',
    submissionId: 'q.submission_id',
    submissionReference,
    revision: 'q.revision',
    holdDate: 'q.hold_date',
    category: 'q.category',
    supersededBy: 'q.superseded_by',
    reason: 'q.reason',
    recordCount: 'covered.records',
    enaCount: 'covered."atEna"',
    helpdeskText: 'q.helpdesk_text',
    payloadSha256: 'q.payload_sha256',
    payloadBytes: 'q.payload_bytes',
    enaSubmissionId: 'q.ena_submission_id',
    messages: 'q.messages',
    answerCount: '(SELECT count(*) FROM ena_request_answers n WHERE n.request_id = q.id)',
    createdBy: `json_build_object('id', u.id, 'name', u.name)`,
    createdAt: 'q.created_at',
    sentAt: 'q.sent_at',
    settledBy: `CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'name', v.name) END`,
    finishedAt: 'q.finished_at',
    isUnderWay: `(q.status IN ('requested', 'sending') AND EXISTS (SELECT 1 FROM tasks t
      WHERE t.name = 'ena.request' AND t.payload ->> 'requestId' = q.id::text AND t.state IN ('ready', 'running')))`,
    partOf: `(SELECT ${part('w')} FROM ena_requests w WHERE w.id = q.part_of)`,
    parts: `(SELECT coalesce(json_agg(${part('p')} ORDER BY p.number), '[]') FROM ena_requests p WHERE p.part_of = q.id)`,
    version: 'q.version',
  },
  access: {},
  sorts: { createdAt: { sql: 'q.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
  search: (text, p) => `${reference} ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.kind && oneOf('q.kind', query.kind, p),
    query.status && oneOf('q.status', query.status, p),
    query.submissionId && `q.submission_id = ${p.add(query.submissionId)}`,
    query.accession &&
      `EXISTS (SELECT 1 FROM ena_request_objects o WHERE o.request_id = q.id AND o.accession = upper(${p.add(query.accession)}))`,
  ],
};

/** What a request covers. */
export const requestObjectList: ListDefinition<ListQuery> = {
  subject: null,
  from: 'ena_request_objects o JOIN accessions a USING (accession)',
  id: { sql: 'o.id', type: 'uuid' },
  columns: {
    id: 'o.id',
    accession: 'o.accession',
    kind: 'o.type',
    alias: 'a.alias',
    title: 'a.title',
    status: 'a.status',
    role: 'o.role',
    enaAccession: 'o.ena_accession',
    message: 'o.message',
  },
  access: {},
  sorts: { position: { sql: 'o.position', type: 'int' } },
  defaultSort: 'position',
  search: (text, p) => `(a.accession || ' ' || a.alias || ' ' || a.title) ILIKE ${p.add(containing(text))}`,
  filters: () => [],
};
