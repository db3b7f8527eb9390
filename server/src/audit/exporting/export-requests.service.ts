import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { periodOf } from '../audit.queries.ts';
import { withLine } from '../finding/line-filter.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import type { AuditExportTicket, RequestAuditExport } from './export.contract.ts';
import { writeExport } from './export.task.ts';
import { type ExportFacts, requestedEvent } from './export-events.ts';
import { AuditExportLinks } from './export-links.ts';
import { assertStillMay } from './export-right.ts';
import { insertExport } from './export-rows.ts';
import { ExportWriter } from './export-writer.ts';
import { assertCompressible } from './exports.service.ts';
import { fileNameOf, momentInName } from './file-name.ts';
import { keptActor } from './kept-actor.ts';

/** How many open exports one person may have. */
const mostOpen = 5;
/** Where counting stops: a greater number would not be worth the time. */
const countedUpTo = 1_000_000;

/** Requests exports: a small one gets a link, a large one a task. */
@Injectable()
export class AuditExportRequests {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly events: AuditEventsService,
    private readonly links: AuditExportLinks,
    private readonly writer: ExportWriter,
    private readonly standing: KeyStanding,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Requests an export. Errors in the filter are reported here, where a page can show them.
   *
   * @throws AppError `audit.bad_period`, `audit.bad_search`, `audit.already_compressed`, `audit.exports_open`, and what
   *   `AuditEventsService.resolve` throws
   */
  async request(actor: Actor, asked: RequestAuditExport): Promise<AuditExportTicket> {
    const { format, compression, delivery } = asked;
    const { q, ...given } = asked.filter;
    const filter = withLine(q, given);
    periodOf(filter.since, filter.until);
    assertCompressible(format, compression);
    await this.standing.assertExportsRegistered();
    const resolved = await this.events.resolve(filter);
    const expected = await this.writer.count(actor, { resolved }, countedUpTo);
    const isJob = delivery === undefined ? expected > this.config.AUDIT_EXPORT_JOB_ABOVE : delivery === 'job';
    if (!isJob)
      return this.links.create(actor, { query: { ...filter, format, ...(compression && { compression }) } });
    const now = this.clock.now();
    const facts: ExportFacts = { id: uuidv7({ msecs: now.getTime() }), format, filter, resolved };
    await this.uow.run(async (tx) => {
      await assertStillMay(tx, keptActor(actor));
      await this.assertFew(tx, actor);
      await this.enqueue(tx, actor, facts, { compression: compression ?? null, now, expected });
    });
    return { delivery: 'job', exportId: facts.id, url: null, expiresAt: null };
  }

  private async enqueue(
    tx: Tx,
    actor: Actor,
    facts: ExportFacts,
    { compression, now, expected }: { compression: 'gzip' | null; now: Date; expected: number },
  ): Promise<void> {
    const { id, format, filter } = facts;
    await insertExport(tx, {
      id,
      origin: 'job',
      requestedBy: actor.id,
      requestedAt: now,
      actor: keptActor(actor),
      format,
      compression,
      filter,
      state: 'waiting',
      fileName: fileNameOf(momentInName(now), format, compression),
      expected,
    });
    await tx.enqueue(writeExport, { exportId: id }, { askedBy: actor });
    await this.audit.record(tx, actor, requestedEvent(facts));
  }

  private async assertFew(tx: Tx, actor: Actor): Promise<void> {
    const [row] = await tx.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM audit_exports
        WHERE requested_by = $1 AND origin = 'job' AND state IN ('waiting', 'running')`,
      [actor.id],
    );
    if ((row?.open ?? 0) < mostOpen) return;
    throw new AppError(
      'too_many',
      'audit.exports_open',
      `${mostOpen} of your exports are being written. Wait until one of them has ended.`,
    );
  }
}
