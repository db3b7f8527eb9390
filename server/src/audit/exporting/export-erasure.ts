import { Injectable } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { AuditLog } from '../audit-log.ts';
import { ErasureWatch } from './export-erasure-watch.ts';
import { cancelledEvent } from './export-events.ts';
import { endExport, type ExportRow } from './export-rows.ts';

/** Erases a person from the rows of exports: as whoever asked for one, and as somebody whom a filter looks for. */
@Injectable()
export class ExportErasure {
  private readonly actor = systemActor('audit');

  constructor(private readonly audit: AuditLog) {}

  /**
   * Call before the account is emptied, since filters have the name and the address, not the id.
   *
   * @throws pg's errors
   */
  async fulfil(tx: Tx, personId: string): Promise<void> {
    await this.cancelOpen(tx, personId);
    await tx.query("DELETE FROM audit_export_links WHERE actor ->> 'id' = $1", [personId]);
    // Nobody can download their files any more; `ExportLeavings` removes them soon.
    await tx.query(
      `UPDATE audit_exports SET filter = '{}', manifest = NULL,
              expires_at = CASE WHEN state = 'complete' THEN least(expires_at, now()) ELSE expires_at END
        WHERE requested_by = $1 AND origin <> 'schedule'`,
      [personId],
    );
    await tx.query(forgottenSql, [personId]);
  }

  /**
   * Call when nothing of the person is left in the log. Files that are kept were written before, and nobody knows which
   * have their values: all of them expire, and whoever wants one asks again. Nothing is removed from the bucket of
   * scheduled exports.
   */
  async conclude(tx: Tx): Promise<void> {
    await ErasureWatch.takeTurn(tx);
    await tx.query(
      `UPDATE audit_exports SET expires_at = least(expires_at, now()) WHERE origin = 'job' AND state = 'complete'`,
    );
  }

  private async cancelOpen(tx: Tx, personId: string): Promise<void> {
    const open = await tx.query<Pick<ExportRow, 'id' | 'format'>>(
      `SELECT id, format FROM audit_exports
        WHERE requested_by = $1 AND origin = 'job' AND state IN ('waiting', 'running') ORDER BY id FOR UPDATE`,
      [personId],
    );
    const error = 'whoever asked for it was erased';
    for (const row of open) {
      await endExport(tx, row.id, { state: 'failed', events: 0, bytes: 0, error });
      await this.audit.record(tx, this.actor, cancelledEvent(row));
    }
  }
}

/**
 * Erases a person from the filters of other people's exports: a name given as an actor becomes the id, which means the
 * same; other words are replaced once the export has ended. Words of less than three letters are not taken for a name.
 */
const forgottenSql = `
  WITH person AS (SELECT lower(name) AS name, lower(email) AS email FROM users WHERE id = $1::text::uuid)
  UPDATE audit_exports x
     SET filter = (
           SELECT jsonb_object_agg(f.key, CASE
             WHEN f.key IN ('actor', 'notActor', 'onBehalfOf') AND (
                  told.whole OR length(f.value #>> '{}') > 2
                  AND (position(lower(f.value #>> '{}') IN person.name) > 0 OR position(lower(f.value #>> '{}') IN person.email) > 0))
               THEN to_jsonb($1::text)
             WHEN told.whole AND x.state NOT IN ('waiting', 'running') THEN '"[erased]"'
             ELSE f.value END)
             FROM jsonb_each(x.filter) f
            CROSS JOIN LATERAL (SELECT length(person.name) > 2 AND position(person.name IN lower(f.value #>> '{}')) > 0
                                       OR position(person.email IN lower(f.value #>> '{}')) > 0 AS whole) told),
         manifest = CASE WHEN length(person.name) > 2 AND position(person.name IN lower(x.manifest)) > 0
                           OR position(person.email IN lower(x.manifest)) > 0 THEN NULL ELSE x.manifest END
    FROM person
   WHERE x.origin <> 'schedule' AND x.filter <> '{}'`;
