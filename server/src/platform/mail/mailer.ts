import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG, type Config } from '../config/config.ts';
import type { Tx } from '../database/tx.ts';
import { Clock } from '../time/clock.ts';
import { assertSafe, type Mail } from './mail.ts';
import { sendMail } from './mail.task.ts';

/** What a mail is about, so that its fate can be shown there. */
export type MailSubject = { type: string; id: string };

/**
 * Writes mails as rows of the change they tell of; the worker sends them. Where the installation has no mail server
 * they are kept and marked `skipped`, so that everybody can see what was not sent.
 */
@Injectable()
export class Mailer {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get isSending(): boolean {
    return this.config.SMTP_URL !== undefined;
  }

  /**
   * @returns the mail's id
   * @throws UnsafeMail; the change is rolled back with it
   */
  async enqueue(tx: Tx, mail: Mail, about: MailSubject): Promise<string> {
    assertSafe(mail);
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    await tx.query(
      `INSERT INTO mails (id, recipient, subject, text, html, about_type, about_id, state, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)`,
      [id, mail.to, mail.subject, mail.text, mail.html, about.type, about.id, now],
    );
    await tx.enqueue(sendMail, { mailId: id });
    return id;
  }
}
