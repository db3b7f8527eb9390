import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config/config.ts';
import { type Mail, messageIdOf, withoutAddresses } from './mail.ts';

/** What the mail server says will not get better: a 5xx reply (RFC 5321, 4.2.1). */
export class MailRefused extends Error {
  override name = 'MailRefused';
}

/** The way to the mail server; none where `SMTP_URL` is not set. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private transporter: Promise<Transporter> | undefined;
  private readonly url: string | undefined;
  private readonly from: string;
  private readonly host: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.from = config.MAIL_FROM;
    this.host = new URL(config.PUBLIC_URL).hostname;
    this.url = config.SMTP_URL;
  }

  get isSet(): boolean {
    return this.url !== undefined;
  }

  /**
   * @param id the same for each attempt at one mail, so that a repeated one can be recognised
   * @throws MailRefused when another attempt cannot help; Error when it may. Neither names the recipient
   */
  async send(id: string, mail: Mail): Promise<void> {
    if (this.url === undefined) throw new Error('no mail server is set');
    const transporter = await (this.transporter ??= transporterTo(this.url));
    try {
      await transporter.sendMail({
        from: this.from,
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: messageIdOf(id, this.host),
        // RFC 3834: no answers from machines.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      // Without its cause, which has the server's words as they came.
      const says = withoutAddresses(error instanceof Error ? error.message : String(error), mail.to);
      throw isFinal(error) ? new MailRefused(says) : new Error(says);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transporter)?.close();
  }
}

/** The package is loaded with the first mail: the worker sends them, the API has no use for it. */
async function transporterTo(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    // What a mail says may come from anybody: nothing in it makes the server read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** 5xx to the mail or its recipient; wrong credentials are the installation's fault and may be mended meanwhile. */
function isFinal(error: unknown): boolean {
  const { responseCode = 0, code } = error as { responseCode?: number; code?: string };
  return responseCode >= 500 && code !== 'EAUTH' && code !== 'ENOAUTH';
}
