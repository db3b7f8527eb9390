import { Client } from 'pg';
import { checklistFiles } from './checklists/checklist-files.ts';

/**
 * Whether all seeds are there, asked with one query: a second start need not load the application to find nothing to do.
 *
 * @param url the application's connection (`DATABASE_URL`)
 */
export async function isSeeded(url: string, withDemo: boolean): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const checklists = checklistFiles().map(({ accession }) => accession);
    const { rows } = await client.query<{ complete: boolean }>(
      `SELECT (SELECT count(*) FROM checklists WHERE is_current AND accession = ANY($1)) = cardinality($1::text[])
          AND (NOT $2 OR EXISTS (SELECT 1 FROM submissions)) AS complete`,
      [checklists, withDemo],
    );
    return rows[0]?.complete ?? false;
  } finally {
    await client.end();
  }
}
