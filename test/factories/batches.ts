import type { AttemptView, BatchItemView, BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import type { AnswerView } from '../../server/src/ena/sending/answers.contract.ts';
import type { Answer, Person, TestApp } from '../setup/app.ts';
import { everyPage } from './pages.ts';
import { okay } from './submissions.ts';

/** A curator working with ENA batches through the API. */
export class BatchDesk {
  constructor(
    private readonly app: TestApp,
    readonly as: Person,
  ) {}

  async create(...submissions: { id: string }[]): Promise<BatchView> {
    const body = { submissionIds: submissions.map(({ id }) => id) };
    return okay(await this.app.request('POST', 'ena/batches', { as: this.as, body }), 201);
  }

  async get(id: string): Promise<BatchView> {
    return okay(await this.app.request('GET', `ena/batches/${id}`, { as: this.as }));
  }

  command({ id, version }: BatchView, command: 'send' | 'retry', reason?: string): Promise<Answer> {
    const body = reason === undefined ? {} : { reason };
    return this.app.request('POST', `ena/batches/${id}/${command}`, { as: this.as, ifMatch: version, body });
  }

  async send(batch: BatchView): Promise<BatchView> {
    return okay(await this.command(batch, 'send'));
  }

  /** Once the task whose last answer settled the batch has ended, too. */
  async retry(batch: BatchView): Promise<BatchView> {
    for (;;) {
      const answer = await this.command(batch, 'retry');
      if (answer.body?.code !== 'ena.under_way') return okay(answer);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until nothing is under way any more. */
  async settled(id: string, seconds = 100): Promise<BatchView> {
    for (const end = Date.now() + seconds * 1_000; ;) {
      const batch = await this.get(id);
      if (batch.status !== 'sending') return batch;
      if (Date.now() > end) {
        const attempts = JSON.stringify(await this.attempts(id));
        throw new Error(`still sending after ${seconds} s: ${JSON.stringify(batch)} ${attempts}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until the batch is as it should be. */
  async until(id: string, isThere: (batch: BatchView) => boolean, seconds = 100): Promise<BatchView> {
    for (const end = Date.now() + seconds * 1_000; ;) {
      const batch = await this.get(id);
      if (isThere(batch)) return batch;
      if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${JSON.stringify(batch)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async items(id: string, query = 'limit=500'): Promise<BatchItemView[]> {
    const page = okay(await this.app.request('GET', `ena/batches/${id}/items?${query}`, { as: this.as }));
    return page.items;
  }

  async attempts(id: string): Promise<AttemptView[]> {
    return okay(await this.app.request('GET', `ena/batches/${id}/attempts`, { as: this.as })).items;
  }

  /** All that ENA said to a request. */
  async answers({ id }: AttemptView): Promise<AnswerView[]> {
    return everyPage<AnswerView>(this.app, `ena/attempts/${id}/answers`, this.as);
  }

  async answerDocument({ id }: AnswerView): Promise<string> {
    const answer = await this.app.request('GET', `ena/answers/${id}/document`, { as: this.as });
    okay(answer);
    return answer.text;
  }

  async document(attempt: AttemptView, which: 'payload' | 'receipt'): Promise<string> {
    const answer = await this.app.request('GET', `ena/attempts/${attempt.id}/${which}`, { as: this.as });
    okay(answer);
    return answer.text;
  }
}
