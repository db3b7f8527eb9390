import { Injectable } from '@nestjs/common';
import { escapeLiteral } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import { bodyOf } from './audit-body.ts';
import type { AuditEvent } from './audit-event.ts';
import { behalfIn } from './behalf.ts';
import { NotedNames, peopleIn } from './audit-people.ts';

/** Writes the change log, in the transaction of the change, so that neither exists without the other. */
@Injectable()
export class AuditLog {
  /** Counts the events of this process, so that those of one millisecond keep their order. */
  private written = 0;
  private readonly names = new NotedNames();

  constructor(private readonly clock: Clock) {}

  /**
   * Sends the event to the database together with COMMIT: a round trip of its own would take longer than writing it.
   *
   * What the product does by itself is on behalf of whoever asked for what the transaction does, unless the event says
   * something else.
   *
   * @returns the event's id
   * @throws Error when the transaction ends and the log has no partition for the month; the change is rolled back
   */
  async record(tx: Tx, actor: Actor, given: AuditEvent): Promise<string> {
    const event = given.onBehalfOf ? given : { ...given, ...(await behalfIn(tx, actor)) };
    const occurredAt = this.clock.now();
    const id = uuidv7({ msecs: occurredAt.getTime(), seq: this.written++ });
    const { body, personal } = bodyOf(id, occurredAt, actor, event);
    const root = event.root ?? event.target;
    const people = this.names.unknown(tx, peopleIn(actor, event));
    const values = [
      id,
      occurredAt.toISOString(),
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
      personal.length === 0 ? null : JSON.stringify(personal),
      people.length === 0 ? null : JSON.stringify(people),
    ].map(literal);
    await tx.atCommit(`CALL audit_append(${values.join(', ')})`, (error) =>
      withoutPartition(error, occurredAt),
    );
    return id;
  }
}

/** An SQL literal. Most texts need no escaping, and skip the walk through every character. */
const literal = (value: string | null): string =>
  value === null ? 'NULL' : /['\\]/.test(value) ? escapeLiteral(value) : `'${value}'`;

/**
 * PostgreSQL reports a missing partition without a code of its own: as a check violation, told apart by its message.
 */
function withoutPartition(error: unknown, occurredAt: Date): Error | undefined {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== '23514' || !message?.startsWith('no partition of relation')) return undefined;
  const month = occurredAt.toISOString().slice(0, 7);
  return new Error(
    `the change log has no partition for ${month}: the worker makes those of the coming months, is it running?`,
    { cause: error },
  );
}
