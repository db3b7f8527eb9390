import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { announce, rootOf } from './request-outcomes.service.ts';
import { requestReference, type RequestRow } from './request-rows.ts';
import { sendRequest } from './request.task.ts';

/** Takes out of a request what does not fit into one document of ENA's, and makes another request of it. */
@Injectable()
export class EnaRequestParts {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param request locked, and not sent yet
   * @param left accessions that it is to cover no longer
   */
  async split(tx: Tx, request: RequestRow, left: readonly string[]): Promise<void> {
    if (left.length === 0) return;
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const [{ number = '' } = {}] = await tx.query<{ number: string }>(
      `INSERT INTO ena_requests (id, kind, status, environment, account, submission_id, revision, reason, created_by, created_at, part_of)
       SELECT $2, kind, 'requested', environment, account, submission_id, revision, reason, created_by, $3, coalesce(part_of, id)
         FROM ena_requests WHERE id = $1 RETURNING number`,
      [request.id, id, now],
    );
    await tx.query(
      `UPDATE ena_request_objects SET request_id = $2 WHERE request_id = $1 AND accession = ANY($3)`,
      [request.id, id, left],
    );
    await this.audit.record(
      tx,
      { ...this.actor, askedBy: request.createdBy },
      {
        action: 'ena_request.split',
        target: { type: 'EnaRequest', id, label: requestReference(number) },
        root: rootOf(request),
        facts: {
          kind: request.kind,
          environment: request.environment,
          revision: request.revision,
          partOf: requestReference(request.number),
          accessions: left,
        },
      },
    );
    await tx.enqueue(
      sendRequest,
      { requestId: id },
      { askedBy: { ...this.actor, askedBy: request.createdBy } },
    );
    await announce(tx, id);
  }
}
