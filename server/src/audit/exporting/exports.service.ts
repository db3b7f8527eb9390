import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Actor, Origin } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditExportQuery, AuditExportTicket, RequestAuditExport } from './export.contract.ts';
import { narrowingOf, periodOf } from '../audit.queries.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditExportLinks } from './export-links.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import { LogKeys } from '../sealing/log-keys.ts';
import { completeSql, filteredSql, inOrder } from './export.sql.ts';
import { ExportContent, sealIn } from './export-content.ts';
import { AuditLog } from '../audit-log.ts';
import { endedEvent, type ExportEnd, type ExportFacts, startedEvent } from './export-events.ts';
import type { ExportHeader } from './export-format.ts';
import { ExportMeter } from './export-meter.ts';
import { Snapshot } from './snapshot.ts';

/** What to answer with. */
export type AuditExport = {
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: Readable;
};

/** Each holds a connection and a snapshot for as long as its client reads. */
const mostAtOnce = 4;
const stallMs = 120_000;

/**
 * Exports of the change log. Each leaves two events: one that is committed before the first byte leaves, so that
 * nothing is taken away unseen, and one when it has ended, which says how: complete, with the number of events and
 * the SHA-256 of the bytes, or cut. A start without an end is an export that a dying process took with it.
 */
@Injectable()
export class AuditExports implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditExports.name);
  private readonly running = new Map<Readable, Promise<void>>();
  private starting = 0;

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly events: AuditEventsService,
    private readonly links: AuditExportLinks,
    private readonly keys: LogKeys,
    private readonly standing: KeyStanding,
  ) {}

  /**
   * A link for a browser. What is wrong with the filter is told here, where a page can show it.
   *
   * @throws AppError `audit.bad_period`, `audit.actor_too_vague`
   */
  async request(actor: Actor, asked: RequestAuditExport): Promise<AuditExportTicket> {
    periodOf(asked.filter.since, asked.filter.until);
    await this.standing.assertRegistered();
    await this.events.resolve(asked.filter);
    return this.links.create(actor, asked);
  }

  /**
   * Follows such a link, which is then used up, unless there is no room for another export.
   *
   * @throws AppError `audit.export_link_over`, and what `start` throws
   */
  async follow(token: string, origin: Origin, out: Writable): Promise<AuditExport> {
    this.assertRoom();
    await this.standing.assertRegistered();
    const { actor, query } = await this.links.use(token, origin);
    return this.start(actor, query, out);
  }

  /**
   * @param out where the stream will be sent: the export is complete when that has been handed all of it
   * @throws AppError `audit.exports_busy`, `audit.bad_period`, `audit.actor_too_vague`
   */
  async start(
    actor: Actor,
    { format, compression, ...filter }: AuditExportQuery,
    out: Writable,
  ): Promise<AuditExport> {
    this.assertRoom();
    this.starting += 1;
    try {
      await this.standing.assertRegistered();
      const resolved = await this.events.resolve(filter);
      const now = this.clock.now();
      const facts: ExportFacts = { id: uuidv7({ msecs: now.getTime() }), format, filter, resolved };
      const statements = statementsFor(actor, facts);
      await this.uow.run((tx) => this.audit.record(tx, actor, startedEvent(facts)));
      const open = await this.open(actor, facts, statements);
      const meter = new ExportMeter(stallMs);
      const stream = compression === 'gzip' ? createGzip({ level: 4 }) : meter;
      this.running.set(stream, this.watch(actor, facts, open, meter, stream, out));
      return { headers: headersOf(facts, now, compression), stream };
    } finally {
      this.starting -= 1;
    }
  }

  /** Cuts what is still running, and waits until the log says so. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const stream of this.running.keys()) stream.destroy(new Error('the server stopped'));
    await Promise.all(this.running.values());
  }

  private assertRoom(): void {
    if (this.running.size + this.starting < mostAtOnce) return;
    throw new AppError('unavailable', 'audit.exports_busy', 'Several exports are running. Try again soon.');
  }

  private async open(actor: Actor, facts: ExportFacts, { all, isComplete }: Statements): Promise<Open> {
    let snapshot: Snapshot | undefined;
    try {
      const { master } = this.database.driver as unknown as { master: Pool };
      snapshot = await Snapshot.open(master, isComplete ? inOrder : {});
      const [time] = await snapshot.query<{ now: Date }>(`SELECT date_trunc('milliseconds', now()) AS now`);
      const header: ExportHeader = {
        version: 1,
        id: facts.id,
        format: facts.format,
        origin: this.keys.origin,
        filter: facts.filter,
        complete: isComplete,
        exportedAt: (time?.now ?? this.clock.now()).toISOString(),
      };
      const content = new ExportContent(header, await sealIn(snapshot, isComplete), this.keys.all);
      const [first = '', ...others] = all;
      const chunks = content.chunks(snapshot, await snapshot.copy(first), others);
      return { snapshot, content, chunks };
    } catch (error) {
      snapshot?.abort(error as Error);
      await this.end(actor, facts, { outcome: 'failed', bytes: 0 });
      throw error;
    }
  }

  /** Never rejects: how an export ended is told by its event. */
  private async watch(
    actor: Actor,
    facts: ExportFacts,
    { snapshot, content, chunks }: Open,
    meter: ExportMeter,
    stream: Readable & Writable,
    out: Writable,
  ): Promise<void> {
    const through = stream === meter ? [meter] : [meter, stream];
    try {
      await Promise.all([
        pipeline([Readable.from(chunks, { objectMode: false }), ...through]),
        finished(out),
      ]);
      const { rows } = content;
      await this.end(actor, facts, { outcome: 'complete', bytes: meter.bytes, rows, sha256: meter.sha256() });
    } catch (error) {
      stream.destroy();
      meter.destroy();
      snapshot.abort(error as Error);
      this.logger.warn(`export ${facts.id} was cut after ${meter.bytes} bytes: ${(error as Error).message}`);
      await this.end(actor, facts, { outcome: 'cut', bytes: meter.bytes });
    } finally {
      this.running.delete(stream);
    }
  }

  private async end(actor: Actor, facts: ExportFacts, how: ExportEnd): Promise<void> {
    await this.uow
      .run((tx) => this.audit.record(tx, actor, endedEvent(facts, how)))
      .catch((error: Error) =>
        this.logger.error(`the end of export ${facts.id} is not in the log: ${error.message}`, error.stack),
      );
  }
}

