// Lets events carry another time than the one at which they are written: for installations that are no evidence of
// anything (demo data, tests).
import { Client } from 'pg';

/**
 * Lifts or restores the limit on the times of events. With the limit, the database refuses an event that is more than
 * an hour behind its clock or five minutes ahead.
 *
 * @param url connection of the role that owns the schema: no other role may do this
 * @param because why the limit is lifted; null to restore it
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
