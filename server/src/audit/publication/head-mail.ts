import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { escapeHtml, type Mail } from '../../platform/mail/mail.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { originOfLog } from '../sealing/log-origin.ts';
import type { HeadPlace, PublishedHead } from './head-place.ts';

/** Mails the newest head to the auditor, who then has a copy that nobody with the database can change. */
@Injectable()
export class HeadMail implements HeadPlace {
  readonly name = 'mail';
  readonly restSeconds: number;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly mailer: Mailer,
  ) {
    this.restSeconds = config.AUDIT_HEADS_MAIL_HOURS * 3_600;
  }

  get isConfigured(): boolean {
    return this.config.AUDIT_HEADS_MAIL !== undefined;
  }

  async publish(head: PublishedHead): Promise<null> {
    if (!this.mailer.isSending) throw new Error('SMTP_URL is not set');
    const mail = headMail(
      originOfLog(this.config),
      this.config.PUBLIC_URL,
      this.config.AUDIT_HEADS_MAIL ?? '',
      head,
    );
    const about = { type: 'AuditCheckpoint', id: String(head.number) };
    await this.uow.run(async (tx) => {
      const [sent] = await tx.query(
        'SELECT id FROM mails WHERE about_type = $1 AND about_id = $2 AND recipient = $3',
        [about.type, about.id, mail.to],
      );
      if (!sent) await this.mailer.enqueue(tx, mail, about);
    });
    return null;
  }

  /** Mails are sent later, by a task: the last one whose fate is known tells whether they arrive. */
  async failure(): Promise<string | undefined> {
    const [last] = await this.uow.run((tx) =>
      tx.query<{ state: string; error: string | null }>(
        `SELECT state, error FROM mails WHERE about_type = 'AuditCheckpoint' AND recipient = $1 AND state <> 'waiting'
          ORDER BY created_at DESC, id DESC LIMIT 1`,
        [this.config.AUDIT_HEADS_MAIL],
      ),
    );
    return last && last.state !== 'sent' ? (last.error ?? last.state) : undefined;
  }
}

/**
 * The text of the mail can be given to the verifier's `--heads` as it is: whoever keeps these mails in a folder can
 * check any export with it.
 */
export function headMail(
  origin: string,
  url: string,
  to: string,
  { number, closedAt, note }: PublishedHead,
): Mail {
  const moment = `${closedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const before = `The change log ${origin} had ${number} sealed segments on ${moment}. Keep this mail: whoever rewrites the log later cannot rewrite it.`;
  const verifier = new URL('/.well-known/seqdb-audit-verify.mjs', url).href;
  const after = `To check an export of the log, save this text in a file and run: node seqdb-audit-verify.mjs EXPORT --keys KEYS --heads FILE. The verifier is at ${verifier} and needs Node.js only. Build it from its source rather, or compare: the same source gives the same bytes.`;
  return {
    to,
    subject: `Signed head of the change log ${origin}, segment ${number}`.slice(0, 250),
    text: `${before}\n\n${note}\n${after}\n`,
    html: `<p>${escapeHtml(before)}</p><pre>${escapeHtml(note)}</pre><p>${escapeHtml(after)}</p>`,
  };
}
