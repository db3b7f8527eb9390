import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { AuditExportListQuery } from './export.contract.ts';

/** SQL condition: there is a file to download. Expired ones are removed a little later. @param row `x.`, or nothing */
export const hasFileSql = (row: string): string =>
  `${row}state = 'complete' AND ${row}object_key IS NOT NULL AND (${row}expires_at IS NULL OR ${row}expires_at > now())`;

/** Exports, newest first. The caller adds whose (`visibleSql`). */
export const exportList: ListDefinition<AuditExportListQuery> = {
  subject: null,
  from: 'audit_exports x',
  id: { sql: 'x.id', type: 'uuid' },
  columns: {
    id: 'x.id',
    origin: 'x.origin',
    cadence: 'x.cadence',
    period: 'x.period',
    requestedAt: 'x.requested_at',
    startedAt: 'x.started_at',
    finishedAt: 'x.finished_at',
    expiresAt: 'x.expires_at',
    format: 'x.format',
    compression: 'x.compression',
    filter: 'x.filter',
    state: 'x.state',
    expected: 'x.expected',
    events: 'x.events',
    matching: 'x.matching',
    bytes: 'x.bytes',
    sha256: 'x.sha256',
    fileName: 'x.file_name',
    hasManifest: 'x.manifest IS NOT NULL',
    hasFile: hasFileSql('x.'),
    error: 'x.error',
  },
  access: {},
  sorts: { requestedAt: { sql: 'x.requested_at', type: 'timestamptz' } },
  defaultSort: '-requestedAt',
  filters: (query, p) => [query.origin && `x.origin = ANY(${p.add(query.origin)})`],
};

/** The exports that a person may see: their own, and scheduled ones. */
export const visibleSql = (reader: string): string =>
  `(x.origin = 'schedule' OR (x.requested_by = ${reader} AND x.origin <> 'schedule'))`;
