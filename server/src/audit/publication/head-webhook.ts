import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { HeadPlace, PublishedHead } from './head-place.ts';

const patienceMs = 10_000;

/** Sends each published head to another program: a witness, a chat, a printer. */
@Injectable()
export class HeadWebhook implements HeadPlace {
  readonly name = 'webhook';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get isConfigured(): boolean {
    return this.config.AUDIT_HEADS_WEBHOOK_URL !== undefined;
  }

  /** Follows no redirect: the address and the signature may be secret, and are meant for that address only. */
  async publish({ number, note }: PublishedHead): Promise<null> {
    const answer = await fetch(this.config.AUDIT_HEADS_WEBHOOK_URL ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'x-seqdb-segment': String(number),
        ...this.signature(note),
      },
      body: note,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    return null;
  }

  private signature(note: string): Record<string, string> {
    const { AUDIT_HEADS_WEBHOOK_SECRET: secret } = this.config;
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    return secret === undefined ? {} : { 'x-seqdb-signature': webhookSignature(secret, seconds, note) };
  }
}

/**
 * By which a receiver knows that a request is ours and recent: `t=<seconds since 1970>,v1=<HMAC-SHA-256, in hex, of the
 * seconds, a full stop and the body>`.
 */
export const webhookSignature = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
