import type { ErrorKind } from '../errors/app.error.ts';

/** What each kind of error is in HTTP. */
export const statusOf: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  precondition_missing: 428,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Sign-in required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'No longer here',
  412: 'Changed meanwhile',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'Not usable as given',
  428: 'Version required',
  429: 'Too many requests',
  500: 'Unexpected error',
  503: 'Unavailable',
};

/** A status in two or three words. */
export const titleOf = (status: number): string => titles[status] ?? 'Refused';
