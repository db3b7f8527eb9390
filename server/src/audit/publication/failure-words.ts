/** A cause has a cause has a cause. */
const mostCauses = 4;

/**
 * What went wrong, as whoever failed says it. `fetch` says only that it failed, and keeps why as its cause; a connection
 * that was tried at several addresses has no words of its own, and the errors of all of them.
 */
export function failureWords(error: unknown, left = mostCauses): string {
  if (!(error instanceof Error)) return String(error);
  if (left > 0 && error instanceof AggregateError && error.errors.length > 0)
    return [...new Set(error.errors.map((each) => failureWords(each, left - 1)))].join('; ');
  const says = error.message === '' ? error.name : error.message;
  return error.cause === undefined || left === 0 ? says : `${says}: ${failureWords(error.cause, left - 1)}`;
}
