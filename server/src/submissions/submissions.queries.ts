import type { z } from 'zod';
import type { Config } from '../platform/config/config.ts';
import { containing } from '../platform/lists/like.ts';
import type { ListDefinition } from '../platform/lists/list-definition.ts';
import { oneOf } from '../platform/lists/one-of.ts';
import type { submissionListQuery } from './submission.contract.ts';

export type SubmissionListQuery = z.infer<typeof submissionListQuery>;

const person = (id: string, alias: string) =>
  `CASE WHEN ${id} IS NULL THEN NULL ELSE json_build_object('id', ${id}, 'name', ${alias}.name) END`;
const submittedAt = `coalesce(s.submitted_at, 'infinity'::timestamptz)`;

export const submissionList: ListDefinition<SubmissionListQuery> = {
  subject: 'Submission',
  from: 'submissions s',
  decorate: 'JOIN users o ON o.id = s.owner_id LEFT JOIN users c ON c.id = s.curator_id',
  id: { sql: 's.id', type: 'uuid' },
  columns: {
    id: 's.id',
    reference: `'SUB-' || lpad(s.number::text, 6, '0')`,
    title: 's.title',
    status: 's.status',
    owner: person('s.owner_id', 'o'),
    curator: person('s.curator_id', 'c'),
    checklist: 's.checklist',
    holdDate: 's.hold_date',
    sampleCount: 's.sample_count',
    recordCounts: `json_build_object('sample', s.sample_count, 'experiment', s.experiment_count, 'run', s.run_count, 'analysis', s.analysis_count)`,
    errorCount: 's.error_count',
    warningCount: 's.warning_count',
    infoCount: 's.info_count',
    revision: 's.revision',
    submittedAt: 's.submitted_at',
    createdAt: 's.created_at',
    updatedAt: 's.updated_at',
    version: 's.version',
  },
  access: { ownerId: 's.owner_id', status: 's.status', revision: 's.revision' },
  sorts: {
    updatedAt: { sql: 's.updated_at', type: 'timestamptz' },
    createdAt: { sql: 's.created_at', type: 'timestamptz' },
    // Drafts have no such moment and come last.
    submittedAt: { sql: submittedAt, type: 'timestamptz' },
    title: { sql: 'left(s.title, 200)', type: 'text' },
    number: { sql: 's.number', type: 'bigint' },
  },
  defaultSort: '-updatedAt',
  search: (text, p) => {
    const number = /^(?:sub-)?0*(\d{1,15})$/i.exec(text)?.[1];
    const inTitle = `s.title ILIKE ${p.add(containing(text))}`;
    return number ? `(${inTitle} OR s.number = ${p.add(number)}::bigint)` : inTitle;
  },
  filters: (query, p, readerId) => [
    query.status && oneOf('s.status', query.status, p),
    query.owner && `s.owner_id = ${p.add(query.owner === 'me' ? readerId : query.owner)}::uuid`,
    query.curator &&
      (query.curator === 'none'
        ? 's.curator_id IS NULL'
        : `s.curator_id = ${p.add(query.curator === 'me' ? readerId : query.curator)}::uuid`),
    query.checklist && oneOf('s.checklist', query.checklist, p),
    query.findings && findingsFilter[query.findings],
  ],
};

const findingsFilter = {
  errors: 's.error_count > 0',
  warnings: 's.error_count = 0 AND s.warning_count > 0',
  none: 's.error_count = 0 AND s.warning_count = 0',
};

/**
 * Of an approved submission `s`: whether ENA has its records `m`. Each a look at this submission alone, ended at the first
 * record that decides it: as an EXISTS the planner might join all accessions there are.
 */
const atEna = (environment: Config['ENA_ENVIRONMENT']) => {
  const there = `SELECT 1 FROM external_identifiers x WHERE x.accession = m.accession AND x.authority = 'ENA'
    AND x.environment = '${environment}' AND (x.expires_at IS NULL OR x.expires_at > now())`;
  const submitted = `m.kind = 'project' OR EXISTS (SELECT 1 FROM revision_records r
    WHERE r.submission_id = s.id AND r.revision = s.revision AND r.type = m.kind AND r.alias = m.alias)`;
  return `CASE WHEN s.status <> 'approved' THEN NULL
    WHEN (SELECT true FROM accessions m WHERE m.submission_id = s.id AND EXISTS (${there}) LIMIT 1) IS NULL THEN 'none'
    WHEN (SELECT true FROM accessions m WHERE m.submission_id = s.id AND m.status IN ('private', 'public')
      AND NOT EXISTS (${there}) AND (${submitted}) LIMIT 1) THEN 'some' ELSE 'all' END`;
};

/** One submission with everything its page shows; the commands are added by the service. */
export const submissionDetail = (
  environment: Config['ENA_ENVIRONMENT'],
): ListDefinition<SubmissionListQuery> => ({
  ...submissionList,
  decorate: `${submissionList.decorate}
    LEFT JOIN users d ON d.id = (s.decision ->> 'byId')::uuid
    LEFT JOIN accessions a ON a.submission_id = s.id AND a.kind = 'project'`,
  columns: {
    ...submissionList.columns,
    description: 's.description',
    alias: `'seqdb-sub-' || lpad(s.number::text, 6, '0')`,
    checklistVersion: 's.checklist_version',
    decision: `CASE WHEN s.decision IS NULL THEN NULL ELSE json_build_object('reason', s.decision ->> 'reason', 'at', s.decision ->> 'at',
      'by', json_build_object('id', d.id, 'name', d.name)) END`,
    accession: 'a.accession',
    atEna: atEna(environment),
    sheet: 's.sheet',
    reads: `(SELECT json_agg(json_build_object('kind', t -> 'kind', 'name', t -> 'name', 'sheet', t -> 'sheet', 'sha256', t -> 'sha256', 'bytes', t -> 'bytes',
      'encoding', t -> 'encoding', 'rows', t -> 'rows', 'columns', t -> 'columns', 'uploadedAt', t -> 'uploadedAt')) FROM jsonb_array_elements(s.reads -> 'tables') t)`,
  },
});
