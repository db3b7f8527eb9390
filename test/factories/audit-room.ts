import { Client } from 'pg';

/**
 * Makes room in the change log for months that are gone, as who owns it: the application may not.
 *
 * @param months `YYYY-MM`
 */
export async function madeRoomFor(
  config: { DATABASE_MIGRATION_URL?: string | undefined },
  months: readonly string[],
): Promise<void> {
  const owner = new Client({ connectionString: config.DATABASE_MIGRATION_URL });
  await owner.connect();
  try {
    for (const month of months) await owner.query('SELECT audit_ensure_partition($1::date)', [`${month}-01`]);
  } finally {
    await owner.end();
  }
}
