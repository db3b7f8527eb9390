import type { Tx } from '../platform/database/tx.ts';

/**
 * Records that are public at an archive are public here, whatever their hold date says: what the world can read there is
 * no secret any more.
 *
 * @returns those that were private until now
 */
export async function publishAsAtArchive(tx: Tx, accessions: readonly string[], at: Date): Promise<string[]> {
  const rows = await tx.query<{ accession: string }>(
    `UPDATE accessions SET status = 'public', public_at = $2
      WHERE accession IN (SELECT accession FROM accessions WHERE accession = ANY($1) AND status = 'private' ORDER BY accession FOR UPDATE)
      RETURNING accession`,
    [accessions, at],
  );
  return rows.map(({ accession }) => accession).sort();
}
