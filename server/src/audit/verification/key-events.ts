// A key that signs for the log is added together with an event. One that came without would sign what looks genuine.
import type { Snapshot } from '../exporting/snapshot.ts';
import { type Flaws, mostNamed } from './flaws.ts';

/**
 * Keys from before the first event that tells of one have none: they were registered by a release that wrote none, or
 * their events have left with their month.
 */
const bad = `WITH told AS (
    SELECT e.target_id AS id, e.occurred_at, e.body::jsonb #>> '{target,label}' AS name, e.body::jsonb #>> '{facts,publicKey}' AS key
      FROM audit_events e WHERE e.action = 'audit.key_register' AND e.actor_type = 'system')
  SELECT k.id FROM audit_keys k
   WHERE k.valid_from >= (SELECT min(occurred_at) FROM told) - interval '1 minute'
     AND NOT EXISTS (SELECT FROM told t WHERE (t.id, t.name, t.key) = (k.id, k.name, k.public_key))
   ORDER BY k.valid_from LIMIT ${mostNamed}`;

/** Finds keys that may sign and that no event tells of. */
export async function findUntoldKeys(snapshot: Snapshot, flaws: Flaws): Promise<void> {
  for (const { id } of await snapshot.query<{ id: string }>(bad))
    flaws.add('beside', `key ${id}`, 'no event of the log says that this key was added');
}
