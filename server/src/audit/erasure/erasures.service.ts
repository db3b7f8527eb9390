import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { conflict } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { personal } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { momentOf } from '../moment.ts';
import type { ErasureView } from './erasure.contract.ts';
import { ErasureDuties } from './erasure-duties.ts';
import { beforeErasingMs, erasePerson } from './erasure.task.ts';
import { assertNotHeld, type HoldOnPerson, holdsOnAsked, mostNamed } from './held-person.ts';
import { LongWriters } from './long-writers.ts';

export const erasureColumns = `id, person_id AS "personId", state, requested_by AS "requestedBy", requested_at AS "requestedAt",
  events::int, done_at AS "doneAt", CASE WHEN looked_until IS NOT NULL THEN mentions::int END AS mentions,
  closed_at IS NOT NULL AS "isClosed"`;

/** What an erasure that is not done waits for. */
type Waiting = Pick<ErasureView, 'holds' | 'openTransaction'>;
const nothing: Waiting = { holds: [], openTransaction: null };

export type ErasureRow = Omit<ErasureView, 'requestedAt' | 'doneAt' | keyof Waiting> & {
  requestedAt: Date;
  doneAt: Date | null;
  /** Nothing of the person is left but what is being written. */
  isClosed: boolean;
};

/** Asks for the erasure of a person from the change log, and tells how far it has come. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditLog,
    private readonly duties: ErasureDuties,
    private readonly clock: Clock,
    private readonly writers: LongWriters,
  ) {}

  /**
   * Writes the request down, and has the rest done in the background. What modules keep of the person goes with it at
   * once; the account is the caller's.
   *
   * @param tx the transaction that empties the account
   * @throws AppError `erasure.requested` when it was asked for before, `erasure.held` while a legal hold
   *   names them, or an event with a value of theirs
   */
  async request(
    tx: Tx,
    actor: Actor,
    person: { id: string; name: string },
    reason: string,
  ): Promise<ErasureView> {
    const eventId = await this.audit.record(tx, actor, {
      action: 'user.erasure_request',
      // Their name goes with all others when it is done.
      target: { type: 'User', id: person.id, label: personal(person.name, person.id) },
      reason,
    });
    // The event goes into the log with COMMIT: what would keep it is no hold on the log yet.
    await assertNotHeld(tx, { personId: person.id, actorId: actor.id, at: momentOf(eventId) });
    const now = this.clock.now();
    const [row] = await tx.query<ErasureRow>(
      `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id) DO NOTHING RETURNING ${erasureColumns}`,
      [uuidv7({ msecs: now.getTime() }), person.id, eventId, momentOf(eventId), actor.id, now],
    );
    if (!row) throw conflict('erasure.requested', 'The erasure of this person was asked for before.');
    await this.duties.fulfil(tx, person.id);
    await tx.enqueue(
      erasePerson,
      { erasureId: row.id },
      { runAt: new Date(now.getTime() + beforeErasingMs) },
    );
    return viewOf(row, nothing);
  }

  /** @returns undefined when nobody asked for it */
  async of(personId: string): Promise<ErasureView | undefined> {
    const [row]: ErasureRow[] = await this.database.query(
      `SELECT ${erasureColumns} FROM audit_erasures WHERE person_id = $1`,
      [personId],
    );
    return row && viewOf(row, row.state === 'requested' ? await this.waiting(row) : nothing);
  }

  /** The holds for which the person would not be erased if the actor asked for it now, the oldest first, 20 at most. */
  async holdsOn(tx: Tx, actor: Actor, personId: string): Promise<HoldOnPerson[]> {
    return holdsOnAsked(tx, { personId, actorId: actor.id, at: this.clock.now() });
  }

  /** Who is held is not kept by a transaction: when the last hold is lifted it is looked for again. */
  private async waiting({ personId, isClosed }: ErasureRow): Promise<Waiting> {
    const holds = await this.holdsOnLog(personId);
    const writer = isClosed && holds.length === 0 ? await this.writers.oldest() : undefined;
    return { holds, openTransaction: writer ? { since: writer.since?.toISOString() ?? null } : null };
  }

  /** Those that an erasure waits for: its request is in the log with all else. */
  private holdsOnLog(personId: string): Promise<HoldOnPerson[]> {
    return this.database.query(`SELECT id, kind FROM audit_holds_on_person($1) LIMIT ${mostNamed}`, [
      personId,
    ]);
  }
}

const viewOf = (
  { requestedAt, doneAt, isClosed: _closed, ...row }: ErasureRow,
  waiting: Waiting,
): ErasureView => ({
  ...row,
  ...waiting,
  requestedAt: requestedAt.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
});
