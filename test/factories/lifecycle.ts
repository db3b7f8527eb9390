import { expect } from 'vitest';
import type { Person, TestApp } from '../setup/app.ts';
import { BatchDesk } from './batches.ts';
import type { OwnSandbox } from './sandbox.ts';
import { okay } from './submissions.ts';

export type AtEna = {
  alias: string;
  accession: string;
  status: string;
  holdUntilDate: string;
  title: string;
};

/** What a record is here and at ENA, and the way there. */
export class LifecycleBench {
  private readonly batches: BatchDesk;

  constructor(
    private readonly app: TestApp,
    private readonly sandbox: OwnSandbox,
    private readonly curator: Person,
  ) {
    this.batches = new BatchDesk(app, curator);
  }

  /** Sends an approved submission; ENA has to take all of it. */
  async register(submission: { id: string }): Promise<void> {
    const batch = await this.batches.send(await this.batches.create(submission));
    expect(await this.batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
  }

  async here(name: string) {
    return okay(await this.app.request('GET', `accessions/${name}`, { as: this.curator }));
  }

  async there(alias: string): Promise<AtEna | undefined> {
    return ((await this.sandbox.objects()) as unknown as AtEna[]).find((one) => one.alias === alias);
  }

  /** The XML that ENA has of it. */
  async xml(type: string, accession: string): Promise<string> {
    const { url, env } = this.sandbox.running;
    const basic = Buffer.from(`${env.ENA_USERNAME}:${env.ENA_PASSWORD}`).toString('base64');
    const response = await fetch(`${url}/ena/submit/drop-box/${type}s/${accession}?format=xml`, {
      headers: { authorization: `Basic ${basic}` },
    });
    return response.text();
  }
}
