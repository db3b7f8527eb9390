import type { Problem } from '@contract/platform/errors/problem.contract.ts';

/**
 * What went wrong with a request, in the API's own words (RFC 9457), with the request id that support can look up. Status 0
 * with code `network.unreachable` means that no answer came at all.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: Problem['errors'];
  readonly requestId: string | null;
  readonly facts: Record<string, unknown>;

  constructor(given: Partial<Problem> & Pick<Problem, 'status' | 'code' | 'detail'>, options?: ErrorOptions) {
    super(given.detail, options);
    this.status = given.status;
    this.code = given.code;
    this.errors = given.errors ?? [];
    this.requestId = given.requestId ?? null;
    this.facts = given.facts ?? {};
  }
}

export const unreachable = (cause: unknown) =>
  new ApiProblem({ status: 0, code: 'network.unreachable', detail: '' }, { cause });

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;

/** The problem in an answer's text; an answer that is none (a proxy's page, say) keeps its status and says so by code. */
export const problemFrom = (status: number, text: string, requestId: string | null): ApiProblem => {
  const kept = requestId === null ? {} : { requestId };
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return new ApiProblem({ ...kept, ...body, status });
  } catch {
    // Not JSON: whatever stands between us and the API answered; the status is all that is known.
  }
  return new ApiProblem({ status, code: 'http.unexpected_answer', detail: '', ...kept });
};

export const isStale = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status === 412;
