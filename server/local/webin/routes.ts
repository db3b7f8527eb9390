import type { IncomingMessage } from 'node:http';
import type { WebinAccount } from './account.ts';
import { isAuthorized, isLogin, tokenOf } from './account.ts';
import type { Answer } from './answer.ts';
import { errorAnswer, jsonAnswer } from './answer.ts';
import type { Endpoint, Faults } from './faults.ts';
import { typeOfPlural } from './object-types.ts';
import { processSubmission } from './processor.ts';
import { readBack } from './read-back.ts';
import { receiptAnswer } from './receipt-answer.ts';
import type { SandboxReceipt } from './receipt.ts';
import { reportAnswer } from './reports.ts';
import { RefusedRequestError, v1Files, v2File } from './request-body.ts';
import type { Sandbox } from './sandbox.ts';
import type { SubmissionQueue } from './submission-queue.ts';

export interface Webin {
  readonly account: WebinAccount;
  readonly sandbox: Sandbox;
  readonly queue: SubmissionQueue;
  readonly faults: Faults;
  /** Base of the services, `http://127.0.0.1:…/ena/submit`. */
  readonly base: () => string;
}

export interface Route {
  readonly endpoint: Endpoint;
  /** What the path names: a submission, a list, or an object of one. */
  readonly names: readonly string[];
}

const ROUTES: readonly { method: string; path: RegExp; endpoint: Endpoint }[] = [
  { method: 'POST', path: /^\/ena\/submit\/drop-box\/submit\/?$/, endpoint: 'drop-box' },
  { method: 'POST', path: /^\/ena\/submit\/webin-v2\/submit\/?$/, endpoint: 'submit' },
  { method: 'POST', path: /^\/ena\/submit\/webin-v2\/submit\/queue\/?$/, endpoint: 'queue' },
  { method: 'GET', path: /^\/ena\/submit\/webin-v2\/submit\/poll\/([\w-]+)\/?$/, endpoint: 'poll' },
  { method: 'POST', path: /^\/ena\/submit\/webin\/auth\/login\/?$/, endpoint: 'login' },
  { method: 'POST', path: /^\/ena\/submit\/webin\/auth\/token\/?$/, endpoint: 'token' },
  { method: 'GET', path: /^\/ena\/submit\/drop-box\/([a-z]+)\/([^/]+)\/?$/, endpoint: 'read-back' },
  { method: 'GET', path: /^\/ena\/submit\/report\/([a-z-]+)(?:\/([^/]+))?\/?$/, endpoint: 'report' },
];

export function routeOf(method: string, path: string): Route | null {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match && route.method === method)
      return { endpoint: route.endpoint, names: match.slice(1).map((name) => decoded(name ?? '')) };
  }
  return null;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Answers one request to a Webin service, as ENA would. */
export async function answerOf(
  webin: Webin,
  route: Route,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const path = request.url ?? '';
  const { account } = webin;
  switch (route.endpoint) {
    case 'login':
      if (!isLogin(body, account)) return unauthorized(path);
      return jsonAnswer(200, { authenticated: true, principle: account.username });
    case 'token':
      if (!isLogin(body, account)) return unauthorized(path);
      return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: tokenOf(account) };
  }
  if (!isAuthorized(request.headers.authorization, account)) return unauthorized(path);
  try {
    return lookupAnswer(webin, route, path) ?? (await submissionAnswer(webin, route, request, body));
  } catch (error) {
    if (error instanceof RefusedRequestError) return errorAnswer(error.status, error.message, path);
    throw error;
  }
}

/** @returns null for what is no look-up */
function lookupAnswer({ sandbox }: Webin, { endpoint, names }: Route, path: string): Answer | null {
  if (endpoint !== 'read-back' && endpoint !== 'report') return null;
  const [list = '', id = ''] = names;
  sandbox.store.publicity.publishDue(sandbox.settings.now.toISOString().slice(0, 10));
  const type = typeOfPlural(list);
  const query = new URL(path, 'http://webin').searchParams;
  const answer =
    endpoint === 'report'
      ? reportAnswer(sandbox, list, id, query)
      : type
        ? readBack(sandbox, type, id)
        : null;
  return answer ?? errorAnswer(404, 'Not Found', path);
}

async function submissionAnswer(
  { account, sandbox, queue, faults, base }: Webin,
  { endpoint, names }: Route,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { accept, 'content-type': contentType = '' } = request.headers;
  const answered = (receipt: SandboxReceipt) => receiptAnswer(receipt, accept, faults, endpoint);
  if (endpoint === 'poll') {
    const receipt = queue.poll(names[0] ?? '');
    if (receipt === 'unknown') return errorAnswer(404, 'Not Found', request.url ?? '');
    return receipt === 'pending' ? { status: 202 } : answered(receipt);
  }
  if (endpoint === 'drop-box') return answered(processSubmission(sandbox, await v1Files(contentType, body)));
  const file = await v2File(contentType, body);
  if (endpoint === 'submit') return answered(processSubmission(sandbox, { files: [file] }));
  const submissionId = queue.add(file);
  return jsonAnswer(200, {
    submissionId,
    submissionAccountId: account.username,
    _links: { poll: { href: `${base()}/webin-v2/submit/poll/${submissionId}` } },
  });
}

function unauthorized(path: string): Answer {
  const { headers, ...answer } = errorAnswer(401, 'Unauthorized', path);
  return { ...answer, headers: { ...headers, 'WWW-Authenticate': 'Basic realm="webin"' } };
}
