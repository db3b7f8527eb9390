import { Injectable, Logger } from '@nestjs/common';
import { AuditHealth } from '../audit/audit-health.ts';
import type { Actor } from '../platform/access/actor.ts';
import { Clock } from '../platform/time/clock.ts';
import { type Check, check, inWords } from './check.ts';
import { Dependencies } from './dependencies.ts';
import type { ReadyView } from './health.contract.ts';
import type { HealthReport } from './health-report.contract.ts';
import { logReport } from './log-report.ts';
import { version } from './version.ts';

/**
 * A log that is behind with its seal does not keep anybody from working: it is told, and requests are served. It lies in
 * the database: while something that everything needs is away, it is not asked.
 */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    private readonly dependencies: Dependencies,
    private readonly audit: AuditHealth,
    private readonly clock: Clock,
  ) {}

  /** In words that may be told to everybody. */
  async ready(): Promise<ReadyView> {
    const asked = await this.dependencies.look();
    const checks = Object.fromEntries(
      asked.map(({ name, ok, ms, says }) => [name, { ok, ms, detail: says }]),
    );
    if (asked.some(({ ok }) => !ok)) return { status: 'not ready', checks };
    const audit = await this.askLog(() => this.audit.standing());
    const detail = audit.ok ? (audit.answer.trouble ?? audit.answer.note) : inWords(audit.reason);
    const ok = audit.ok && audit.answer.trouble === null;
    return { status: ok ? 'ready' : 'degraded', checks: { ...checks, audit: { ok, ms: audit.ms, detail } } };
  }

  /** All that there is to know, as far as this person may read what it is about. */
  async report(actor: Actor): Promise<HealthReport> {
    const asked = { version, askedAt: this.clock.now().toISOString() };
    const dependencies = await this.dependencies.look();
    if (dependencies.some(({ ok }) => !ok))
      return { ...asked, status: 'not ready', dependencies, changeLog: null };
    const changeLog = logReport(await this.askLog(() => this.audit.look()), actor);
    const isWell = changeLog.failure === null && changeLog.troubles.length === 0;
    return { ...asked, status: isWell ? 'ready' : 'degraded', dependencies, changeLog };
  }

  private async askLog<Answer>(ask: () => Promise<Answer>): Promise<Check<Answer>> {
    const asked = await check(ask);
    if (!asked.ok) this.logger.debug(`change log: ${String(asked.error)}`);
    return asked;
  }
}
