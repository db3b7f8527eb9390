import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import { bodyOf } from './audit-body.ts';
import type { AuditEvent } from './audit-event.ts';

/** Writes the change log: in the transaction of the change, so that there is never one without the other. */
@Injectable()
export class AuditLog {
  constructor(private readonly clock: Clock) {}

  /** @returns the event's id */
  async record(tx: Tx, actor: Actor, event: AuditEvent): Promise<string> {
    const occurredAt = this.clock.now();
    const id = uuidv7({ msecs: occurredAt.getTime() });
    const { body, personal } = bodyOf(id, occurredAt, actor, event);
    const root = event.root ?? event.target;
    await tx.query(
      `WITH event AS (
         INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
       INSERT INTO audit_personal_values (ref, event_id, occurred_at, person_id, salt, value)
       SELECT ref, $1, $2, "personId", salt, value
         FROM jsonb_to_recordset($13::jsonb) AS given (ref uuid, "personId" text, salt text, value text)`,
      [
        id,
        occurredAt,
        event.action,
        actor.type,
        actor.id,
        event.onBehalfOf?.id ?? null,
        event.target.type,
        event.target.id,
        root.type,
        root.id,
        actor.origin.requestId,
        body,
        JSON.stringify(personal),
      ],
    );
    return id;
  }
}
