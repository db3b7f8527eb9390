import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { AuditLog } from '../audit-log.ts';
import { ErasureDuties } from './erasure-duties.ts';
import { erasedFromMs } from './erasure.task.ts';
import { holdsOnPerson, lockHolds } from './held-person.ts';
import { ErasureMentions } from './mentions.service.ts';
import { LongWriters } from './long-writers.ts';
import { OpenWriters } from './open-writers.ts';

/** Seconds until an erasure that is held looks again: somebody may set a hold after the erasure was requested. */
const heldSeconds = 600;
/** Seconds until an erasure that waits for a long transaction looks again. */
const writingSeconds = 60;

type Run = Pick<TaskRun, 'fence'> & Partial<Pick<TaskRun, 'signal'>>;
type Left = 'some' | 'nothing' | 'no erasure';
type End = (tx: Tx, personId: string) => Promise<void>;

/**
 * The first month that has a value of the person; the current month if only names are left. Locks the erasure's row, so
 * that one worker erases at a time.
 */
const leftSql = `
  SELECT r.person_id AS "personId", to_char(coalesce(
           (SELECT min(v.occurred_at) FROM audit_personal_values v WHERE v.person_id = r.person_id AND v.person_id <> ''),
           (SELECT now() FROM audit_people p WHERE p.person_id = r.person_id LIMIT 1)) AT TIME ZONE 'UTC', 'YYYY-MM-01') AS month
    FROM audit_erasures r WHERE r.id = $1 AND r.state = 'requested' FOR UPDATE OF r`;

/**
 * Erases what the change log keeps of a person, a month at a time, a transaction each, so that another worker can go on
 * where one was killed.
 */
@Injectable()
export class PersonalValues {
  private readonly actor = systemActor('audit');
  private readonly logger = new Logger(PersonalValues.name);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly mentions: ErasureMentions,
    private readonly writers: OpenWriters,
    private readonly duties: ErasureDuties,
    private readonly long: LongWriters,
  ) {}

  /**
   * First, what is there goes. Then the log is closed to the person, and transactions that were writing meanwhile are
   * waited for. What those wrote goes too, and after that nothing more can come, whatever time events carry.
   *
   * @param id of the erasure; nothing happens for one that is done
   * @throws Postponed while a legal hold keeps what is left, or a transaction stays open
   */
  async erase(id: string, run: Run): Promise<void> {
    await this.mentions.find(id, run);
    const isAsked = await this.eraseAll(id, run, (tx) => this.close(tx, id));
    if (!isAsked) return;
    if (!(await this.writers.ended(run.signal))) throw await this.putOff(id);
    await this.eraseAll(id, run, (tx, personId) => this.conclude(tx, id, personId));
  }

  /** Ends sessions that were forgotten with an open transaction, so that the next attempt need not wait for them. */
  private async putOff(id: string): Promise<Postponed> {
    const oldest = await this.long.oldest();
    this.logger.warn(
      `erasure ${id} waits for transactions that have written events and not ended, the oldest open since ${oldest?.since?.toISOString() ?? 'a moment that only administrators of the database see'}`,
    );
    for (const { pid, since } of await this.long.endForgotten())
      this.logger.warn(
        `ended session ${pid}, which had been idle for more than an hour in a transaction of ${since.toISOString()} that erasure ${id} waited for`,
      );
    return new Postponed(writingSeconds);
  }

  /** @param end in the transaction that finds nothing left @returns false for an erasure that is done */
  private async eraseAll(id: string, run: Run, end: End): Promise<boolean> {
    let left: Left = 'some';
    while (left === 'some')
      left = await this.uow.run(async (tx) => {
        await run.fence(tx);
        return this.eraseMore(tx, id, end);
      });
    return left === 'nothing';
  }

  private async eraseMore(tx: Tx, id: string, end: End): Promise<Left> {
    await lockHolds(tx); // the first lock taken, as it is when a hold is set
    const [erasure] = await tx.query<{ personId: string; month: string | null }>(leftSql, [id]);
    if (!erasure) return 'no erasure';
    const { personId, month } = erasure;
    if (month === null) {
      await end(tx, personId);
      return 'nothing';
    }
    if ((await holdsOnPerson(tx, personId)).length > 0) throw new Postponed(heldSeconds);
    const [erased] = await tx.query<{ events: string }>('SELECT audit_erase($1, $2::date) AS events', [
      id,
      month,
    ]);
    await tx.query('UPDATE audit_erasures SET events = events + $2 WHERE id = $1', [id, erased?.events ?? 0]);
    return 'some';
  }

  /**
   * Whoever writes an event from now on sees `closed_at`; so it is committed before open transactions are waited for.
   */
  private async close(tx: Tx, id: string): Promise<void> {
    await tx.query(
      'UPDATE audit_erasures SET closed_at = coalesce(closed_at, clock_timestamp()) WHERE id = $1',
      [id],
    );
  }

  /**
   * The event says how many values went, so that a verification finds more that are made to look as if they had gone
   * with them.
   */
  private async conclude(tx: Tx, id: string, personId: string): Promise<void> {
    const [done] = await tx.query<{ events: number; mentions: number }>(
      `UPDATE audit_erasures SET state = 'done', done_at = clock_timestamp() WHERE id = $1
       RETURNING events::int, mentions::int`,
      [id],
    );
    const [went] = await tx.query<{ values: number }>(
      `SELECT count(*)::int AS values FROM audit_erasures r
         JOIN audit_personal_values v ON v.person_id = 'erased ' || r.id AND v.occurred_at <= r.event_at + make_interval(secs => $2)
         CROSS JOIN LATERAL jsonb_object_keys(CASE jsonb_typeof(v.opened) WHEN 'object' THEN v.opened END) WHERE r.id = $1`,
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
