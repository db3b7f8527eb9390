/**
 * What went wrong, in the domain's words. HTTP is decided in one place, the problem filter.
 *
 * - `invalid`: the input cannot be used as it is (422)
 * - `unauthenticated` (401), `forbidden` (403), `not_found` (404)
 * - `conflict`: the state of things refuses it (409)
 * - `gone`: it was here and is elsewhere now (410)
 * - `stale`: somebody changed it meanwhile (412); `precondition_missing`: no version was given (428)
 * - `too_large` (413), `too_many` (429)
 * - `unavailable`: something we depend on is down; trying again may help (503)
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'stale'
  | 'precondition_missing'
  | 'too_large'
  | 'too_many'
  | 'unavailable';

export type FieldError = { path: string; message: string };

/** What was refused, for the change log and not for the answer: somebody asked to `action` this one. */
export type Refused = { action: string; subject: string; id: string };

/** An error with a code (`module.reason`) and facts. Its message is meant for the person who caused it. */
export class AppError extends Error {
  refused?: Refused;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
    this.name = 'AppError';
  }
}

export const notFound = (what: string, id: string) =>
  new AppError(
    'not_found',
    `${what}.not_found`,
    `There is no such ${what.replaceAll('_', ' ')}, or it is not yours to see.`,
    { id },
  );

export const forbidden = (code: string, message: string, facts: Record<string, unknown> = {}) =>
  new AppError('forbidden', code, message, facts);

export const conflict = (code: string, message: string, facts: Record<string, unknown> = {}) =>
  new AppError('conflict', code, message, facts);

export const gone = (code: string, message: string, facts: Record<string, unknown> = {}) =>
  new AppError('gone', code, message, facts);

export const invalid = (
  code: string,
  message: string,
  errors: readonly FieldError[] = [],
  facts: Record<string, unknown> = {},
) => new AppError('invalid', code, message, facts, errors);

/** Somebody changed the record since it was read; `current` is how it is now, so that a client can show the difference. */
export const stale = (current: unknown) =>
  new AppError('stale', 'record.stale', 'This was changed by somebody else since you opened it.', {
    current,
  });
