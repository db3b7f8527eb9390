// Where the log may tell of another time than the one it is written at: installations that are no evidence of anything.
import { Client } from 'pg';

/**
 * Says why events may be of any moment, or that they may not: then one is refused that is more than an hour old or five
 * minutes ahead of the database's clock.
 *
 * @param url connection of the role that owns the schema: no other may say it
 * @param because what the past is made up for; null where it must not be
 */
export async function allowMadeUpPast(url: string, because: string | null): Promise<void> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    await owner.query('DELETE FROM audit_made_up_past WHERE because IS DISTINCT FROM $1', [because]);
    if (because !== null)
      await owner.query('INSERT INTO audit_made_up_past VALUES ($1) ON CONFLICT DO NOTHING', [because]);
  } finally {
    await owner.end();
  }
}
