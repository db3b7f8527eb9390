import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { ErrorKind } from '../errors/app.error.ts';
import { statusOf } from './problem-status.ts';

/**
 * What a handler does: said once, for whoever reads the code and for whoever reads the API, so it stands where a
 * docstring would.
 *
 * @param summary one line without a full stop, for lists of operations
 * @param more what a client has to know besides, in Markdown
 */
export const Does = (summary: string, more?: string) =>
  ApiOperation(more === undefined ? { summary } : { summary, description: more });

/**
 * Problems that are a handler's own, by their codes. Those that follow from its policy and from what it takes are added
 * where the description of the API is made (`openapi-problems.ts`).
 */
export const Refuses = (kind: ErrorKind, ...codes: readonly `${string}.${string}`[]) =>
  ApiResponse({ status: statusOf[kind], description: codes.join(' ') });
