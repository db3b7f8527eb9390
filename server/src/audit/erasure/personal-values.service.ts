import { Injectable } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { AuditLog } from '../audit-log.ts';
import { ErasureDuties } from './erasure-duties.ts';
import { erasedFromMs } from './erasure.task.ts';
import { holdsOnPerson, lockHolds } from './held-person.ts';
import { ErasureMentions } from './mentions.service.ts';

/** Somebody may set a hold after the erasure was asked for; it is looked for again so often. */
const heldSeconds = 600;

/**
 * Erases what the change log keeps of a person, a month at a time: each is a transaction, and a worker that is killed
 * leaves to the next what remains.
 */
@Injectable()
export class PersonalValues {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly mentions: ErasureMentions,
    private readonly duties: ErasureDuties,
  ) {}

  /** @param id of the erasure; one that is done stays as it is @throws Postponed while a legal hold keeps what is left */
  async erase(id: string, run: Pick<TaskRun, 'fence'>): Promise<void> {
    await this.mentions.find(id, run);
    let isDone = false;
    while (!isDone)
      isDone = await this.uow.run(async (tx) => {
        await run.fence(tx);
        return this.eraseMore(tx, id);
      });
  }

  /** @returns whether nothing is left */
  private async eraseMore(tx: Tx, id: string): Promise<boolean> {
    await lockHolds(tx); // first of all locks, as who sets a hold takes it
    const [erasure] = await tx.query<{ personId: string; month: string | null }>(
      `SELECT r.person_id AS "personId",
              (SELECT to_char(min(v.occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-01') FROM audit_personal_values v
                WHERE v.person_id = r.person_id AND v.person_id <> '') AS month
         FROM audit_erasures r WHERE r.id = $1 AND r.state = 'requested' FOR UPDATE`,
      [id],
    );
    if (!erasure) return true;
    const { personId, month } = erasure;
    if (month === null) {
      await this.conclude(tx, id, personId);
      return true;
    }
    if ((await holdsOnPerson(tx, personId)).length > 0) throw new Postponed(heldSeconds);
    const [erased] = await tx.query<{ events: string }>('SELECT audit_erase($1, $2::date) AS events', [
      id,
      month,
    ]);
    await tx.query('UPDATE audit_erasures SET events = events + $2 WHERE id = $1', [id, erased?.events ?? 0]);
    return false;
  }

  /** The event says how much went: the verification finds what else is made to look as if it had gone with it. */
  private async conclude(tx: Tx, id: string, personId: string): Promise<void> {
    const [done] = await tx.query<{ events: number; mentions: number }>(
      `UPDATE audit_erasures SET state = 'done', done_at = clock_timestamp() WHERE id = $1
       RETURNING events::int, mentions::int`,
      [id],
    );
    const [went] = await tx.query<{ values: number }>(
      `SELECT count(*)::int AS values FROM audit_erasures r
         JOIN audit_personal_values v ON v.person_id = 'erased ' || r.id AND v.occurred_at <= r.event_at + make_interval(secs => $2)
         CROSS JOIN LATERAL jsonb_object_keys(v.opened) WHERE r.id = $1`,
      [id, erasedFromMs / 1000],
    );
    await this.duties.conclude(tx, personId);
    await this.audit.record(tx, this.actor, {
      action: 'user.erase',
      target: { type: 'User', id: personId, label: 'a person who was erased' },
      facts: {
        erasure: id,
        events: done?.events ?? 0,
        values: went?.values ?? 0,
        mentions: done?.mentions ?? 0,
      },
    });
  }
}
