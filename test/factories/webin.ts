import { HttpWebinClient } from '../../server/src/ena/webin/http-webin.client.ts';
import type { HttpWebinOptions } from '../../server/src/ena/webin/http-webin.client.ts';
import { webinEndpoints } from '../../server/src/ena/webin/environments.ts';
import type { JudgedRequest, Judgement } from '../../server/src/ena/webin/judgement.ts';
import { judgeAnswer } from '../../server/src/ena/webin/receipt.judge.ts';
import type { WebinReceipt } from '../../server/src/ena/webin/webin.client.ts';
import { WebinError } from '../../server/src/ena/webin/webin.error.ts';
import { webinDocument } from '../../server/src/ena/webin/webin-document.ts';
import { registration } from '../../server/src/ena/webin/xml/submission.xml.ts';
import type { WebinDocument } from '../../server/src/ena/webin/xml/webin.xml.ts';
import type { WebinService } from '../../server/local/webin.ts';

/** A submission for ENA with the request it makes. */
export interface WebinSubmission {
  document: WebinDocument;
  request: JudgedRequest;
  alias: string;
}

const nextYear = `${new Date().getUTCFullYear() + 1}-06-30`;
let count = 0;
/** A project with three samples under aliases that nothing before has used. */
export function webinSubmission(validateOnly = false): WebinSubmission {
  const n = ++count;
  const attributes = [
    { tag: 'collection date', value: '2021-05' },
    { tag: 'geographic location (country and/or sea)', value: 'Peru' },
  ];
  const samples = ['a', 'b "c"', 'dé & <e>'].map((name) => ({
    alias: `S${n} ${name}`,
    title: 'Leaf',
    taxonId: 4113,
    checklist: 'ERC000011',
    attributes,
  }));
  const project = {
    alias: `P${n}`,
    title: 'Potato cultivars of Peru',
    description: 'Cultivars from three valleys.',
  };
  const alias = `SUB${n}`;
  const submission = registration({ alias, holdUntilDate: nextYear, validateOnly });
  const objects = [
    { type: 'project' as const, alias: project.alias },
    ...samples.map((sample) => ({ type: 'sample' as const, alias: sample.alias })),
  ];
  const action = validateOnly ? 'VALIDATE' : 'ADD';
  return {
    document: { submission, projects: [project], samples },
    request: { action, objects, holdUntilDate: nextYear },
    alias,
  };
}

/** A client of the sandbox, as the application has it; or with another password or address. */
export function webinClient(
  { env }: WebinService,
  options: HttpWebinOptions = {},
  change: { submitUrl?: string; password?: string } = {},
): HttpWebinClient {
  const endpoints = webinEndpoints({
    environment: 'sandbox',
    submitUrl: change.submitUrl ?? env.ENA_SUBMIT_URL,
  });
  const { ENA_USERNAME: username = '', ENA_PASSWORD = '' } = env;
  return new HttpWebinClient(endpoints, { username, password: change.password ?? ENA_PASSWORD }, options);
}

/** Polls until the receipt is there. */
export async function polled(client: HttpWebinClient, submissionId: string): Promise<WebinReceipt> {
  for (;;) {
    const answer = await client.poll(submissionId);
    if (answer.state === 'answered') return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function queueAndPoll(client: HttpWebinClient, document: WebinDocument): Promise<WebinReceipt> {
  const queued = await client.submit(webinDocument(document));
  return queued.state === 'answered' ? queued : polled(client, queued.submissionId);
}

export function judged({ bytes, contentType }: WebinReceipt, request: JudgedRequest): Judgement {
  return judgeAnswer(bytes, contentType, request);
}

/** Asks the sandbox for faults, see server/local/webin/faults.ts. */
export async function addFaults({ url }: WebinService, ...faults: object[]): Promise<void> {
  const response = await fetch(`${url}/_control/faults`, { method: 'POST', body: JSON.stringify(faults) });
  if (response.status !== 200) throw new Error(await response.text());
}

/** What the sandbox has under an alias. */
export async function registeredAs({ url }: WebinService, alias = ''): Promise<{ accession: string }[]> {
  const response = await fetch(`${url}/_control/objects`);
  const objects = (await response.json()) as { alias: string; accession: string }[];
  return objects.filter((object) => object.alias === alias);
}

/** The error of a call that has to fail. */
export async function webinFailure(work: Promise<unknown>): Promise<WebinError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WebinError) return error;
  throw new Error('expected a WebinError', { cause: error });
}
