// A run goes over the whole log and takes long. A person requests it, or the clock once a night; at most one waits or
// runs at a time. A run is a row, which a task works on: it notes there how far it has come, and how it ended.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { abandoned, reasonsJson } from './reason.ts';
import type { RunKind } from './run-kind.ts';

const isOpen = `state IN ('waiting', 'running')`;

/** A step in the life of a run. */
export type RunStep = {
  /** SQL: what is set, with the values from `$2` on. */
  set: string;
  values?: readonly unknown[];
  /** What open pages are told, in the past tense. */
  told: string;
  event?: AuditEvent;
  /** What else belongs to it. */
  also?: (tx: Tx) => Promise<void>;
};

/** Runs over the whole log: requests them, notes their progress, and reads how they went. */
@Injectable()
export class LogRuns {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The last run that ended, as the log itself says, and the one that waits or runs. */
  async standing<View>(kind: RunKind<View>): Promise<{ last: View | null; current: View | null }> {
    const [last, current] = await Promise.all([
      this.read(kind, `finished_at <= now() AND ${kind.isTold} ORDER BY finished_at DESC LIMIT 1`),
      this.read(kind, isOpen),
    ]);
    return { last: last ?? null, current: current ?? null };
  }

  get<View>(kind: RunKind<View>, id: string): Promise<View | undefined> {
    return this.read(kind, 'id = $1', [id]);
  }

  /** Requests a run. If one waits or runs already, returns that one. */
  async request<View>(kind: RunKind<View>, actor: Actor): Promise<View> {
    const run = await this.uow.run(
      async (tx) => (await this.begin(tx, kind, actor, null)) ?? (await this.read(kind, isOpen, [], tx)),
    );
    return run ?? this.request(kind, actor); // the one that was running has just ended
  }

  /** Requests the nightly run, once a night however many workers ask. @param night `YYYY-MM-DD` */
  async requestNightly(kind: RunKind, night: string): Promise<void> {
    await this.uow.run((tx) => this.begin(tx, kind, this.actor, night));
  }

  /**
   * Ends a run whose task is gone (it failed for good, or its worker was killed), so that it does not block the next
   * one.
   */
  endAbandoned(kind: RunKind): Promise<void> {
    return this.uow.run((tx) => this.endAbandonedIn(tx, kind));
  }

  /** Notes a step of a run. @returns false if the run has ended already */
  step(
    kind: RunKind,
    id: string,
    run: TaskRun,
    { set, values = [], told, event, also }: RunStep,
  ): Promise<boolean> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const rows = await tx.query(
        `UPDATE ${kind.table} SET ${set} WHERE id = $1 AND ${isOpen} RETURNING id`,
        [id, ...values],
      );
      if (event && rows.length > 0) await this.audit.record(tx, this.actor, event);
      if (rows.length > 0) await also?.(tx);
      await tx.publish({ type: told, subject: { type: kind.target(id).type, id }, access: {} });
      return rows.length > 0;
    });
  }

  /** Ends a run by what another role writes. @param write returns false if the run has ended already */
  end(kind: RunKind, id: string, run: TaskRun, told: string, write: () => Promise<boolean>): Promise<void> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      if (await write())
        await tx.publish({ type: told, subject: { type: kind.target(id).type, id }, access: {} });
    });
  }

  /**
   * Ends a run that found what must not stay unsaid: its event is written whatever has become of the run or its task
   * meanwhile, and also where the run's row cannot be written.
   *
   * @throws pg's errors, after the event was written
   */
  async alarm(
    kind: RunKind,
    id: string,
    { set, values = [], told, event, also }: Required<RunStep>,
  ): Promise<void> {
    try {
      await this.uow.run(async (tx) => {
        await tx.query(`UPDATE ${kind.table} SET ${set} WHERE id = $1 AND ${isOpen}`, [id, ...values]);
        await this.audit.record(tx, this.actor, event);
        await also(tx);
        await tx.publish({ type: told, subject: { type: kind.target(id).type, id }, access: {} });
      });
    } catch (error) {
      await this.uow.run((tx) => this.audit.record(tx, this.actor, event));
      await this.uow.run(also);
      throw error;
    }
  }

  private async begin<View>(
    tx: Tx,
    kind: RunKind<View>,
    actor: Actor,
    night: string | null,
  ): Promise<View | undefined> {
    await this.endAbandonedIn(tx, kind);
    const id = uuidv7();
    const [row] = await tx.query(
      `INSERT INTO ${kind.table} (id, night, requested_by, requested_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING ${kind.columns}`,
      [id, night, actor.id, this.clock.now()],
    );
    if (!row) return undefined;
    await tx.enqueue(kind.task, { [kind.key]: id }, { askedBy: actor });
    await this.audit.record(tx, actor, kind.requested(id, night));
    return viewOf(kind, row);
  }

  private async endAbandonedIn(tx: Tx, kind: RunKind): Promise<void> {
    const ended = await tx.query<{ id: string; askedBy: string }>(
      `UPDATE ${kind.table} r SET state = 'failed', finished_at = clock_timestamp(), says = $3, reasons = $4
        WHERE ${isOpen} AND NOT EXISTS (
          SELECT FROM tasks t WHERE t.name = $1 AND t.state IN ('ready', 'running') AND t.payload ->> $2 = r.id::text) RETURNING r.id, r.requested_by AS "askedBy"`,
      [kind.task.name, kind.key, abandoned.says, reasonsJson({ says: abandoned })],
    );
    for (const { id, askedBy } of ended)
      await this.audit.record(tx, { ...this.actor, askedBy }, kind.abandoned(id));
  }

  private async read<View>(
    kind: RunKind<View>,
    where: string,
    values: unknown[] = [],
    tx?: Tx,
  ): Promise<View | undefined> {
    const sql = `SELECT ${kind.columns} FROM ${kind.table} WHERE ${where}`;
    const [row] = tx ? await tx.query(sql, values) : await this.database.query<Row[]>(sql, values);
    return row && viewOf(kind, row);
  }
}

type Row = Record<string, unknown>;

const viewOf = <View>({ view }: RunKind<View>, row: Row): View =>
  view.parse(
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ),
  );
