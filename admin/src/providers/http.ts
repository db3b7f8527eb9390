import { ApiProblem, problemFrom, unreachable } from './problem.ts';
import { freshToken, renew } from './session.ts';

export const apiBase = '/api/v1';

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON; a form is sent as it is. */
  body?: unknown;
  /** The version the change was made on: `If-Match`. */
  version?: number | undefined;
  /** Makes repeating a creating request harmless. */
  idempotencyKey?: string;
  accept?: string;
  /** Where an event stream goes on. */
  lastEventId?: string;
  signal?: AbortSignal | undefined;
};

export const requestHeaders = (options: RequestOptions, token: string | null): Record<string, string> => ({
  accept: options.accept ?? 'application/json',
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  ...(options.body === undefined || options.body instanceof FormData
    ? {}
    : { 'content-type': 'application/json' }),
  ...(options.version === undefined ? {} : { 'if-match': `"${options.version}"` }),
  ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
  ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
});

const bodyOf = ({ body }: RequestOptions) => {
  if (body === undefined) return null;
  return body instanceof FormData ? body : JSON.stringify(body);
};

const send = async (path: string, options: RequestOptions, token: string | null): Promise<Response> => {
  try {
    return await fetch(`${apiBase}${path}`, {
      method: options.method ?? 'GET',
      headers: requestHeaders(options, token),
      body: bodyOf(options),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw unreachable(cause);
  }
};

const failed = async (answer: Response): Promise<ApiProblem> =>
  problemFrom(answer.status, await answer.text(), answer.headers.get('x-request-id'));

/** Sends with the session's token; a token that ended in between is renewed and the request sent once more. */
export const requestResponse = async (path: string, options: RequestOptions = {}): Promise<Response> => {
  const token = await freshToken();
  let answer = await send(path, options, token);
  if (answer.status === 401 && token !== null) {
    const next = await renew();
    if (next !== null) answer = await send(path, options, next.token);
  }
  if (!answer.ok) throw await failed(answer);
  return answer;
};

/** The JSON answer to a request under `/api/v1`. Throws `ApiProblem`; an abort is thrown as the browser's `AbortError`. */
export const request = async <T>(path: string, options: RequestOptions = {}): Promise<T> => {
  const answer = await requestResponse(path, options);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
};

/** The answer as bytes together with the file name the server gives them. */
export const requestFile = async (path: string): Promise<{ blob: Blob; name: string | null }> => {
  const answer = await requestResponse(path, { accept: '*/*' });
  const disposition = answer.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return { blob: await answer.blob(), name: encoded ? decodeURIComponent(encoded) : (plain ?? null) };
};
