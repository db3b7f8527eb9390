import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { TaskHandlers, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { AuditLog } from '../audit-log.ts';
import { erasePerson } from './erasure.task.ts';

/**
 * Erases what the change log keeps of a person, a month at a time: each is a transaction, and a worker that is killed
 * leaves to the next what remains.
 */
@Injectable()
export class ErasureProcessor implements OnModuleInit {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(erasePerson, ({ erasureId }, run) => this.erase(erasureId, run));
  }

  async erase(id: string, run: Pick<TaskRun, 'fence'>): Promise<void> {
    for (;;) {
      const isDone = await this.uow.run(async (tx) => {
        await run.fence(tx);
        const [erasure] = await tx.query<{ personId: string; month: string | null }>(
          `SELECT r.person_id AS "personId",
                  (SELECT to_char(min(v.occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-01') FROM audit_personal_values v
                    WHERE v.person_id = r.person_id AND v.person_id <> '') AS month
             FROM audit_erasures r WHERE r.id = $1 AND r.state = 'requested' FOR UPDATE`,
          [id],
        );
        if (!erasure) return true;
        const { personId, month } = erasure;
        if (month !== null) {
          const [erased] = await tx.query<{ events: string }>('SELECT audit_erase($1, $2::date) AS events', [
            id,
            month,
          ]);
          await tx.query('UPDATE audit_erasures SET events = events + $2 WHERE id = $1', [
            id,
            erased?.events ?? 0,
          ]);
          return false;
        }
        // Sealed, so that nobody can hide another person's values among them later.
        const [done] = await tx.query<{ events: string; values: string }>(
          `UPDATE audit_erasures r SET state = 'done', done_at = clock_timestamp() WHERE id = $1
           RETURNING events, (SELECT count(*) FROM audit_personal_values v, jsonb_object_keys(v.opened)
                               WHERE v.person_id = 'erased ' || r.id AND v.occurred_at <= r.event_at + interval '1 minute') AS values`,
          [id],
        );
        await this.audit.record(tx, this.actor, {
          action: 'user.erase',
          target: { type: 'User', id: personId, label: 'a person who was erased' },
          facts: { erasure: id, events: Number(done?.events ?? 0), values: Number(done?.values ?? 0) },
        });
        return true;
      });
      if (isDone) return;
    }
  }
}
