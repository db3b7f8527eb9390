import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import type { verificationStateView, VerificationView } from './verification.contract.ts';
import { verifyLog } from './verification.task.ts';

const columns = `id, state, requested_by AS "requestedBy", requested_at AS "requestedAt", started_at AS "startedAt",
  finished_at AS "finishedAt", segments::int, events::int, all_events::int AS "allEvents", place, says,
  compared_heads AS "comparedHeads", doubt, archives, archives_doubt AS "archivesDoubt"`;

type Row = Omit<VerificationView, 'requestedAt' | 'startedAt' | 'finishedAt' | 'progress'> & {
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** Asking for verifications, and how they went. */
@Injectable()
export class VerificationsService {
  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async state(): Promise<z.infer<typeof verificationStateView>> {
    const [[last], [current]]: [Row[], Row[]] = await Promise.all([
      this.database.query(
        `SELECT ${columns} FROM audit_verifications WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
      ),
      this.database.query(`SELECT ${columns} FROM audit_verifications WHERE state IN ('waiting', 'running')`),
    ]);
    return { last: last ? viewOf(last) : null, current: current ? viewOf(current) : null };
  }

  /** Has the log verified. While a run waits or runs, that is the one. */
  async request(actor: Actor): Promise<VerificationView> {
    const row = await this.uow.run(
      async (tx) => (await this.begin(tx, actor, null)) ?? (await this.open(tx)),
    );
    if (row) return viewOf(row);
    return this.request(actor); // the one that was running has just ended
  }

  /** The nightly run, once a night whoever asks. @param night `YYYY-MM-DD` */
  async requestNightly(night: string): Promise<void> {
    await this.uow.run((tx) => this.begin(tx, systemActor('audit'), night));
  }

  private async begin(tx: Tx, actor: Actor, night: string | null): Promise<Row | undefined> {
    // One whose task has ended without a word (it failed for good, its worker was killed) stands in nobody's way.
    const abandoned = await tx.query<{ id: string }>(
      `UPDATE audit_verifications v SET state = 'failed', finished_at = clock_timestamp(), says = 'it could not be run to its end'
        WHERE state IN ('waiting', 'running') AND NOT EXISTS (
          SELECT FROM tasks t WHERE t.name = $1 AND t.state IN ('ready', 'running') AND t.payload ->> 'verificationId' = v.id::text) RETURNING v.id`,
      [verifyLog.name],
    );
    for (const { id } of abandoned) await this.audit.record(tx, systemActor('audit'), abandonedEvent(id));
    const [row] = await tx.query<Row>(
      `INSERT INTO audit_verifications (id, night, requested_by, requested_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING ${columns}`,
      [uuidv7(), night, actor.id, this.clock.now()],
    );
    if (!row) return undefined;
    await tx.enqueue(verifyLog, { verificationId: row.id });
    await this.audit.record(tx, actor, {
      action: 'audit.verification_request',
      target: targetOf(row.id),
      facts: { night },
    });
    return row;
  }

  private async open(tx: Tx): Promise<Row | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${columns} FROM audit_verifications WHERE state IN ('waiting', 'running')`,
    );
    return row;
  }
}

const targetOf = (id: string) => ({ type: 'AuditVerification', id, label: 'verification of the change log' });

/** It said neither that the log is whole nor that it is damaged. */
const abandonedEvent = (id: string): AuditEvent => ({
  action: 'audit.verification',
  target: targetOf(id),
  facts: { outcome: 'failed' },
});

const viewOf = ({ requestedAt, startedAt, finishedAt, ...row }: Row): VerificationView => ({
  ...row,
  requestedAt: requestedAt.toISOString(),
  startedAt: startedAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
  progress: progressOf(row),
});

/** Of a log without events all is covered. */
const progressOf = ({ events, allEvents }: Pick<Row, 'events' | 'allEvents'>): number | null =>
  allEvents === null ? null : allEvents === 0 ? 1 : Math.min(1, events / allEvents);
