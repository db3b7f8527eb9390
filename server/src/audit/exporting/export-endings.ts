import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { Recipients } from '../../platform/mail/recipients.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { AuditLog } from '../audit-log.ts';
import { exportMail, type ExportNews } from './export.mail.ts';
import type { Sent } from './export.processor.ts';
import { endedEvent, type ExportFacts } from './export-events.ts';
import { endExport, type ExportRow } from './export-rows.ts';

const dayMs = 86_400_000;

/** How an export in the background ends: its row, its event, and a mail to who asked. */
@Injectable()
export class ExportEndings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly recipients: Recipients,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async complete(row: ExportRow, actor: Actor, facts: ExportFacts, sent: Sent, run: TaskRun): Promise<void> {
    const { events, matching, bytes, sha256 } = sent;
    const end = { outcome: 'complete', bytes, rows: events, sha256 } as const;
    const expiresAt = new Date(this.clock.now().getTime() + this.config.AUDIT_EXPORT_KEPT_DAYS * dayMs);
    const isKept = row.origin === 'job'; // what the schedule puts into its bucket is the bucket's
    const news = { ...this.common(row), events, matching, bytes, expiresAt };
    await this.end(row, news, run, async (tx) => {
      await this.audit.record(tx, actor, endedEvent(facts, events < matching ? { ...end, matching } : end));
      return endExport(tx, row.id, { ...sent, state: 'complete', ...(isKept && { expiresAt }) });
    });
  }

  async fail(row: ExportRow, actor: Actor, facts: ExportFacts, error: string, run?: TaskRun): Promise<void> {
    await this.end(row, { ...this.common(row), error }, run, async (tx) => {
      await this.audit.record(tx, actor, endedEvent(facts, { outcome: 'failed', bytes: 0 }));
      return endExport(tx, row.id, { state: 'failed', events: 0, bytes: 0, error });
    });
  }

  private async end(
    row: ExportRow,
    news: ExportNews,
    run: TaskRun | undefined,
    work: (tx: Tx) => Promise<boolean>,
  ): Promise<void> {
    const to = row.origin === 'job' ? await this.recipients.addressOf(row.requestedBy) : undefined;
    await this.uow.run(async (tx) => {
      await run?.fence(tx);
      if (!(await work(tx))) return;
      if (to !== undefined)
        await this.mailer.enqueue(tx, { ...exportMail(news), to }, { type: 'AuditExport', id: row.id });
    });
  }

  private common({ id, format }: ExportRow) {
    return { id, format, publicUrl: this.config.PUBLIC_URL };
  }
}
