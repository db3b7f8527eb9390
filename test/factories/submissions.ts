import { expect } from 'vitest';
import type { FindingView } from '../../server/src/submissions/findings.contract.ts';
import type { ChangeRecord, RecordView } from '../../server/src/submissions/record.contract.ts';
import type {
  CreateSubmission,
  SubmissionCommand,
  SubmissionView,
} from '../../server/src/submissions/submission.contract.ts';
import type { Answer, Person, TestApp } from '../setup/app.ts';
import { samples, sheet } from './sheets.ts';

export const nextYear = `${new Date().getUTCFullYear() + 1}-06-30`;

export const study = (given: Partial<CreateSubmission> = {}) => ({
  title: 'Potato cultivars of three Andean valleys',
  description: 'Leaves of potato cultivars grown in three valleys of the Andes.',
  holdDate: nextYear,
  ...given,
});

export function form(bytes: Uint8Array | string, name = 'samples.tsv'): FormData {
  const data = new FormData();
  data.append('file', new Blob([typeof bytes === 'string' ? bytes : Buffer.from(bytes)]), name);
  return data;
}

/** A person working with submissions through the API; every answer has to be the expected one. */
export class Desk {
  constructor(
    private readonly app: TestApp,
    readonly as: Person,
  ) {}

  async create(given: Partial<CreateSubmission> = {}): Promise<SubmissionView> {
    return okay(await this.app.request('POST', 'submissions', { as: this.as, body: study(given) }), 201);
  }

  async get(id: string): Promise<SubmissionView> {
    return okay(await this.app.request('GET', `submissions/${id}`, { as: this.as }));
  }

  async upload(
    { id, version }: SubmissionView,
    bytes: Uint8Array | string,
    name?: string,
  ): Promise<SubmissionView> {
    const answer = await this.app.request('POST', `submissions/${id}/sheets`, {
      as: this.as,
      ifMatch: version,
      body: form(bytes, name),
    });
    return okay(answer, 201);
  }

  /** A draft with so many samples that nothing is wrong with. */
  async draft(count = 2, given: Partial<CreateSubmission> = {}): Promise<SubmissionView> {
    return this.upload(await this.create(given), sheet({ samples: samples(count) }));
  }

  command(view: SubmissionView, command: SubmissionCommand, reason?: string): Promise<Answer> {
    return this.app.request('POST', `submissions/${view.id}/${command}`, {
      as: this.as,
      ifMatch: view.version,
      body: reason === undefined ? {} : { reason },
    });
  }

  async do(view: SubmissionView, command: SubmissionCommand, reason?: string): Promise<SubmissionView> {
    return okay(await this.command(view, command, reason));
  }

  async records(id: string, query = 'limit=500'): Promise<RecordView[]> {
    const page = okay(await this.app.request('GET', `submissions/${id}/records?${query}`, { as: this.as }));
    return page.items;
  }

  async findings(id: string, query = 'limit=500'): Promise<FindingView[]> {
    const page = okay(await this.app.request('GET', `submissions/${id}/findings?${query}`, { as: this.as }));
    return page.items;
  }

  patch(id: string, record: Pick<RecordView, 'id' | 'version'>, body: ChangeRecord): Promise<Answer> {
    return this.app.request('PATCH', `submissions/${id}/records/${record.id}`, {
      as: this.as,
      ifMatch: record.version,
      body,
    });
  }
}

/** The body of an answer that must have this status. */
export function okay(answer: Answer, status = 200): any {
  expect(answer.status, answer.text.slice(0, 2_000)).toBe(status);
  return answer.body;
}

/** Submitted, claimed and approved. */
export async function approve(
  depositor: Desk,
  curator: Desk,
  draft: SubmissionView,
): Promise<SubmissionView> {
  const submitted = await depositor.do(draft, 'submit');
  const claimed = await curator.do(submitted, 'claim');
  return curator.do(claimed, 'approve', 'Complete and plausible.');
}
