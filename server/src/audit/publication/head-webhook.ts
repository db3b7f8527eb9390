import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { HeadPlace, PublishedHead } from './head-place.ts';

const patienceMs = 10_000;

/** Tells another program each published head: a witness, a chat, a printer. */
@Injectable()
export class HeadWebhook implements HeadPlace {
  readonly name = 'webhook';
  private readonly url: string | undefined;

  constructor(@Inject(CONFIG) { AUDIT_HEADS_WEBHOOK_URL: url }: Config) {
    this.url = url;
  }

  get isConfigured(): boolean {
    return this.url !== undefined;
  }

  async publish({ number, note }: PublishedHead): Promise<null> {
    const answer = await fetch(this.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-seqdb-segment': String(number) },
      body: note,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    return null;
  }
}
