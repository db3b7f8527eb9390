import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { RequestWithActor } from '../access/can.decorator.ts';
import { type Refusal, RefusalWitness } from '../access/refusals.ts';
import { AppError } from '../errors/app.error.ts';
import { isOutage } from '../errors/outage.ts';
import type { Problem } from '../errors/problem.contract.ts';
import { statusOf, titleOf } from './problem-status.ts';

/** The one place where errors become HTTP: RFC 9457 problem details, without anything internal in them. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly refusals: RefusalWitness) {}

  /** A refusal is written down before it is answered. */
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    this.log(`${request.method} ${loggedPath(request.url)} ${problem.code}`, problem.status, error);
    const refusal = refusalIn(error, request);
    if (refusal && request.actor) await this.noted(request.actor, refusal);
    if (!reply.sent) sendProblem(reply, problem);
  }

  /** Never rejects: nothing was given away, and the answer stays what it is. */
  private async noted(actor: Actor, refusal: Refusal): Promise<void> {
    await this.refusals
      .note(actor, refusal)
      .catch((error: Error) =>
        this.logger.error(
          `a refusal (${refusal.action} ${refusal.subject} by ${actor.id}) is not in the change log: ${error.message}`,
          error.stack,
        ),
      );
  }

  /** What the client did wrong is no concern of ours; an outage is known by its message; the rest needs its stack. */
  private log(what: string, status: number, error: unknown): void {
    if (status === 503) this.logger.warn(`${what}: ${String(error)}`);
    else if (status >= 500) this.logger.error(what, error instanceof Error ? error.stack : String(error));
  }
}

/**
 * What was refused: by a rule about a row, which says so itself, by the policy of a route, or by a reading that finds
 * nothing within what the reader may see. That last one cannot tell whether the thing is there.
 */
function refusalIn(error: unknown, request: FastifyRequest): Refusal | undefined {
  if (!(error instanceof AppError)) return undefined;
  const { kind, code, facts, refused } = error;
  if (refused) return { ...refused, code, isHidden: kind === 'not_found' };
  const [, what] = /^(\w+)\.not_found$/.exec(code) ?? [];
  if (kind === 'not_found' && what && typeof facts['id'] === 'string')
    return { action: 'read', subject: typeNamed(what), id: facts['id'], code, isHidden: true };
  if (kind !== 'forbidden') return undefined;
  const { id } = (request.params ?? {}) as { id?: unknown };
  return {
    action: textOr(facts['action'], request.method),
    subject: textOr(facts['subject'], request.routeOptions.url ?? 'route'),
    id: typeof id === 'string' ? id : null,
    code,
    isHidden: false,
  };
}

/** `ena_batch` → `EnaBatch` */
const typeNamed = (what: string) =>
  what.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/**
 * The path of a request as it may be logged. An id is written out; what is as long and as random as a secret is not,
 * such as the token of a download link, whatever route it stands in.
 */
export const loggedPath = (url: string): string =>
  (url.split('?')[0] ?? '')
    .split('/')
    .map((part) => (part.length >= shortestSecret && !isId.test(part) ? '[…]' : part))
    .join('/');

/** Routes and references are shorter, tokens (128 random bits and more) are not. */
const shortestSecret = 22;
const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Answers with a problem, also where no filter is: before a route was found. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 503) void reply.header('retry-after', '5');
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problem);
}

/** @returns what the client is told; an error nobody foresaw becomes a 500 that names only the request */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    const status = statusOf[error.kind];
    return build(status, error.code, error.message, requestId, error.errors, error.facts);
  }
  if (isOutage(error)) {
    const detail = 'A service that this needs did not answer. Try again in a moment.';
    return build(503, 'unavailable', detail, requestId);
  }
  const status = statusFrom(error);
  if (status === undefined || status >= 500) {
    const detail = `Something went wrong on our side. Tell support the request id ${requestId}.`;
    return build(500, 'internal', detail, requestId);
  }
  return build(status, `http.${status}`, error instanceof Error ? error.message : titleOf(status), requestId);
}

/** Nest's and Fastify's own errors carry their status. */
function statusFrom(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function build(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  errors: readonly { path: string; message: string }[] = [],
  facts: Readonly<Record<string, unknown>> = {},
): Problem {
  const problem: Problem = {
    type: `urn:seqdb:problem:${code}`,
    title: titleOf(status),
    status,
    code,
    detail,
    errors: [...errors],
    requestId,
  };
  return Object.keys(facts).length > 0 ? { ...problem, facts: { ...facts } } : problem;
}
