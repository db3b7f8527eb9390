import { connectionFailure } from './connection-failure.ts';
import { looksLikeReceipt } from './receipt.sniff.ts';
import type { QueuedSubmission, WebinReceipt } from './webin.client.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';

type Method = 'GET' | 'POST';

/**
 * What the status of an answer means, before its body is looked at; null when the body decides. Business errors come
 * as receipts with 200, and with 400 in some clients' experience.
 */
export function failureOf(answer: WebinAnswer, method: Method): WebinError | null {
  const { httpStatus: status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) {
    return new WebinError(
      'auth',
      `ENA does not accept the Webin account or its password (${status}).`,
      answer,
    );
  }
  if (status === 429) return new WebinError('throttled', 'ENA asks for fewer requests (429).', answer);
  if (status === 404 && method === 'GET')
    return new WebinError('not_found', 'ENA does not know this id (404).', answer);
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  if (!isRefusal) return new WebinError('unknown', `ENA answered with HTTP status ${status}.`, answer);
  if (looksLikeReceipt(answer.bytes)) return null;
  return new WebinError('refused', `ENA refused the request with HTTP status ${status}.`, answer);
}

/** For a request that ended without an answer, or in the middle of one (`partial`). */
export function unanswered(error: unknown, method: Method, partial: WebinAnswer | null = null): WebinError {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new WebinError('unknown', `ENA did not answer the ${method} in time.`, partial);
  }
  if (error instanceof DOMException && error.name === 'AbortError') {
    return new WebinError('unknown', `The ${method} to ENA was given up before its answer.`, partial);
  }
  const { isBeforeSending, reason } = connectionFailure(error);
  if (isBeforeSending) return new WebinError('not_sent', `ENA cannot be reached: ${reason}.`);
  return new WebinError('unknown', `The connection to ENA failed during the ${method}: ${reason}.`, partial);
}

/** @throws WebinError `unknown` for a body that is no receipt at all: a login page, an error page with status 200 */
export function receiptOf(answer: WebinAnswer): WebinReceipt {
  if (looksLikeReceipt(answer.bytes)) return { state: 'answered', ...answer };
  throw new WebinError('unknown', 'ENA answered with something that is no receipt.', answer);
}

/**
 * Reads the reply of the queue: `{"submissionId": "ERA…", "_links": {"poll": {"href": …}}}`, or with a list of links
 * as older clients saw it.
 * @throws WebinError `unknown` without an id: the document may be in the queue all the same
 */
export function queuedSubmission(answer: WebinAnswer): QueuedSubmission {
  const reply = jsonObject(answer);
  const submissionId = reply['submissionId'];
  if (typeof submissionId !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(submissionId)) {
    throw new WebinError('unknown', 'ENA queued the submission without saying its id.', answer);
  }
  return { state: 'queued', submissionId, pollUrl: pollUrl(reply['_links']), answer };
}

/** @throws WebinError `unknown` */
export function jsonObject(answer: WebinAnswer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(answer.bytes));
  } catch {
    value = null;
  }
  if (isObject(value)) return value;
  throw new WebinError('unknown', 'ENA answered with something that is no JSON object.', answer);
}

function pollUrl(links: unknown): string | null {
  const candidates = Array.isArray(links) ? links : isObject(links) ? [links['poll']] : [];
  const found = candidates.find((link) => isObject(link) && typeof link['href'] === 'string');
  return isObject(found) ? String(found['href']) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
