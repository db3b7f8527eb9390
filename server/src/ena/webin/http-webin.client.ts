import type { EnaEnvironment, WebinEndpoints } from './environments.ts';
import { limitedBody } from './limited-body.ts';
import { looksLikeReceipt } from './receipt.sniff.ts';
import { failureOf, jsonObject, queuedSubmission, receiptOf, unanswered } from './webin.answer.ts';
import type { CallOptions, PendingSubmission, QueuedSubmission, WebinReceipt } from './webin.client.ts';
import { WebinClient } from './webin.client.ts';
import type { WebinParts } from './webin-document.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';

export interface WebinCredentials {
  /** `Webin-` and a number. */
  readonly username: string;
  readonly password: string;
}

export interface HttpWebinOptions {
  /** Until the queue, the poll or the login has answered in full. */
  readonly timeoutMs?: number;
  /** Until a receipt waited for has come in full; ENA itself gives up after 60 s. */
  readonly receiptTimeoutMs?: number;
  readonly maxAnswerBytes?: number;
}

// The first is what the documentation asks for; the queue answers in JSON whatever is asked.
const ACCEPT = 'application/xml, application/json;q=0.9';

/** Webin over HTTP, with Node's fetch. Every answer is classified once, in `#exchange`. */
export class HttpWebinClient extends WebinClient {
  readonly environment: EnaEnvironment;
  readonly #endpoints: WebinEndpoints;
  readonly #credentials: WebinCredentials;
  readonly #options: Required<HttpWebinOptions>;

  constructor(endpoints: WebinEndpoints, credentials: WebinCredentials, options: HttpWebinOptions = {}) {
    super();
    this.environment = endpoints.environment;
    this.#endpoints = endpoints;
    this.#credentials = credentials;
    this.#options = {
      timeoutMs: options.timeoutMs ?? 60_000,
      receiptTimeoutMs: options.receiptTimeoutMs ?? 120_000,
      maxAnswerBytes: options.maxAnswerBytes ?? 64 * 1024 * 1024,
    };
  }

  async submit(document: Uint8Array, options: CallOptions = {}): Promise<QueuedSubmission | WebinReceipt> {
    const answer = await this.#post(
      this.#endpoints.queue,
      xmlBody(document),
      this.#options.timeoutMs,
      options,
    );
    if (looksLikeReceipt(answer.bytes)) return receiptOf(answer);
    return queuedSubmission(answer);
  }

  async submitAndWait(document: Uint8Array, options: CallOptions = {}): Promise<WebinReceipt> {
    const { submit } = this.#endpoints;
    return receiptOf(await this.#post(submit, xmlBody(document), this.#options.receiptTimeoutMs, options));
  }

  async submitParts(parts: WebinParts, options: CallOptions = {}): Promise<WebinReceipt> {
    const body = new FormData();
    for (const [name, bytes] of Object.entries(parts)) {
      // Webin refuses a part without a file name.
      body.append(name, new File([bytes], `${name.toLowerCase()}.xml`, { type: 'application/xml' }));
    }
    const { dropBox } = this.#endpoints;
    return receiptOf(await this.#post(dropBox, { body }, this.#options.receiptTimeoutMs, options));
  }

  async poll(submissionId: string, options: CallOptions = {}): Promise<PendingSubmission | WebinReceipt> {
    const url = `${this.#endpoints.poll}/${encodeURIComponent(submissionId)}`;
    const answer = await this.#exchange('GET', url, {}, this.#options.timeoutMs, options);
    return answer.httpStatus === 202 ? { state: 'pending' } : receiptOf(answer);
  }

  async checkLogin(options: CallOptions = {}): Promise<{ account: string }> {
    const { username, password } = this.#credentials;
    const body = JSON.stringify({ authRealms: ['ENA'], username, password });
    const request = { body, headers: { 'Content-Type': 'application/json' } };
    const answer = await this.#post(this.#endpoints.login, request, this.#options.timeoutMs, options);
    const reply = jsonObject(answer);
    // ENA spells it "principle".
    const account = reply['principle'] ?? reply['principal'];
    if (reply['authenticated'] === true && typeof account === 'string') return { account };
    throw new WebinError('auth', 'ENA does not recognise the Webin account.', answer);
  }

  async #post(url: string, init: RequestInit, timeoutMs: number, options: CallOptions): Promise<WebinAnswer> {
    return this.#exchange('POST', url, init, timeoutMs, options);
  }

  async #exchange(
    method: 'GET' | 'POST',
    url: string,
    init: RequestInit,
    timeoutMs: number,
    options: CallOptions,
  ): Promise<WebinAnswer> {
    if (options.signal?.aborted)
      throw new WebinError('not_sent', `The ${method} to ENA was given up before it began.`);
    const signal = AbortSignal.any([
      AbortSignal.timeout(timeoutMs),
      ...(options.signal ? [options.signal] : []),
    ]);
    // A connection of its own: on one kept alive that ENA has just closed, it is unclear whether a POST arrived.
    const headers = {
      Connection: 'close',
      Accept: ACCEPT,
      Authorization: this.#authorization(),
      ...init.headers,
    };
    let response: Response;
    try {
      response = await fetch(url, { ...init, method, headers, redirect: 'error', signal });
    } catch (error) {
      throw unanswered(error, method);
    }
    const { bytes, failure } = await limitedBody(response, this.#options.maxAnswerBytes);
    const answer = { httpStatus: response.status, contentType: response.headers.get('content-type'), bytes };
    const refusal = failureOf(answer, method);
    if (refusal) throw refusal;
    if (failure) throw unanswered(failure, method, answer);
    return answer;
  }

  #authorization(): string {
    const { username, password } = this.#credentials;
    return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  }
}

function xmlBody(document: Uint8Array): RequestInit {
  return { body: document, headers: { 'Content-Type': 'application/xml' } };
}
