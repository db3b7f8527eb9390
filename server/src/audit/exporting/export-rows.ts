// The rows behind the list of exports. Each change is made in the transaction of its event.
import type { Tx } from '../../platform/database/tx.ts';
import type { AuditFilter } from '../audit.queries.ts';
import type { AuditExportCadence, AuditExportFormat } from './export.contract.ts';
import type { KeptActor } from './kept-actor.ts';

export type ExportRow = {
  id: string;
  origin: 'stream' | 'job' | 'schedule';
  cadence: AuditExportCadence | null;
  period: string | null;
  requestedBy: string;
  /** Who asked; null once the export has ended, and for scheduled ones. */
  actor: KeptActor | null;
  format: AuditExportFormat;
  compression: 'gzip' | null;
  filter: AuditFilter;
  state: 'waiting' | 'running' | 'complete' | 'cut' | 'failed' | 'expired';
  fileName: string;
  objectKey: string | null;
  uploadId: string | null;
  sha256: string | null;
};

export type NewExport = Pick<
  ExportRow,
  'id' | 'origin' | 'requestedBy' | 'actor' | 'format' | 'compression' | 'filter' | 'state' | 'fileName'
> & { requestedAt: Date; cadence?: AuditExportCadence; period?: string; expected?: number };

/** How an export ended. */
export type ExportOutcome = {
  state: 'complete' | 'cut' | 'failed';
  events: number;
  matching?: number;
  bytes: number;
  sha256?: string;
  manifest?: string;
  error?: string;
  expiresAt?: Date;
};

export const exportColumns = `id, origin, cadence, period, requested_by AS "requestedBy", actor, format, compression, filter,
  state, file_name AS "fileName", object_key AS "objectKey", upload_id AS "uploadId", sha256`;

/** @returns false if there is already a scheduled export of this period */
export async function insertExport(tx: Tx, row: NewExport): Promise<boolean> {
  const written = await tx.query(
    `INSERT INTO audit_exports (id, origin, cadence, period, requested_by, requested_at, actor, format, compression, filter,
       state, file_name, expected, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, CASE WHEN $11 = 'running' THEN $6::timestamptz END)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      row.id,
      row.origin,
      row.cadence ?? null,
      row.period ?? null,
      row.requestedBy,
      row.requestedAt,
      row.actor && JSON.stringify(row.actor),
      row.format,
      row.compression,
      JSON.stringify(row.filter),
      row.state,
      row.fileName,
      row.expected ?? null,
    ],
  );
  if (written.length > 0) await announce(tx, row.id);
  return written.length > 0;
}

/** @returns false when it has ended already */
export async function endExport(tx: Tx, id: string, outcome: ExportOutcome): Promise<boolean> {
  const written = await tx.query(
    `UPDATE audit_exports SET state = $2, finished_at = clock_timestamp(), actor = NULL,
       upload_id = NULL, events = $3, matching = $4, bytes = $5, sha256 = $6, manifest = $7, error = $8, expires_at = $9
      WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id`,
    [
      id,
      outcome.state,
      outcome.events,
      outcome.matching ?? null,
      outcome.bytes,
      outcome.sha256 ?? null,
      outcome.manifest ?? null,
      outcome.error?.slice(0, 1_000) ?? null,
      outcome.expiresAt ?? null,
    ],
  );
  if (written.length > 0) await announce(tx, id);
  return written.length > 0;
}

/** Tells open pages that an export has changed. */
export const announce = (tx: Tx, id: string): Promise<void> =>
  tx.publish({ type: 'AuditExportChanged', subject: { type: 'AuditExport', id }, access: {} });
