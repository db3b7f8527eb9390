// Whoever alters the log hopes that nobody looks. So what is found is mailed, in the transaction that notes it, to those who
// answer for the log; each night the same would be read by nobody.
import { hash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Role } from '../../platform/access/roles.contract.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnsafeMail } from '../../platform/mail/mail.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { Clock } from '../../platform/time/clock.ts';
import { originOfLog } from '../sealing/log-origin.ts';
import { type LogAlarm, logAlarmMail } from './log-alarm.mail.ts';

const aboutType = 'AuditAlarm';
const told: readonly Role[] = ['auditor', 'admin'];
/** A week, less what a nightly run may come earlier than the one that told it last. */
const againMs = 6.5 * 86_400_000;

/** What ends an alarm: found once more after that, it is news. */
const endings: Record<LogAlarm['kind'], string> = {
  damage: `SELECT max(finished_at)::text AS ended FROM audit_verifications WHERE state = 'passed'`,
  head: `SELECT max(occurred_at)::text AS ended FROM audit_events WHERE action = 'audit.publication_alarm_end'`,
  month: `SELECT max(finished_at)::text AS ended FROM audit_retention_runs WHERE state <> 'failed'`,
};

/** Tells auditors and administrators, and where heads are mailed to, that somebody may have altered the log. */
@Injectable()
export class LogAlarms {
  private readonly logger = new Logger(LogAlarms.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Once for the same finding; again after a week, and after it had ended. */
  async tell(tx: Tx, alarm: LogAlarm): Promise<void> {
    const now = this.clock.now();
    const found = await foundIn(tx, alarm);
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit_alarm ${found}`]);
    const [last] = await tx.query(
      `SELECT id FROM mails
        WHERE about_type = $1 AND starts_with(about_id, $2) AND created_at > $3 AND state <> 'failed' LIMIT 1`,
      [aboutType, found, new Date(now.getTime() - againMs)],
    );
    if (last) return;
    const about = { type: aboutType, id: `${found} ${now.toISOString()}` }; // of a recipient, only one is about the same
    const mail = logAlarmMail(alarm, originOfLog(this.config), this.config.PUBLIC_URL);
    for (const to of await this.recipients(tx)) {
      try {
        await this.mailer.enqueue(tx, { ...mail, to }, about);
      } catch (error) {
        if (!(error instanceof UnsafeMail)) throw error;
        this.logger.error(`somebody is not told of an alarm: ${error.message}`); // the alarm itself must not fail
      }
    }
  }

  private async recipients(tx: Tx): Promise<string[]> {
    const people = await tx.query<{ email: string }>(
      `SELECT email FROM users WHERE status = 'active' AND erased_at IS NULL AND roles && $1::text[] ORDER BY email`,
      [told],
    );
    const all = [
      ...people.map(({ email }) => email),
      ...(this.config.AUDIT_HEADS_MAIL === undefined ? [] : [this.config.AUDIT_HEADS_MAIL]),
    ];
    return [...new Map(all.map((address) => [address.toLowerCase(), address])).values()];
  }
}

/** Names what was found, and what was found again after it had ended otherwise. */
async function foundIn(tx: Tx, alarm: LogAlarm): Promise<string> {
  const [ending] = await tx.query<{ ended: string | null }>(endings[alarm.kind]);
  const named =
    alarm.kind === 'damage'
      ? [alarm.places.map(({ kind, number, id, says }) => [kind, number ?? id, says]), alarm.unnamed]
      : [alarm];
  return `${alarm.kind} ${hash('sha256', JSON.stringify([ending?.ended ?? null, ...named])).slice(0, 32)}`;
}
