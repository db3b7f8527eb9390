import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Housekeeping } from '../queue/housekeeping.ts';
import { PermanentFailure, TaskHandlers, type TaskRun } from '../queue/task-handlers.ts';
import { Clock } from '../time/clock.ts';
import type { Mail } from './mail.ts';
import { sendMail } from './mail.task.ts';
import { MailRefused, MailTransport } from './mail.transport.ts';

type State = 'sent' | 'skipped' | 'failed';

/**
 * Sends one mail. A worker that is killed between the server's yes and its own note sends the mail once more, under the
 * same message id: SMTP knows no other way, and a summary twice is better than none.
 */
@Injectable()
export class MailProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly uow: UnitOfWork,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(sendMail, ({ mailId }, run) => this.send(mailId, run));
    this.housekeeping.add(
      'old mails',
      `DELETE FROM mails WHERE id IN (
         SELECT id FROM mails WHERE state <> 'waiting' AND created_at < now() - interval '90 days' LIMIT 1000)`,
    );
  }

  private async send(mailId: string, run: TaskRun): Promise<void> {
    const mail = await this.uow.run(async (tx) => {
      await run.fence(tx);
      const [row] = await tx.query<Mail>(
        `SELECT recipient AS "to", subject, text, html FROM mails WHERE id = $1 AND state = 'waiting'`,
        [mailId],
      );
      return row;
    });
    if (!mail) return;
    if (!this.transport.isSet) return this.note(mailId, run, 'skipped', 'no mail server is set (SMTP_URL)');
    try {
      await this.transport.send(mailId, mail);
    } catch (error) {
      if (run.signal.aborted) throw error;
      const isLast = error instanceof MailRefused || run.attempt >= sendMail.maxAttempts;
      if (!isLast) throw error;
      const because = error instanceof Error ? error.message : String(error);
      await this.note(mailId, run, 'failed', because);
      throw new PermanentFailure(because, { cause: error });
    }
    await this.note(mailId, run, 'sent', null);
  }

  private async note(mailId: string, run: TaskRun, state: State, because: string | null): Promise<void> {
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await tx.query(`UPDATE mails SET state = $2, error = $3, ended_at = $4 WHERE id = $1`, [
        mailId,
        state,
        because?.slice(0, 2_000) ?? null,
        this.clock.now(),
      ]);
    });
  }
}
