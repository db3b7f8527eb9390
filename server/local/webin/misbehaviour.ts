import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { errorAnswer, HTML_PAGE, write } from './answer.ts';
import type { Fault, RequestFault } from './faults.ts';

/**
 * Answers a request, or fails to, in the way a fault wants it. `work` is what the request does: skipped by the faults
 * "before", done and kept quiet about by those "after".
 * @returns the status that was answered; null when there was no answer
 */
export async function respond(
  response: ServerResponse,
  fault: (Fault & { kind: RequestFault }) | null,
  work: () => Promise<Answer>,
): Promise<number | null> {
  const [kind, moment] = splitKind(fault?.kind ?? null);
  if (kind === 'slow') await sleep(fault?.delayMs ?? 1000);
  const answer = moment === 'before' ? null : await work();
  if (isSilent(kind, response, answer)) return null;
  const told =
    spoiledAnswer(kind, fault?.status ?? 503) ?? answer ?? errorAnswer(500, 'Internal Server Error', '');
  write(response, told);
  return told.status;
}

/** What needs no answer: the connection stays open and silent, or is no more. */
function isSilent(kind: string | null, response: ServerResponse, answer: Answer | null): boolean {
  switch (kind) {
    case 'timeout':
      return true;
    case 'disconnect':
      response.destroy();
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'partial':
      writeHalf(response, answer?.body ?? '', answer?.headers ?? {});
      return true;
    default:
      return false;
  }
}

function writeHalf(response: ServerResponse, body: string, headers: Readonly<Record<string, string>>): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { ...headers, 'Content-Length': String(bytes.length + 1) });
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}

function spoiledAnswer(kind: string | null, status: number): Answer | null {
  switch (kind) {
    case 'error':
      return errorAnswer(status, 'Service Unavailable', '/ena/submit');
    case 'html':
      return HTML_PAGE;
    case 'unauthorized':
      return errorAnswer(401, 'Unauthorized', '/ena/submit');
    case 'forbidden':
      return {
        status: 403,
        headers: { 'Content-Type': 'text/html' },
        body: '<html><body>Forbidden</body></html>',
      };
    case 'throttled':
      return { status: 429, headers: { 'Retry-After': '1' } };
    default:
      return null;
  }
}

/** Being turned away comes before any work, too. */
function splitKind(kind: RequestFault | null): [kind: string | null, moment: 'before' | 'after'] {
  if (kind === null || kind === 'slow') return [kind, 'after'];
  const [name = kind, moment] = kind.split('_');
  return [name, moment === 'after' ? 'after' : 'before'];
}
