import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import { oneOf } from '../../platform/lists/one-of.ts';
import { batchReference, submissionReference } from '../batches/batches.queries.ts';
import type { ProblemListQuery } from './problems.contract.ts';

const person = (alias: string) =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

/** What went wrong after acceptance, the newest first. */
export const problemList: ListDefinition<ProblemListQuery> = {
  subject: 'EnaProblem',
  from: 'ena_problems p JOIN ena_objects o ON o.id = p.object_id',
  decorate: `JOIN ena_batch_items i ON i.id = o.item_id
    JOIN submissions s ON s.id = p.submission_id JOIN ena_batches b ON b.id = p.batch_id
    LEFT JOIN users t ON t.id = p.taken_by LEFT JOIN users r ON r.id = p.resolved_by`,
  id: { sql: 'p.id', type: 'uuid' },
  columns: {
    id: 'p.id',
    kind: 'p.kind',
    status: 'p.status',
    environment: 'p.environment',
    message: 'p.message',
    type: 'o.type',
    alias: 'i.alias',
    accession: 'o.accession',
    enaAccession: 'o.ena_accession',
    submissionId: 'p.submission_id',
    submissionReference,
    batchId: 'p.batch_id',
    batchReference: batchReference('b.number'),
    raisedAt: 'p.raised_at',
    takenBy: person('t'),
    takenAt: 'p.taken_at',
    resolvedBy: person('r'),
    resolvedAt: 'p.resolved_at',
    resolution: 'p.resolution',
    version: 'p.version',
  },
  access: {},
  sorts: { raisedAt: { sql: 'p.raised_at', type: 'timestamptz' } },
  defaultSort: '-raisedAt',
  search: (text, p) =>
    `(p.message || ' ' || o.accession || ' ' || o.ena_accession) ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.status && oneOf('p.status', query.status, p),
    query.kind && oneOf('p.kind', query.kind, p),
    query.submissionId && `p.submission_id = ${p.add(query.submissionId)}`,
    query.batchId && `p.batch_id = ${p.add(query.batchId)}`,
  ],
};
