/** SQLSTATEs that say: not now. Nothing was changed, and the same again may work. */
const passingStates = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled: the statement's time was over
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
]);

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What pg and its pool say without a code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/**
 * Whether an error says that something we depend on (database, Redis, storage) did not answer: an operational
 * failure, neither the client's nor a mistake of ours.
 */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError, cause, errors } = error as Record<string, unknown>;
  if (
    typeof code === 'string' &&
    (passingStates.has(code) || code.startsWith('08') || networkCodes.has(code))
  )
    return true;
  if (typeof message === 'string' && lostConnection.test(message)) return true;
  if (Array.isArray(errors) && errors.length > 0 && errors.every(isOutage)) return true;
  return [driverError, cause].some((inner) => inner !== error && isOutage(inner));
}
