import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { writeExport } from './export.task.ts';
import { ExportEndings } from './export-endings.ts';
import { endedEvent, expiredEvent, forgottenEvent } from './export-events.ts';
import { notedKey } from './export-place.ts';
import { announce, endExport, exportColumns, type ExportRow } from './export-rows.ts';
import { ExportStore } from './export-store.ts';
import { FinishedExports } from './finished-exports.ts';
import { actorAgain } from './kept-actor.ts';

/** Longer than any export that is sent at once can take: its snapshot is cut after two hours. */
const longestStream = `interval '3 hours'`;
const atOnce = 50;
/** How long an export whose end failed is put off, so that it does not block the others. */
const putOffFor = `interval '10 minutes'`;

/** Cleans up after exports: files and rows that have expired, and exports whose process died. */
@Injectable()
export class ExportLeavings {
  private readonly logger = new Logger(ExportLeavings.name);
  private readonly system = systemActor('audit');

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly events: AuditEventsService,
    private readonly clock: Clock,
    private readonly store: ExportStore,
    private readonly endings: ExportEndings,
    private readonly finished: FinishedExports,
  ) {}

  /**
   * Removes expired files, from the store first: to remove one twice does no harm. A file that the store does not let
   * go, or a row that names what is not its own, is tried again later and does not hold up the others, which may hold
   * what an erasure has to remove. What the schedule has made never expires, whatever its row says.
   */
  async expire(): Promise<void> {
    const expired = `origin <> 'schedule' AND state = 'complete' AND expires_at <= $1`;
    await this.each(await this.some(expired, [this.clock.now()]), async (row) => {
      const { id, format } = row;
      const key = notedKey(row);
      if (key !== null) await this.store.remove('job', key);
      await this.uow.run(async (tx) => {
        const gone = await tx.query(
          `UPDATE audit_exports SET state = 'expired' WHERE id = $1 AND state = 'complete' RETURNING id`,
          [id],
        );
        if (gone.length === 0) return;
        await this.audit.record(tx, this.system, expiredEvent(id, format));
        await announce(tx, id);
      });
    });
  }

  /** Removes old exports from the list, since their filters may name people. The log itself keeps who took what. */
  async forget(): Promise<void> {
    await this.uow.run(async (tx) => {
      const gone = await tx.query<Pick<ExportRow, 'id' | 'format'>>(
        `DELETE FROM audit_exports WHERE id IN (
           SELECT id FROM audit_exports WHERE origin <> 'schedule' AND requested_at < $1::timestamptz - interval '90 days'
              AND (state IN ('cut', 'failed', 'expired') OR (state = 'complete' AND expires_at IS NULL))
            ORDER BY requested_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
         RETURNING id, format`,
        [this.clock.now()],
      );
      for (const { id, format } of gone) await this.audit.record(tx, this.system, forgottenEvent(id, format));
    });
  }

  /**
   * Ends exports whose task or process is gone: a worker was killed in the last attempt, or the server while it sent
   * one.
   */
  async endAbandoned(): Promise<void> {
    const rows = await this.some(
      `origin <> 'stream' AND state IN ('waiting', 'running') AND NOT EXISTS (
         SELECT FROM tasks t WHERE t.name = $1 AND t.state IN ('ready', 'running') AND t.payload ->> 'exportId' = audit_exports.id::text)`,
      [writeExport.name],
    );
    await this.each(rows, async (row) => {
      this.logger.warn(`export ${row.id} has no task any more`);
      const error = await this.clearUp(row, 'the worker ended in the middle of it');
      await this.endings.fail({ row, actor: this.actorOf(row), facts: await this.factsOf(row) }, error);
    });
    const streams = await this.some(
      `origin = 'stream' AND state = 'running' AND requested_at < now() - ${longestStream}`,
    );
    await this.each(streams, async (row) => {
      const facts = await this.factsOf(row);
      await this.uow.run(async (tx) => {
        const error = 'the server ended in the middle of it';
        if (await endExport(tx, row.id, { state: 'cut', events: 0, bytes: 0, error }))
          await this.audit.record(
            tx,
            { ...this.system, askedBy: row.requestedBy },
            endedEvent(facts, { outcome: 'cut', bytes: 0 }),
          );
      });
    });
  }

  /**
   * Ends each export. One that fails is put off (`ExportHealth` reports it) and does not hold up the others.
   *
   * @throws pg's errors if that cannot be written down
   */
  private async each(rows: readonly ExportRow[], end: (row: ExportRow) => Promise<unknown>): Promise<void> {
    for (const row of rows) {
      let isEnded = true;
      try {
        await end(row);
      } catch (error) {
        isEnded = false;
        this.logger.error(`the end of export ${row.id} is put off: ${(error as Error).message}`);
      }
      await this.database.query(
        'UPDATE audit_exports SET put_off_at = CASE WHEN $2 THEN NULL ELSE clock_timestamp() END WHERE id = $1 AND (put_off_at IS NOT NULL OR NOT $2)',
        [row.id, isEnded],
      );
    }
  }

  /**
   * Removes the file of an export that did not end. It may be whole, if its worker died between the last part and its
   * note. A job's file must go, or this is tried again; a scheduled one may be kept by a lock.
   *
   * @returns what to say of the end
   */
  private async clearUp(row: ExportRow, because: string): Promise<string> {
    const key = notedKey(row);
    if (key === null) return because;
    if (row.origin === 'job') await this.store.remove('job', key);
    const stays = row.origin === 'schedule' ? await this.finished.withdraw(row, key) : null;
    if (stays === null) return because;
    this.logger.warn(`the file of export ${row.id} ${stays}`);
    return `${because}; its file ${stays}`;
  }

  private some(where: string, values: unknown[] = []): Promise<ExportRow[]> {
    return this.database.query(
      `SELECT ${exportColumns} FROM audit_exports
        WHERE ${where} AND (put_off_at IS NULL OR put_off_at <= clock_timestamp() - ${putOffFor})
        ORDER BY put_off_at NULLS FIRST, requested_at LIMIT ${atOnce}`,
      values,
    );
  }

  private actorOf({ actor }: ExportRow): Actor {
    return actor ? actorAgain(actor) : this.system;
  }

  private async factsOf({ id, format, filter }: ExportRow) {
    return { id, format, filter, resolved: await this.events.meant(filter) };
  }
}
