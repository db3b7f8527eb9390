import { limitedBody } from './limited-body.ts';
import { failureOf, unanswered } from './webin.answer.ts';
import type { WebinAuthorization } from './webin-authorization.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';

/** One request to ENA, classified once: an answer to be read, or a `WebinError` that says what is known. */
export interface WebinCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Until the answer has come in full. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Webin over HTTP, with Node's fetch. */
export class WebinHttp {
  constructor(
    private readonly authorization: WebinAuthorization,
    private readonly maxAnswerBytes: number,
  ) {}

  /**
   * Makes the call, once; a second time only when ENA says (401) that the token of the first is no longer good, which
   * it says before it looks at anything else.
   * @throws WebinError
   */
  async call(call: WebinCall): Promise<WebinAnswer> {
    refuseAborted(call);
    const deadline = deadlineOf(call);
    const first = await this.authorization.header(deadline);
    try {
      return await exchange(call, { Authorization: first.value }, deadline, this.maxAnswerBytes);
    } catch (error) {
      if (!first.isReused || !(error instanceof WebinError) || error.answer?.httpStatus !== 401) throw error;
      this.authorization.forget(first.value);
    }
    const second = await this.authorization.header(deadline);
    return exchange(call, { Authorization: second.value }, deadline, this.maxAnswerBytes);
  }

  /** A call that shows who asks in its body, not in its header. */
  async callOpenly(call: WebinCall): Promise<WebinAnswer> {
    refuseAborted(call);
    return exchange(call, {}, deadlineOf(call), this.maxAnswerBytes);
  }
}

function refuseAborted({ method, signal }: WebinCall): void {
  if (signal?.aborted) throw new WebinError('not_sent', `The ${method} to ENA was given up before it began.`);
}

function deadlineOf({ timeoutMs, signal }: WebinCall): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
}

// The first is what the documentation asks for; the queue answers in JSON whatever is asked.
const ACCEPT = 'application/xml, application/json;q=0.9';

/** @throws WebinError */
export async function exchange(
  { method, url, body, headers }: Pick<WebinCall, 'method' | 'url' | 'body' | 'headers'>,
  authorization: Readonly<Record<string, string>>,
  signal: AbortSignal,
  maxAnswerBytes: number,
): Promise<WebinAnswer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      ...(body !== undefined && { body }),
      // A connection of its own: on one kept alive that ENA has just closed, it is unclear whether a POST arrived.
      headers: { Connection: 'close', Accept: ACCEPT, ...authorization, ...headers },
      redirect: 'error',
      signal,
    });
  } catch (error) {
    throw unanswered(error, method);
  }
  const { bytes, failure } = await limitedBody(response, maxAnswerBytes);
  const answer = { httpStatus: response.status, contentType: response.headers.get('content-type'), bytes };
  const refusal = failureOf(answer, method);
  if (refusal) throw refusal;
  if (failure) throw unanswered(failure, method, answer);
  return answer;
}
