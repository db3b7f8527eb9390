import { AppError, stale } from '../errors/app.error.ts';

/**
 * Runs a change whose row may have been changed meanwhile; the error of a stale version then carries the row as it is
 * now. It is read after the rollback: inside the transaction the reading would wait for a second connection, and
 * enough stale requests at once would wait for each other.
 *
 * @param current reads what the client should see, as the client may see it
 * @throws AppError `record.stale` with `facts.current`; whatever `change` throws
 */
export async function orCurrent<T>(change: () => Promise<T>, current: () => Promise<unknown>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof AppError && error.kind === 'stale') throw stale(await current());
    throw error;
  }
}
