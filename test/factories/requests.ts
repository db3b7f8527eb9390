import type { z } from 'zod';
import type { requestAnswerView, RequestView } from '../../server/src/ena/lifecycle/request.contract.ts';
import type { Answer, Person, TestApp } from '../setup/app.ts';
import { everyPage } from './pages.ts';
import { okay } from './submissions.ts';

type RequestAnswerView = z.infer<typeof requestAnswerView>;
type Verb = 'hold' | 'release' | 'withdraw' | 'suppress';

/** A curator who asks ENA for something about what it has. */
export class RequestDesk {
  constructor(
    private readonly app: TestApp,
    readonly as: Person,
  ) {}

  ask(accession: string | null, verb: Verb, body: object = {}): Promise<Answer> {
    return this.app.request('POST', `accessions/${accession}/${verb}`, {
      as: this.as,
      body: { reason: 'The depositor wrote', ...body },
    });
  }

  async get(id: string): Promise<RequestView> {
    return okay(await this.app.request('GET', `ena/requests/${id}`, { as: this.as }));
  }

  /** Waits until no worker has anything to do for it. */
  async settled({ id }: { id: string }, seconds = 100): Promise<RequestView> {
    for (const end = Date.now() + seconds * 1_000; ;) {
      const request = await this.get(id);
      if (!['requested', 'sending'].includes(request.status)) return request;
      if (Date.now() > end) {
        const answers = JSON.stringify(await this.answers(request));
        throw new Error(`still ${request.status} after ${seconds} s: ${JSON.stringify(request)} ${answers}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Asked, and answered by ENA. */
  async done(accession: string | null, verb: Verb, body: object = {}): Promise<RequestView> {
    return this.settled(okay(await this.ask(accession, verb, body), 201));
  }

  command({ id, version }: RequestView, command: string, reason?: string): Promise<Answer> {
    return this.app.request('POST', `ena/requests/${id}/${command}`, {
      as: this.as,
      ifMatch: version,
      body: reason === undefined ? {} : { reason },
    });
  }

  async answers({ id }: { id: string }): Promise<RequestAnswerView[]> {
    return everyPage<RequestAnswerView>(this.app, `ena/requests/${id}/answers`, this.as);
  }

  async objects({
    id,
  }: RequestView): Promise<{ accession: string; role: string; enaAccession: string | null }[]> {
    return okay(await this.app.request('GET', `ena/requests/${id}/objects?limit=500`, { as: this.as })).items;
  }
}
