import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Runs work that only reads in a short transaction of its own, for settings that are to hold for it alone (`SET LOCAL`).
 * It is always rolled back.
 *
 * @returns what `work` answers
 * @throws whatever `work` throws
 */
export async function reading<T>(
  database: DataSource,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = database.createQueryRunner();
  try {
    await runner.startTransaction();
    return await work(runner);
  } finally {
    // What went wrong is told; that there is nobody any more to roll it back is not, nor does it keep the connection.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}
