import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import { bodyOf } from './audit-body.ts';
import type { AuditEvent } from './audit-event.ts';
import { peopleIn } from './audit-people.ts';

/** Writes the change log: in the transaction of the change, so that there is never one without the other. */
@Injectable()
export class AuditLog {
  /** Counts the events of this process, so that those of one millisecond keep their order. */
  private written = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * @returns the event's id
   * @throws Error when the log has no partition for the month; the change is rolled back with it
   */
  async record(tx: Tx, actor: Actor, event: AuditEvent): Promise<string> {
    const occurredAt = this.clock.now();
    const id = uuidv7({ msecs: occurredAt.getTime(), seq: this.written++ });
    const { body, personal } = bodyOf(id, occurredAt, actor, event);
    const root = event.root ?? event.target;
    await tx
      .query(insert, [
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
        JSON.stringify(peopleIn(actor, event)),
      ])
      .catch((error: unknown) => {
        throw withoutPartition(error, occurredAt) ?? error;
      });
    return id;
  }
}

// Known names are looked up one by one: as NOT EXISTS the planner would hash the whole table for what it takes to be
// a hundred names.
const insert = `
  WITH event AS (
    INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)),
  people AS (
    INSERT INTO audit_people (person_id, name)
    SELECT given.* FROM jsonb_to_recordset($14::jsonb) AS given ("personId" text, name text)
     WHERE (SELECT true FROM audit_people known WHERE known.person_id = given."personId" AND known.name = given.name LIMIT 1) IS NULL)
  INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened, reason, address)
  SELECT $1, $2, "personId", opened, reason, address
    FROM jsonb_to_recordset($13::jsonb) AS given ("personId" text, opened jsonb, reason text, address text)`;

/** PostgreSQL has no code of its own for it: a check violation whose message names the partitioned table. */
function withoutPartition(error: unknown, occurredAt: Date): Error | undefined {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== '23514' || !message?.startsWith('no partition of relation')) return undefined;
  const month = occurredAt.toISOString().slice(0, 7);
  return new Error(
    `the change log has no partition for ${month}: the worker makes those of the coming months, is it running?`,
    { cause: error },
  );
}
