import type { Tx } from '../platform/database/tx.ts';
import type { RecordRow } from './record-rows.ts';
import { unitDiffers } from './submission.errors.ts';

/**
 * A sheet has one unit a column: records with other units under the same tag could not be written as a sheet that is
 * read again as the same records. Asked only of attributes that are new or get another unit.
 *
 * @throws AppError `record.unit_differs` (422) naming the unit that the other records have
 */
export async function assertUnitsOfColumns(
  tx: Tx,
  submissionId: string,
  before: RecordRow,
  after: RecordRow,
): Promise<void> {
  const was = new Map(before.attributes.map(({ tag, unit }) => [tag, unit]));
  const given = after.attributes.filter(({ tag, unit }) => was.get(tag) !== unit);
  if (given.length === 0) return;
  const [other] = await tx.query<{ tag: string; unit: string; theirs: string | null }>(
    `SELECT g.tag, g.unit, a ->> 'unit' AS theirs
       FROM records r, jsonb_array_elements(r.attributes) a
       JOIN jsonb_to_recordset($3::jsonb) AS g (tag text, unit text) ON a ->> 'tag' = g.tag
      WHERE r.submission_id = $1 AND r.id <> $2 AND a ->> 'unit' IS DISTINCT FROM g.unit LIMIT 1`,
    [submissionId, after.id, JSON.stringify(given.map(({ tag, unit }) => ({ tag, unit })))],
  );
  if (other) throw unitDiffers(other.tag, other.unit, other.theirs);
}
