import { Injectable } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { AuditLog } from '../audit-log.ts';
import { ErasureWatch } from './export-erasure-watch.ts';
import { cancelledEvent } from './export-events.ts';
import { endExport, type ExportRow } from './export-rows.ts';

/** What the rows of exports hold of a person who is erased: as whom one is written, and whom filters look for. */
@Injectable()
export class ExportErasure {
  private readonly actor = systemActor('audit');

  constructor(private readonly audit: AuditLog) {}

  /** Before the account is emptied: filters have the name and the address, not the id. @throws pg's errors */
  async fulfil(tx: Tx, personId: string): Promise<void> {
    await this.cancelOpen(tx, personId);
    await tx.query("DELETE FROM audit_export_links WHERE actor ->> 'id' = $1", [personId]);
    // Nobody can take their files any more: these are removed with the next look at what is over.
    await tx.query(
      `UPDATE audit_exports SET filter = '{}', manifest = NULL,
              expires_at = CASE WHEN state = 'complete' THEN least(expires_at, now()) ELSE expires_at END
        WHERE requested_by = $1 AND origin <> 'schedule'`,
      [personId],
    );
    await tx.query(forgottenSql, [personId]);
  }

  /**
   * When nothing of them is left in the log: files that are kept were written before, and nobody knows which have their
   * values. Their time is over; who wants one asks again. The schedule's bucket is not ours to remove from.
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
 * In the filters of other people's exports: an actor becomes the id, which means the same; other words are replaced
 * once the export has ended. Less than three letters name nobody.
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
