import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Actor, systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { LeaseLost, PermanentFailure, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { writeExport } from './export.task.ts';
import { type Begun, ExportEndings, type Sent } from './export-endings.ts';
import { type ExportFacts, startedEvent } from './export-events.ts';
import { ExportMeter } from './export-meter.ts';
import { tellingProgress } from './export-progress.ts';
import { keyOf } from './export-place.ts';
import { assertStillMay } from './export-right.ts';
import { announce, exportColumns, type ExportRow } from './export-rows.ts';
import { ExportStore } from './export-store.ts';
import { ExportWriter, type OpenExport } from './export-writer.ts';
import { contentTypeOf } from './file-name.ts';
import { FinishedExports, WrittenAlready } from './finished-exports.ts';
import { actorAgain } from './kept-actor.ts';

/** In ms. Long, since nothing is read from the database while a part is being sent to the store. */
const stallMs = 600_000;

/** Writes exports into object storage. One that was left half done is started over. */
@Injectable()
export class ExportWriting {
  private readonly logger = new Logger(ExportWriting.name);

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly events: AuditEventsService,
    private readonly writer: ExportWriter,
    private readonly store: ExportStore,
    private readonly standing: KeyStanding,
    private readonly endings: ExportEndings,
    private readonly finished: FinishedExports,
  ) {}

  /** @throws PermanentFailure when it has failed for good; anything else when it is worth another attempt */
  async write(id: string, run: TaskRun): Promise<void> {
    const row = await this.open(id);
    if (!row) return;
    const { format, filter } = row;
    const key = keyOf(row);
    const actor = row.actor ? actorAgain(row.actor) : systemActor('audit');
    let facts: ExportFacts = { id, format, filter, resolved: {} };
    try {
      // A name in the filter may have become too vague since the export was requested.
      facts = { ...facts, resolved: await this.events.resolve(filter) };
      if (row.origin === 'schedule') await this.finished.assertNoneAt(key, id);
      if (!(await this.begin(row, actor, facts, run))) return;
      if (row.uploadId) await this.store.abort(row.origin, key, row.uploadId);
      await this.standing.assertExportsRegistered();
      const begun = { row, actor, facts };
      const sent = await this.send(begun, run);
      if (await this.endings.complete(begun, sent, run)) return;
      // It was ended while it was being written, for example because whoever asked was erased: nobody else would remove
      // the file.
      if (row.origin === 'job') await this.store.remove(row.origin, key);
    } catch (error) {
      if (run.signal.aborted || isWorthAnother(error, run)) throw error;
      const because = error instanceof Error ? error.message : String(error);
      // The file may even be whole, if a step after the last part failed. If the store fails here, `ExportLeavings`
      // ends the export.
      if (row.origin === 'job') await this.store.remove(row.origin, key);
      await this.endings.fail({ row, actor, facts }, because, run);
      throw new PermanentFailure(because, { cause: error });
    }
  }

  /** @returns undefined when it has ended already */
  private async open(id: string): Promise<ExportRow | undefined> {
    const [row]: ExportRow[] = await this.database.query(
      `SELECT ${exportColumns} FROM audit_exports WHERE id = $1 AND state IN ('waiting', 'running')`,
      [id],
    );
    return row;
  }

  /** @returns false when it has ended in the meantime */
  private begin(row: ExportRow, actor: Actor, facts: ExportFacts, run: TaskRun): Promise<boolean> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      if (row.actor) await assertStillMay(tx, row.actor, true);
      const begun = await tx.query(
        `UPDATE audit_exports SET state = 'running', started_at = coalesce(started_at, clock_timestamp()), events = 0
          WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id`,
        [facts.id],
      );
      if (begun.length === 0) return false;
      await this.audit.record(tx, actor, startedEvent(facts, run.attempt));
      await announce(tx, facts.id);
      return true;
    });
  }

  private async send({ row, actor, facts }: Begun, run: TaskRun): Promise<Sent> {
    const key = keyOf(row);
    const type = contentTypeOf(row.format, row.compression);
    const uploadId = await this.store.begin(row.origin, key, type);
    try {
      await this.note(row.id, run, { objectKey: key, uploadId });
      const open = await this.writer.open(actor, facts);
      const meter = await this.pour(row, open, run, (chunks) =>
        this.store.send(row.origin, key, uploadId, chunks, run.signal),
      );
      const { rows, matching, manifest } = open.content;
      await this.store.putManifest(row.origin, key, manifest);
      return {
        moment: open.moment,
        events: rows,
        matching,
        manifest,
        bytes: meter.bytes,
        sha256: meter.sha256(),
      };
    } catch (error) {
      await this.giveUp(row, key, uploadId);
      if (row.origin === 'schedule') await this.withdraw(row, key, run, error as Error);
      throw error;
    }
  }

  /** @returns what has counted and hashed the content, before it was compressed */
  private async pour(
    row: ExportRow,
    { snapshot, content, chunks }: OpenExport,
    run: TaskRun,
    sink: (chunks: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<ExportMeter> {
    const { signal } = run;
    const tell = (events: number) => this.note(row.id, run, { events });
    const told = tellingProgress(chunks, { content, isText: row.format !== 'xlsx', signal, tell });
    const source = Readable.from(told, { objectMode: false });
    const meter = new ExportMeter(stallMs);
    try {
      if (row.compression === 'gzip')
        await pipeline(source, meter, createGzip({ level: 4 }), sink, { signal });
      else await pipeline(source, meter, sink, { signal });
      return meter;
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

  /**
   * Removes a scheduled file whose manifest may be missing: nobody could tell it from a whole one, and there may be no
   * further attempt. Only while the task is ours, since otherwise another worker may be writing there.
   *
   * @throws Error saying why the file stays, after what went wrong first
   */
  private async withdraw(row: ExportRow, key: string, run: TaskRun, first: Error): Promise<void> {
    if (run.signal.aborted || first instanceof LeaseLost) return;
    await this.uow.run((tx) => run.fence(tx));
    const stays = await this.store.withdraw(row.origin, key);
    if (stays === null) return;
    this.logger.warn(`the file of export ${row.id} ${stays}`);
    throw new Error(`${first.message}; its file ${stays}`, { cause: first });
  }

  /** If this fails, the next attempt does it, since the upload is noted. */
  private async giveUp({ origin, id }: ExportRow, key: string, uploadId: string): Promise<void> {
    await this.store
      .abort(origin, key, uploadId)
      .catch((error: Error) =>
        this.logger.warn(`the upload of export ${id} was not given up: ${error.message}`),
      );
  }
}

/** An error in the filter will be there the next time, too, and a role that was taken away is gone. */
const isWorthAnother = (error: unknown, { attempt }: TaskRun): boolean =>
  attempt < writeExport.maxAttempts &&
  !(
    error instanceof WrittenAlready ||
    (error instanceof AppError && ['invalid', 'forbidden'].includes(error.kind))
  );
