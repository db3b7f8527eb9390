import type { IncomingMessage } from 'node:http';
import type { WebinAccount } from './account.ts';
import { isAuthorized, isLogin } from './account.ts';
import type { Answer } from './answer.ts';
import { errorAnswer, jsonAnswer } from './answer.ts';
import type { Endpoint, Faults } from './faults.ts';
import { processSubmission } from './processor.ts';
import { receiptAnswer } from './receipt-answer.ts';
import { RefusedRequestError, v1Files, v2File } from './request-body.ts';
import type { WebinStore } from './store.ts';
import type { SubmissionQueue } from './submission-queue.ts';

export interface Webin {
  readonly account: WebinAccount;
  readonly store: WebinStore;
  readonly queue: SubmissionQueue;
  readonly faults: Faults;
  /** Base of the services, `http://127.0.0.1:…/ena/submit`. */
  readonly base: () => string;
}

export interface Route {
  readonly endpoint: Endpoint;
  /** The last part of the path of a poll. */
  readonly id: string;
}

const ROUTES: readonly { method: string; path: RegExp; endpoint: Endpoint }[] = [
  { method: 'POST', path: /^\/ena\/submit\/drop-box\/submit\/?$/, endpoint: 'drop-box' },
  { method: 'POST', path: /^\/ena\/submit\/webin-v2\/submit\/?$/, endpoint: 'submit' },
  { method: 'POST', path: /^\/ena\/submit\/webin-v2\/submit\/queue\/?$/, endpoint: 'queue' },
  { method: 'GET', path: /^\/ena\/submit\/webin-v2\/submit\/poll\/([\w-]+)\/?$/, endpoint: 'poll' },
  { method: 'POST', path: /^\/ena\/submit\/webin\/auth\/login\/?$/, endpoint: 'login' },
];

export function routeOf(method: string, path: string): Route | null {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match && route.method === method) return { endpoint: route.endpoint, id: match[1] ?? '' };
  }
  return null;
}

/** Answers one request to a Webin service, as ENA would. */
export async function answerOf(
  webin: Webin,
  { endpoint, id }: Route,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const path = request.url ?? '';
  if (endpoint === 'login') {
    if (!isLogin(body, webin.account)) return unauthorized(path);
    return jsonAnswer(200, { authenticated: true, principle: webin.account.username });
  }
  if (!isAuthorized(request.headers.authorization, webin.account)) return unauthorized(path);
  try {
    return await submissionAnswer(webin, endpoint, id, request, body);
  } catch (error) {
    if (error instanceof RefusedRequestError) return errorAnswer(error.status, error.message, path);
    throw error;
  }
}

async function submissionAnswer(
  { account, store, queue, faults, base }: Webin,
  endpoint: Endpoint,
  id: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { accept, 'content-type': contentType = '' } = request.headers;
  if (endpoint === 'poll') {
    const receipt = queue.poll(id);
    if (receipt === 'unknown') return errorAnswer(404, 'Not Found', request.url ?? '');
    return receipt === 'pending' ? { status: 202 } : receiptAnswer(receipt, accept, faults, endpoint);
  }
  if (endpoint === 'drop-box') {
    return receiptAnswer(
      processSubmission(store, await v1Files(contentType, body)),
      accept,
      faults,
      endpoint,
    );
  }
  const file = await v2File(contentType, body);
  if (endpoint === 'submit') {
    return receiptAnswer(processSubmission(store, { files: [file] }), accept, faults, endpoint);
  }
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
