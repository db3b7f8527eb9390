// Errors of Node and undici that come before a request is written. Everything else, ECONNRESET among it, may have
// happened after ENA had the whole request.
const BEFORE_SENDING = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export interface ConnectionFailure {
  /** Certain that nothing of the request was sent. */
  readonly isBeforeSending: boolean;
  /** Node's code (`ECONNREFUSED`) or the error's message; never a header or a body. */
  readonly reason: string;
}

/** Reads the error of a failed `fetch`: undici hides the reason in `cause`, with one error per address tried. */
export function connectionFailure(error: unknown): ConnectionFailure {
  const codes = codesOf(error);
  return {
    isBeforeSending: codes.length > 0 && codes.every((code) => BEFORE_SENDING.has(code)),
    reason: codes[0] ?? innermostMessage(error),
  };
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return codesOf(error.cause);
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message;
}
