import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError, invalid } from '../errors/app.error.ts';

/**
 * The version that the client read, from `If-Match: "7"` (RFC 9110, section 13.1.1).
 *
 * @throws AppError `precondition_missing` (428) without the header, `invalid` when it is no version of ours
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number =>
    parseIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [documentIfMatch],
);

function documentIfMatch(target: object, key: string | symbol | undefined): void {
  if (key === undefined) return;
  const handler = Object.getOwnPropertyDescriptor(target, key) as TypedPropertyDescriptor<unknown>;
  ApiHeader(ifMatchHeader)(target, key, handler);
}

/** As the API describes it. */
export const ifMatchHeader = {
  name: 'If-Match',
  required: true,
  description:
    'The `ETag` of the version that was read: what somebody else changed since is not overwritten.',
  example: '"7"',
  schema: { type: 'string' },
} as const;

export function parseIfMatch(header: string | undefined): number {
  if (header === undefined) {
    throw new AppError(
      'precondition_missing',
      'request.version_required',
      'Say which version you read: send its ETag as If-Match.',
    );
  }
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version === undefined) {
    throw invalid('request.bad_if_match', 'If-Match must carry the ETag of the record, e.g. "7".', [
      { path: 'If-Match', message: 'is not an ETag of this API' },
    ]);
  }
  return Number(version);
}
