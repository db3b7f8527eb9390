import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError, invalid } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { withLine } from '../finding/line-filter.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import type { AuditExportQuery } from './export.contract.ts';
import { endedEvent, type ExportEnd, type ExportFacts, startedEvent } from './export-events.ts';
import { ExportMeter } from './export-meter.ts';
import { assertStillMay } from './export-right.ts';
import { endExport, type ExportOutcome, insertExport, type NewExport } from './export-rows.ts';
import { ExportWriter, type OpenExport } from './export-writer.ts';
import { attachment, contentTypeOf, fileNameOf, momentInName } from './file-name.ts';
import { keptActor } from './kept-actor.ts';

/** The answer to send. */
export type AuditExport = {
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: Readable;
};

/** Each holds a connection and a snapshot for as long as its client reads. */
const mostAtOnce = 4;
const stallMs = 120_000;

type Compression = AuditExportQuery['compression'];

/** An export that is being sent: to `out`, by way of `stream`, whose content `meter` counts before it is compressed. */
type Sending = {
  actor: Actor;
  facts: ExportFacts;
  open: OpenExport;
  meter: ExportMeter;
  stream: Readable & Writable;
  out: Writable;
};

/**
 * Exports of the change log that are sent while they are written. Each leaves two events: one that is committed before
 * the first byte leaves, so that nothing is taken away unnoticed, and one that says how it ended: complete, with the
 * number of events and the SHA-256 of the bytes, or cut. A start without an end belongs to a process that died.
 */
@Injectable()
export class AuditExports implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditExports.name);
  private readonly running = new Map<Readable, Promise<void>>();
  private starting = 0;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly events: AuditEventsService,
    private readonly writer: ExportWriter,
    private readonly standing: KeyStanding,
  ) {}

  /**
   * @param out where the stream will be sent; the export is complete when `out` has taken all of it
   * @throws AppError `access.denied` by now, `audit.exports_busy`, `audit.bad_period`, `audit.bad_search`, `audit.already_compressed`, and what
   *   `AuditEventsService.resolve` throws
   */
  async start(
    actor: Actor,
    { format, compression, q, ...given }: AuditExportQuery,
    out: Writable,
  ): Promise<AuditExport> {
    this.assertRoom();
    assertCompressible(format, compression);
    this.starting += 1;
    try {
      await this.standing.assertExportsRegistered();
      const filter = withLine(q, given);
      const resolved = await this.events.resolve(filter);
      const now = this.clock.now();
      const facts: ExportFacts = { id: uuidv7({ msecs: now.getTime() }), format, filter, resolved };
      const fileName = fileNameOf(momentInName(now), format, compression);
      await this.begin(actor, facts, { compression: compression ?? null, fileName, requestedAt: now });
      const open = await this.open(actor, facts);
      const meter = new ExportMeter(stallMs);
      const stream = compression === 'gzip' ? createGzip({ level: 4 }) : meter;
      this.running.set(stream, this.watch({ actor, facts, open, meter, stream, out }));
      return { headers: headersOf(facts, compression, fileName), stream };
    } finally {
      this.starting -= 1;
    }
  }

  /** @throws AppError `audit.exports_busy` */
  assertRoom(): void {
    if (this.running.size + this.starting < mostAtOnce) return;
    throw new AppError('unavailable', 'audit.exports_busy', 'Several exports are running. Try again soon.');
  }

  /** Cuts what is still running, and waits until the log says so. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const stream of this.running.keys()) stream.destroy(new Error('the server stopped'));
    await Promise.all(this.running.values());
  }

  private async begin(
    actor: Actor,
    facts: ExportFacts,
    file: Pick<NewExport, 'compression' | 'fileName' | 'requestedAt'>,
  ): Promise<void> {
    const { id, format, filter } = facts;
    await this.uow.run(async (tx) => {
      await assertStillMay(tx, keptActor(actor));
      await this.audit.record(tx, actor, startedEvent(facts));
      await insertExport(tx, {
        id,
        origin: 'stream',
        requestedBy: actor.id,
        actor: null,
        format,
        filter,
        state: 'running',
        ...file,
      });
    });
  }

  private async open(actor: Actor, facts: ExportFacts): Promise<OpenExport> {
    try {
      return await this.writer.open(actor, facts);
    } catch (error) {
      await this.end(actor, facts, { outcome: 'failed', bytes: 0 }, { events: 0 });
      throw error;
    }
  }

  /** Waits for the end of an export and writes its event, which says how it ended. Never rejects. */
  private async watch({ actor, facts, open, meter, stream, out }: Sending): Promise<void> {
    const { snapshot, content, chunks } = open;
    const through = stream === meter ? [meter] : [meter, stream];
    try {
      await Promise.all([
        pipeline([Readable.from(chunks, { objectMode: false }), ...through]),
        finished(out),
      ]);
      const { rows, matching, manifest } = content;
      const sha256 = meter.sha256();
      const end = { outcome: 'complete', bytes: meter.bytes, rows, sha256 } as const;
      await this.end(actor, facts, rows < matching ? { ...end, matching } : end, {
        events: rows,
        matching,
        manifest,
        sha256,
      });
    } catch (error) {
      stream.destroy();
      meter.destroy();
      snapshot.abort(error as Error);
      this.logger.warn(`export ${facts.id} was cut after ${meter.bytes} bytes: ${(error as Error).message}`);
      await this.end(actor, facts, { outcome: 'cut', bytes: meter.bytes }, { events: content.rows });
    } finally {
      this.running.delete(stream);
    }
  }

  private async end(
    actor: Actor,
    facts: ExportFacts,
    how: ExportEnd,
    row: Omit<ExportOutcome, 'state' | 'bytes'>,
  ): Promise<void> {
    await this.uow
      .run(async (tx) => {
        if (await endExport(tx, facts.id, { ...row, state: how.outcome, bytes: how.bytes }))
          await this.audit.record(tx, actor, endedEvent(facts, how));
      })
      .catch((error: Error) =>
        this.logger.error(`the end of export ${facts.id} is not in the log: ${error.message}`, error.stack),
      );
  }
}

/** @throws AppError `audit.already_compressed` */
export function assertCompressible(format: AuditExportQuery['format'], compression: Compression): void {
  if (format !== 'xlsx' || compression === undefined) return;
  throw invalid('audit.already_compressed', 'A workbook is compressed already.', [
    { path: 'compression', message: 'does not go with xlsx' },
  ]);
}

const headersOf = ({ id, format }: ExportFacts, compression: Compression, fileName: string) => ({
  'content-type': contentTypeOf(format, compression),
  'content-disposition': attachment(fileName),
  'cache-control': 'no-store',
  // Id of this export: the event of its end has the SHA-256 of what was written.
  'x-audit-export': id,
});
