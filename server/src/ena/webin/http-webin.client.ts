import type { EnaEnvironment, WebinEndpoints } from './environments.ts';
import { readBack } from './xml-answers.ts';
import { looksLikeReceipt } from './receipt.sniff.ts';
import type { ReportKind, ReportQuery, ReportRow } from './report.ts';
import { readReport } from './report.reader.ts';
import { jsonObject, queuedSubmission, receiptOf } from './webin.answer.ts';
import type { CallOptions, PendingSubmission, QueuedSubmission, WebinReceipt } from './webin.client.ts';
import { WebinClient } from './webin.client.ts';
import type { WebinCredentials } from './webin-authorization.ts';
import { BasicAuthorization, BearerAuthorization } from './webin-authorization.ts';
import type { WebinParts, WebinSets } from './webin-document.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';
import type { WebinCall } from './webin-http.ts';
import { WebinHttp } from './webin-http.ts';
import type { ReadObject, WebinObjectType } from './webin-object.ts';
import { PLURALS } from './webin-object.ts';
import type { V1Action } from './v1-action.ts';
import { v1Fields } from './v1-action.ts';

export type { WebinCredentials } from './webin-authorization.ts';

export interface HttpWebinOptions {
  /** How requests show whose they are; `basic` unless told. */
  readonly auth?: 'basic' | 'bearer';
  /** Until the queue, the poll, a report or the login has answered in full. */
  readonly timeoutMs?: number;
  /** Until a receipt waited for has come in full; ENA itself gives up after 60 s. */
  readonly receiptTimeoutMs?: number;
  readonly maxAnswerBytes?: number;
}

/** Webin over HTTP: which address, what goes in, what is read from what comes out. */
export class HttpWebinClient extends WebinClient {
  readonly environment: EnaEnvironment;
  readonly account: string;
  readonly #endpoints: WebinEndpoints;
  readonly #credentials: WebinCredentials;
  readonly #http: WebinHttp;
  readonly #timeoutMs: number;
  readonly #receiptTimeoutMs: number;

  constructor(endpoints: WebinEndpoints, credentials: WebinCredentials, options: HttpWebinOptions = {}) {
    super();
    this.environment = endpoints.environment;
    this.account = credentials.username;
    this.#endpoints = endpoints;
    this.#credentials = credentials;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#receiptTimeoutMs = options.receiptTimeoutMs ?? 120_000;
    const authorization =
      options.auth === 'bearer'
        ? new BearerAuthorization(() => this.#introduce(endpoints.token))
        : new BasicAuthorization(credentials);
    this.#http = new WebinHttp(authorization, options.maxAnswerBytes ?? 64 * 1024 * 1024);
  }

  async submit(document: Uint8Array, options: CallOptions = {}): Promise<QueuedSubmission | WebinReceipt> {
    const answer = await this.#post(this.#endpoints.queue, xml(document), this.#timeoutMs, options);
    return looksLikeReceipt(answer.bytes) ? receiptOf(answer) : queuedSubmission(answer);
  }

  async submitAndWait(document: Uint8Array, options: CallOptions = {}): Promise<WebinReceipt> {
    const { submit } = this.#endpoints;
    return receiptOf(await this.#post(submit, xml(document), this.#receiptTimeoutMs, options));
  }

  async submitParts(parts: WebinParts, options: CallOptions = {}): Promise<WebinReceipt> {
    return this.#submitForm({}, parts, options);
  }

  async submitSets(sets: WebinSets, action: V1Action, options: CallOptions = {}): Promise<WebinReceipt> {
    return this.#submitForm(v1Fields(action), sets, options);
  }

  async poll(submissionId: string, options: CallOptions = {}): Promise<PendingSubmission | WebinReceipt> {
    const answer = await this.#get(`${this.#endpoints.poll}/${encodeURIComponent(submissionId)}`, options);
    return answer.httpStatus === 202 ? { state: 'pending' } : receiptOf(answer);
  }

  async readObject(type: WebinObjectType, accession: string, options: CallOptions = {}): Promise<ReadObject> {
    const path = `${PLURALS[type]}/${encodeURIComponent(accession)}`;
    return readBack(await this.#get(`${this.#endpoints.objects}/${path}?format=xml`, options), type);
  }

  async report<K extends ReportKind>(
    kind: K,
    query: ReportQuery = {},
    options: CallOptions = {},
  ): Promise<ReportRow<K>[]> {
    const { id, ...rest } = query;
    const url = new URL(
      `${this.#endpoints.report}/${kind}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`,
    );
    for (const [name, value] of Object.entries({ ...rest, format: 'json' }))
      if (value !== undefined) url.searchParams.set(REPORT_PARAMETERS[name] ?? name, String(value));
    try {
      return await readReport(kind, await this.#get(url.href, { ...options, accept: 'application/json' }));
    } catch (error) {
      // One that was not found is a report without rows, as ENA also gives it.
      if (id !== undefined && error instanceof WebinError && error.failure === 'not_found') return [];
      throw error;
    }
  }

  async checkLogin(options: CallOptions = {}): Promise<{ account: string }> {
    const answer = await this.#introduce(this.#endpoints.login, options);
    const reply = jsonObject(answer);
    // ENA spells it "principle".
    const account = reply['principle'] ?? reply['principal'];
    if (reply['authenticated'] === true && typeof account === 'string') return { account };
    throw new WebinError('auth', 'ENA does not recognise the Webin account.', answer);
  }

  /** Name and password to a service that asks for them in the body: the login check and the giver of tokens. */
  #introduce(url: string, { signal }: CallOptions = {}): Promise<WebinAnswer> {
    const body = JSON.stringify({ authRealms: ['ENA'], ...this.#credentials });
    const headers = { 'Content-Type': 'application/json', Accept: '*/*' };
    return this.#http.callOpenly({ method: 'POST', url, body, headers, timeoutMs: this.#timeoutMs, signal });
  }

  async #submitForm(
    fields: Readonly<Record<string, string>>,
    parts: Readonly<Record<string, Uint8Array>>,
    options: CallOptions,
  ): Promise<WebinReceipt> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const [name, bytes] of Object.entries(parts)) {
      // Webin refuses a part without a file name.
      body.append(name, new File([bytes], `${name.toLowerCase()}.xml`, { type: 'application/xml' }));
    }
    return receiptOf(await this.#post(this.#endpoints.dropBox, { body }, this.#receiptTimeoutMs, options));
  }

  #get(url: string, { signal, accept }: CallOptions & { accept?: string }): Promise<WebinAnswer> {
    const headers = accept === undefined ? {} : { Accept: accept };
    return this.#http.call({ method: 'GET', url, headers, timeoutMs: this.#timeoutMs, signal });
  }

  #post(
    url: string,
    content: Pick<WebinCall, 'body' | 'headers'>,
    timeoutMs: number,
    { signal }: CallOptions,
  ): Promise<WebinAnswer> {
    return this.#http.call({ method: 'POST', url, ...content, timeoutMs, signal });
  }
}

const REPORT_PARAMETERS: Readonly<Record<string, string>> = {
  maxResults: 'max-results',
  processStatus: 'process-status',
  archiveStatus: 'archive-status',
  analysisType: 'analysis-type',
};

function xml(document: Uint8Array): Pick<WebinCall, 'body' | 'headers'> {
  return { body: document, headers: { 'Content-Type': 'application/xml' } };
}
