// A verification counts when the log says the same of it: a row that reads as passed, and of which no event tells, is none.
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { type Flaws, mostNamed } from './flaws.ts';

/** SQL: an event says that a run, which ended as passed or damaged, did. @param run alias of its row */
const event = (
  run: string,
  what = '',
) => `SELECT ${what} FROM audit_events e WHERE e.root_id = ${run}.id::text
  AND e.action = CASE ${run}.state WHEN 'damaged' THEN 'audit.verification_alarm' ELSE 'audit.verification' END
  AND position('"outcome":"failed"' IN e.body) = 0`;

/** SQL: whether the log says the same of a run. One that failed says nothing. @param run alias of its row */
export const toldRun = (run: string): string => `(${run}.state = 'failed' OR EXISTS (${event(run)}))`;

/** SQL: the moment of that event. @param run alias of its row */
export const toldAt = (run: string): string => `(${event(run, 'max(e.occurred_at)')})`;

/** The events of months that have left are not asked for, nor those of a day more, whose run may have ended past midnight. */
const bad = `
  SELECT v.id FROM audit_verifications v
   WHERE v.finished_at IS NOT NULL AND NOT ${toldRun('v')}
     AND v.finished_at >= coalesce((SELECT max(to_date(r.month, 'YYYY-MM') + interval '1 month 1 day') AT TIME ZONE 'UTC'
                                      FROM audit_retentions r WHERE r.dropped_at IS NOT NULL), '-infinity')
   ORDER BY v.finished_at, v.id LIMIT ${mostNamed}`;

/** Finds verifications that read as ended, and of whose end the log does not tell. */
export async function findUntoldRuns(snapshot: Snapshot, flaws: Flaws): Promise<void> {
  for (const { id } of await snapshot.query<{ id: string }>(bad))
    flaws.add('beside', `verification ${id}`, wrong('run_untold'));
}
