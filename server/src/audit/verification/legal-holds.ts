// Legal holds keep months in the log: one that disappears lets them go. Each is as its event says, as long as no event
// says that it was lifted.
import type { Remembered } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { type Flaws, mostNamed } from './flaws.ts';

/** Events whose texts are read. */
export const holdActions = ['audit.hold', 'audit.hold_lift'];

/** Events of the log, and of months that have left it. */
const known = `known AS (
  SELECT e.id, e.action, e.target_id AS target, e.body::jsonb -> 'facts' AS facts FROM audit_events e WHERE e.action IN ('audit.hold', 'audit.hold_lift')
  UNION ALL SELECT m.id, m.action, m.target, m.facts FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, action text, target text, facts jsonb))`;

const bad = `WITH ${known}
  SELECT 'event ' || k.id AS place, 'hold_gone' AS code FROM known k
   WHERE k.action = 'audit.hold' AND NOT EXISTS (SELECT FROM audit_holds h WHERE h.id::text = k.target)
  UNION ALL
  SELECT 'hold ' || h.id, CASE WHEN k.id IS NULL THEN 'hold_untold' ELSE 'hold_altered' END
    FROM audit_holds h LEFT JOIN known k ON k.action = 'audit.hold' AND k.target = h.id::text
   WHERE k.id IS NULL OR k.facts IS DISTINCT FROM jsonb_build_object('kind', h.kind, 'whole', h.whole, 'itself', h.itself, 'since', h.since, 'until', h.until)
  UNION ALL
  SELECT 'hold ' || h.id, CASE WHEN h.lifted_at IS NULL THEN 'hold_lifted' ELSE 'hold_not_lifted' END
    FROM audit_holds h
   WHERE (h.lifted_at IS NULL) = EXISTS (SELECT FROM known k WHERE k.action = 'audit.hold_lift' AND k.target = h.id::text)
  LIMIT ${mostNamed}`;

type Bad = {
  place: string;
  code: 'hold_gone' | 'hold_untold' | 'hold_altered' | 'hold_lifted' | 'hold_not_lifted';
};

/** @param remembered events of months that have left */
export async function findUnheld(
  snapshot: Snapshot,
  remembered: readonly Remembered[],
  flaws: Flaws,
): Promise<void> {
  const found = await snapshot.query<Bad>(bad, [JSON.stringify(remembered)]);
  for (const { place, code } of found) flaws.add('beside', place, wrong(code));
}
