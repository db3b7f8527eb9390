import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Housekeeping } from '../../platform/queue/housekeeping.ts';
import { PermanentFailure, TaskHandlers, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { writeExport } from './export.task.ts';
import { ExportEndings } from './export-endings.ts';
import { type ExportFacts, startedEvent } from './export-events.ts';
import { ExportMeter } from './export-meter.ts';
import { tellingProgress } from './export-progress.ts';
import { announce, exportColumns, type ExportRow } from './export-rows.ts';
import { ExportStore } from './export-store.ts';
import { ExportWriter, type OpenExport } from './export-writer.ts';
import { contentTypeOf } from './file-name.ts';
import { actorAgain } from './kept-actor.ts';

/** Nothing is read from the database while a part is on its way to the store. */
const stallMs = 600_000;

/** Writes exports into object storage. One that was left half done is begun again from the start. */
@Injectable()
export class ExportProcessor implements OnModuleInit {
  private readonly logger = new Logger(ExportProcessor.name);

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly events: AuditEventsService,
    private readonly writer: ExportWriter,
    private readonly store: ExportStore,
    private readonly standing: KeyStanding,
    private readonly endings: ExportEndings,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(writeExport, ({ exportId }, run) => this.write(exportId, run));
    // Their filters may name people; who took what, the log itself keeps.
    this.housekeeping.add(
      'old exports of the change log',
      `DELETE FROM audit_exports WHERE id IN (
         SELECT id FROM audit_exports WHERE origin <> 'schedule' AND requested_at < now() - interval '90 days'
            AND (state IN ('cut', 'failed', 'expired') OR (state = 'complete' AND expires_at IS NULL)) LIMIT 1000)`,
    );
  }

  private async write(id: string, run: TaskRun): Promise<void> {
    const row = await this.take(id, run);
    if (!row) return;
    const { format, filter } = row;
    const actor = row.actor ? actorAgain(row.actor) : systemActor('audit');
    const facts: ExportFacts = { id, format, filter, resolved: await this.events.resolve(filter) };
    try {
      if (row.uploadId) await this.store.abort(row.origin, keyOf(row), row.uploadId);
      await this.standing.assertRegistered();
      await this.endings.complete(row, actor, facts, await this.send(row, actor, facts, run), run);
    } catch (error) {
      if (run.signal.aborted || run.attempt < writeExport.maxAttempts) throw error;
      const because = error instanceof Error ? error.message : String(error);
      await this.endings.fail(row, actor, facts, because, run);
      throw new PermanentFailure(because, { cause: error });
    }
  }

  /** @returns undefined when it has ended already */
  private take(id: string, run: TaskRun): Promise<ExportRow | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const [row] = await tx.query<ExportRow>(
        `SELECT ${exportColumns} FROM audit_exports WHERE id = $1 AND state IN ('waiting', 'running') FOR UPDATE`,
        [id],
      );
      if (!row) return undefined;
      await tx.query(
        `UPDATE audit_exports SET state = 'running', started_at = coalesce(started_at, clock_timestamp()), events = 0 WHERE id = $1`,
        [id],
      );
      const resolved = await this.events.resolve(row.filter);
      const actor = row.actor ? actorAgain(row.actor) : systemActor('audit');
      const { format, filter } = row;
      await this.audit.record(tx, actor, startedEvent({ id, format, filter, resolved }));
      await announce(tx, id);
      return row;
    });
  }

  private async send(row: ExportRow, actor: Actor, facts: ExportFacts, run: TaskRun): Promise<Sent> {
    const key = keyOf(row);
    const type = contentTypeOf(row.format, row.compression);
    const uploadId = await this.store.begin(row.origin, key, type);
    try {
      await this.note(row.id, run, { objectKey: key, uploadId });
      const open = await this.writer.open(actor, facts);
      const meter = new ExportMeter(stallMs);
      await this.pour(row, open, meter, run, (chunks) =>
        this.store.send(row.origin, key, uploadId, chunks, run.signal),
      );
      const { rows, matching, manifest } = open.content;
      await this.store.putManifest(row.origin, key, manifest);
      return { events: rows, matching, manifest, bytes: meter.bytes, sha256: meter.sha256() };
    } catch (error) {
      await this.giveUp(row, key, uploadId);
      throw error;
    }
  }

  private async pour(
    row: ExportRow,
    { snapshot, content, chunks }: OpenExport,
    meter: ExportMeter,
    run: TaskRun,
    sink: (chunks: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<void> {
    const tell = (events: number) => this.note(row.id, run, { events });
    const told = tellingProgress(chunks, content, row.format !== 'xlsx', run.signal, tell);
    const source = Readable.from(told, { objectMode: false });
    const { signal } = run;
    try {
      if (row.compression === 'gzip')
        await pipeline(source, meter, createGzip({ level: 4 }), sink, { signal });
      else await pipeline(source, meter, sink, { signal });
    } catch (error) {
      snapshot.abort(error as Error);
      throw error;
    }
  }

  private async note(
    id: string,
    run: TaskRun,
    { events = 0, objectKey, uploadId }: { events?: number; objectKey?: string; uploadId?: string },
  ): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await tx.query(
        `UPDATE audit_exports SET events = $2, object_key = coalesce($3, object_key), upload_id = coalesce($4, upload_id) WHERE id = $1`,
        [id, events, objectKey ?? null, uploadId ?? null],
      );
      await announce(tx, id);
    });
  }

  /** The next attempt does it otherwise, since the upload is noted. */
  private async giveUp({ origin, id }: ExportRow, key: string, uploadId: string): Promise<void> {
    await this.store
      .abort(origin, key, uploadId)
      .catch((error: Error) =>
        this.logger.warn(`the upload of export ${id} was not given up: ${error.message}`),
      );
  }
}

/** What was written. */
export type Sent = { events: number; matching: number; manifest: string; bytes: number; sha256: string };

/** People's exports by their id, since two may have one name; the schedule's by what they cover. */
const keyOf = ({ origin, id, cadence, period, fileName }: ExportRow): string =>
  origin === 'schedule' ? `${cadence}/${period?.slice(0, 4)}/${fileName}` : `audit-exports/${id}/${fileName}`;
