import type { z } from 'zod';
import { externalOf } from '../accessions/accessions.queries.ts';
import { currentSql } from '../files/file.state.ts';
import { containing } from '../platform/lists/like.ts';
import type { ListDefinition } from '../platform/lists/list-definition.ts';
import type { findingListQuery } from './findings.contract.ts';
import type { recordListQuery } from './record.contract.ts';

export type RecordListQuery = z.infer<typeof recordListQuery>;
export type FindingListQuery = z.infer<typeof findingListQuery>;

/** What became of the files that a record names. */
const filesOfRecord = `CASE WHEN r.type IN ('run', 'analysis') THEN (
    SELECT json_build_object('count', count(*), 'verified', count(*) FILTER (WHERE named.state = 'verified'), 'worst',
             (array_agg(named.state ORDER BY array_position(ARRAY['rejected', 'differs', 'missing', 'checking'], named.state))
               FILTER (WHERE named.state <> 'verified'))[1])
      FROM (SELECT coalesce((
              SELECT CASE WHEN f.status = 'rejected' THEN 'rejected' WHEN f.status <> 'verified' THEN 'checking'
                          WHEN n.md5 <> f.md5 THEN 'differs' ELSE 'verified' END
                FROM files f WHERE f.root_id = n.submission_id AND f.name = n.name AND f.status = ANY(${currentSql})
               LIMIT 1), 'missing') AS state FROM record_files n WHERE n.record_id = r.id) named) END`;

/** Records of one submission, in the order of their sheet. The submission's own row decides who may read them. */
export const recordList: ListDefinition<RecordListQuery> = {
  subject: null,
  from: 'records r',
  decorate:
    'LEFT JOIN accessions a ON a.submission_id = r.submission_id AND a.kind = r.type AND a.alias = r.alias',
  id: { sql: 'r.id', type: 'uuid' },
  columns: {
    id: 'r.id',
    type: 'r.type',
    position: 'r.position',
    row: 'r.row',
    alias: 'r.alias',
    title: 'r.title',
    description: 'r.description',
    taxonId: 'r.taxon_id',
    scientificName: 'r.scientific_name',
    attributes: 'r.attributes',
    details: 'r.details',
    files: filesOfRecord,
    errorCount: 'r.error_count',
    warningCount: 'r.warning_count',
    accession: 'a.accession',
    external: externalOf('a.accession'),
    version: 'r.version',
  },
  access: {},
  sorts: {
    position: { sql: 'r.position', type: 'int' },
    alias: { sql: 'r.alias', type: 'text' },
  },
  defaultSort: 'position',
  search: (text, p) =>
    `(r.alias || ' ' || r.title || ' ' || r.scientific_name) ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.type && `r.type = ANY(${p.add(query.type)})`,
    query.findings &&
      {
        errors: 'r.error_count > 0',
        warnings: 'r.warning_count > 0',
        none: 'r.error_count = 0 AND r.warning_count = 0',
      }[query.findings],
  ],
};

export const findingList: ListDefinition<FindingListQuery> = {
  subject: null,
  from: 'findings f',
  id: { sql: 'f.id', type: 'bigint' },
  columns: {
    id: 'f.id::text',
    severity: 'f.severity',
    rule: 'f.rule',
    recordId: 'f.record_id',
    alias: 'f.alias',
    field: 'f.field',
    row: 'f.row',
    column: 'f."column"',
    sheet: 'f.sheet',
    value: 'f.value',
    message: 'f.message',
    suggestion: 'f.suggestion',
  },
  access: {},
  sorts: { position: { sql: 'f.position', type: 'int' } },
  defaultSort: 'position',
  search: (text, p) => `(coalesce(f.alias, '') || ' ' || f.message) ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.severity && `f.severity = ANY(${p.add(query.severity)})`,
    query.rule && `f.rule = ${p.add(query.rule)}`,
    query.field && `f.field = ${p.add(query.field)}`,
    query.recordId && `f.record_id = ANY(${p.add(query.recordId)})`,
  ],
};
