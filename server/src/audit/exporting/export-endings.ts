import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { Recipients } from '../../platform/mail/recipients.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { exportMail, type ExportNews } from './export.mail.ts';
import { ErasureWatch } from './export-erasure-watch.ts';
import { endedEvent, type ExportFacts } from './export-events.ts';
import { endExport, type ExportOutcome, type ExportRow } from './export-rows.ts';

const dayMs = 86_400_000;

/** What was written. */
export type Sent = {
  /** Time of the snapshot that was read, ISO 8601. */
  moment: string;
  events: number;
  matching: number;
  manifest: string;
  bytes: number;
  sha256: string;
};

/** An export that was begun: its row, as whom it is written, and what was asked for. */
export type Begun = { row: ExportRow; actor: Actor; facts: ExportFacts };

type Ending = {
  news: ExportNews;
  outcome: ExportOutcome;
  event: AuditEvent;
  run: TaskRun | undefined;
  moment?: string;
};

/** Ends an export in the background: its row, its event, and a mail to whoever asked. */
@Injectable()
export class ExportEndings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly recipients: Recipients,
    private readonly erasures: ErasureWatch,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns false when somebody else has ended it already; then there is no event and no mail
   * @throws ErasedMeanwhile
   */
  async complete(begun: Begun, sent: Sent, run: TaskRun): Promise<boolean> {
    const { row, facts } = begun;
    const { moment, ...written } = sent;
    const { events, matching, bytes, sha256 } = written;
    const end = { outcome: 'complete', bytes, rows: events, sha256 } as const;
    const expiresAt = new Date(this.clock.now().getTime() + this.config.AUDIT_EXPORT_KEPT_DAYS * dayMs);
    const isKept = row.origin === 'job'; // how long a scheduled file stays is up to its bucket
    return this.end(begun, {
      news: { ...this.common(row), events, matching, bytes, expiresAt },
      outcome: { ...written, state: 'complete', ...(isKept && { expiresAt }) },
      event: endedEvent(facts, events < matching ? { ...end, matching } : end),
      run,
      moment,
    });
  }

  /** @returns false when somebody else has ended it already */
  async fail(begun: Begun, error: string, run?: TaskRun): Promise<boolean> {
    return this.end(begun, {
      news: { ...this.common(begun.row), error },
      outcome: { state: 'failed', events: 0, bytes: 0, error },
      event: endedEvent(begun.facts, { outcome: 'failed', bytes: 0 }),
      run,
    });
  }

  private async end(
    { row, actor }: Pick<Begun, 'row' | 'actor'>,
    { news, outcome, event, run, moment }: Ending,
  ): Promise<boolean> {
    const to = row.origin === 'job' ? await this.recipients.addressOf(row.requestedBy) : undefined;
    return this.uow.run(async (tx) => {
      await run?.fence(tx);
      if (moment !== undefined) await this.erasures.assertNone(tx, moment);
      if (!(await endExport(tx, row.id, outcome))) return false;
      await this.audit.record(tx, actor, event);
      if (to !== undefined)
        await this.mailer.enqueue(tx, { ...exportMail(news), to }, { type: 'AuditExport', id: row.id });
      return true;
    });
  }

  private common({ id, format }: ExportRow) {
    return { id, format, publicUrl: this.config.PUBLIC_URL };
  }
}