type Statements = { all: string[]; isComplete: boolean };
type Open = { snapshot: Snapshot; content: ExportContent; chunks: AsyncGenerator<Buffer> };

/** Everything is written in the order of the seal, so that it can be seen that nothing is missing. */
function statementsFor(actor: Actor, { format, filter, resolved }: ExportFacts): Statements {
  const p = new Parameters();
  const narrowing = narrowingOf(resolved, actor, 'export', 'whole', p);
  const isComplete =
    Object.keys(filter).length === 0 && narrowing.conditions.every((each) => each === 'true');
  const all = isComplete ? completeSql(format) : [filteredSql(format, narrowing, p.values)];
  return { all, isComplete };
}

const types = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8' };

function headersOf(
  { id, format }: ExportFacts,
  now: Date,
  compression: AuditExportQuery['compression'],
): Record<string, string> {
  const moment = now.toISOString().slice(0, 19).replace(/[-:]/g, '');
  const name = `seqdb-change-log-${moment}Z.${format}`;
  return {
    // A compressed file is what was asked for, and not a way of sending another: browsers must not unpack it.
    'content-type': compression === 'gzip' ? 'application/gzip' : types[format],
    'content-disposition': `attachment; filename="${name}${compression === 'gzip' ? '.gz' : ''}"`,
    'cache-control': 'no-store',
    // The record of this export: its end event carries the SHA-256 of what was written.
    'x-audit-export': id,
  };
}
