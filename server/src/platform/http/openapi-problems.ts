import type { OpenAPIObject } from '@nestjs/swagger';
import { accessExtension } from '../access/can.decorator.ts';
import type { ErrorKind } from '../errors/app.error.ts';
import { rateLimit } from './limited.decorator.ts';
import { statusOf, titleOf } from './problem-status.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Reference = { $ref: string };
type Response = { description: string; content: Record<string, { schema: { $ref: string } }> };

/** A problem that follows from what an operation takes and from who may use it. */
type Rule = { kind: ErrorKind; code: string; holds: (operation: Operation) => boolean };

const rules: readonly Rule[] = [
  { kind: 'unauthenticated', code: 'auth.required', holds: ({ security = [] }) => security.length > 0 },
  { kind: 'forbidden', code: 'access.denied', holds: (operation) => accessExtension in operation },
  { kind: 'not_found', code: '….not_found', holds: takes('path') },
  { kind: 'conflict', code: 'request.in_flight', holds: takes('header', 'Idempotency-Key') },
  { kind: 'stale', code: 'record.stale', holds: takes('header', 'If-Match') },
  { kind: 'invalid', code: 'request.invalid', holds: takesInput },
  { kind: 'precondition_missing', code: 'request.version_required', holds: takes('header', 'If-Match') },
  { kind: 'too_many', code: 'request.too_many', holds: (operation) => rateLimit in operation },
];

const meanings: Record<ErrorKind, string> = {
  unauthenticated: 'what was sent signs nobody in, or no longer',
  forbidden: 'the account may not do this, or not with this one',
  not_found: 'there is no such thing, or it is not the account’s to see',
  conflict: 'how things stand does not allow it',
  gone: 'it was here and is no more',
  stale:
    'somebody has changed it since the version in `If-Match`; `current` among the facts tells how it is now',
  precondition_missing: '`If-Match` is missing',
  invalid: 'something in the request cannot be used as it is; `errors` tells what and where',
  too_large: 'it is more than is taken',
  too_many: 'enough for now; try again later',
  unavailable: 'something that this needs is not set up or does not answer',
};

/** The problems of an operation by status: those of the rules, and its own, which stand there as codes. */
export function problemsOf(operation: Operation): Record<string, Response | Reference> {
  const found = kinds.flatMap((kind): [string, Response | Reference][] => {
    const status = String(statusOf[kind]);
    const own = ownCodes(operation.responses[status]);
    const rule = rules.find((each) => each.kind === kind && each.holds(operation));
    if (own.length > 0) return [[status, response(kind, rule ? [rule.code, ...own] : own)]];
    return rule ? [[status, { $ref: `#/components/responses/${nameOf(kind)}` }]] : [];
  });
  return { ...Object.fromEntries(found), default: { $ref: '#/components/responses/Problem' } };
}

/** What operations point to: each problem of the rules once, and any other one. */
export function problemResponses(): Record<string, Response> {
  const ruled = rules.map(({ kind, code }) => [nameOf(kind), response(kind, [code])] as const);
  const other =
    'Any other problem, e.g. 503 with `Retry-After` while something that this needs does not answer.';
  return { ...Object.fromEntries(ruled), Problem: { description: other, content: problemContent } };
}

const kinds = Object.keys(meanings) as ErrorKind[];

/** `not_found` → `NotFound` */
const nameOf = (kind: ErrorKind) =>
  kind.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const response = (kind: ErrorKind, codes: readonly string[]): Response => ({
  description: `${titleOf(statusOf[kind])}: ${meanings[kind]} (${codes.map((code) => `\`${code}\``).join(', ')}).`,
  content: problemContent,
});

/** Codes as `Refuses` leaves them; an answer that brings its own content is none of these. */
function ownCodes(given: Operation['responses'][string]): string[] {
  if (given === undefined || !('description' in given) || given.content) return [];
  return given.description.split(' ').filter((code) => code !== '');
}

function takes(place: 'path' | 'header', name?: string) {
  return ({ parameters = [] }: Operation): boolean =>
    parameters.some(
      (each) => 'in' in each && each.in === place && (name === undefined || each.name === name),
    );
}

/** Headers that go wrong are ours; a browser's own are passed over. */
function takesInput(operation: Operation): boolean {
  const { parameters = [], requestBody } = operation;
  if (requestBody || parameters.some((each) => 'in' in each && each.in !== 'header')) return true;
  return ['If-Match', 'Idempotency-Key'].some((name) => takes('header', name)(operation));
}
