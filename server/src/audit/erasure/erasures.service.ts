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
  /** Whether the log is closed to the person: nothing is left of them but what open transactions are writing. */
  isClosed: boolean;
};

/** Requests the erasure of a person from the change log, and says how far it has come. */
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
   * Writes the request down, and leaves the rest to a task. What modules keep of the person goes at once; emptying the
   * account is up to the caller. A row that reads as an erasure of theirs, and that no event of the log asked for, becomes
   * this one.
   *
   * @param tx the transaction that empties the account
   * @throws AppError `erasure.requested` if it was requested before, `erasure.held` while a legal hold names the
   *   person, or an event with a value of theirs
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
    // The event of the request reaches the log with COMMIT only, so holds that would keep it have to be looked for
    // here.
    await assertNotHeld(tx, { personId: person.id, actorId: actor.id, at: momentOf(eventId) });
    const now = this.clock.now();
    const row = await this.begin(tx, [person.id, eventId, momentOf(eventId), actor.id, now]);
    if (!row) throw conflict('erasure.requested', 'The erasure of this person was asked for before.');
    await this.duties.fulfil(tx, person.id);
    await tx.enqueue(
      erasePerson,
      { erasureId: row.id },
      { runAt: new Date(now.getTime() + beforeErasingMs), askedBy: actor },
    );
    return viewOf(row, nothing);
  }

  /** @param asked person, event, its moment, by whom and when @returns undefined if it was requested before */
  private async begin(
    tx: Tx,
    asked: readonly [string, string, Date, string, Date],
  ): Promise<ErasureRow | undefined> {
    const [adopted] = await tx.query<{ id: string | null }>(
      'SELECT audit_adopt_erasure($1, $2, $3, $4, $5) AS id',
      [...asked],
    );
    const [row] = adopted?.id
      ? await tx.query<ErasureRow>(`SELECT ${erasureColumns} FROM audit_erasures WHERE id = $1`, [adopted.id])
      : await tx.query<ErasureRow>(
          `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at)
           VALUES ($6, $1, $2, $3, $4, $5) ON CONFLICT (person_id) DO NOTHING RETURNING ${erasureColumns}`,
          [...asked, uuidv7({ msecs: asked[4].getTime() })],
        );
    return row;
  }

  /** @returns undefined when nobody asked for it */
  async of(personId: string): Promise<ErasureView | undefined> {
    const [row]: ErasureRow[] = await this.database.query(
      `SELECT ${erasureColumns} FROM audit_erasures
        WHERE person_id = $1 AND audit_is_erasure_asked(person_id, event_id, event_at)`,
      [personId],
    );
    return row && viewOf(row, row.state === 'requested' ? await this.waiting(row) : nothing);
  }

  /** The holds that would keep the person from being erased if the actor requested it now, oldest first, at most 20. */
  async holdsOn(tx: Tx, actor: Actor, personId: string): Promise<HoldOnPerson[]> {
    return holdsOnAsked(tx, { personId, actorId: actor.id, at: this.clock.now() });
  }

  /**
   * Open transactions are looked for only when there is no hold: an erasure that is held checks again when the last
   * hold is lifted.
   */
  private async waiting({ personId, isClosed }: ErasureRow): Promise<Waiting> {
    const holds = await this.holdsOnLog(personId);
    const writer = isClosed && holds.length === 0 ? await this.writers.oldest() : undefined;
    return { holds, openTransaction: writer ? { since: writer.since?.toISOString() ?? null } : null };
  }

  /** The holds that a requested erasure waits for: by now its own event is in the log, like all others. */
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
