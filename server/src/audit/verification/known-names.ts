// The names by which events are found lie beside the log, unsealed: one that was changed or removed would hide what its
// person did from a search, and nobody would miss it. Each person is there by the name in the last event by them, and
// an account by the name in the last about it: one look each, however many events there are. Earlier names are not
// compared; events are found by the account's id whatever its names.
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { type Flaws, mostNamed } from './flaws.ts';

/** The opening of a commitment, where the event still has it. */
const opened = (commitment: string) => `(
  SELECT v.opened -> (${commitment}) ->> 'value' FROM audit_personal_values v
   WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id AND v.person_id = p.id)`;

const last = (column: string) =>
  `SELECT * FROM audit_events a WHERE a.${column} = p.id ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1`;

/**
 * Actors are stepped through on the index of actors, from each to the next. Longer names are not noted (peopleIn); one
 * of so many bytes has no more characters.
 */
const bad = `
  WITH RECURSIVE actors AS (
    SELECT min(actor_id) AS id FROM audit_events
    UNION ALL SELECT (SELECT min(e.actor_id) FROM audit_events e WHERE e.actor_id > a.id) FROM actors a WHERE a.id IS NOT NULL),
  named AS (
    SELECT p.id, ${opened(`e.body::json #>> '{actor,name,$personal}'`)} AS name
      FROM actors p CROSS JOIN LATERAL (${last('actor_id')}) e WHERE p.id IS NOT NULL AND e.actor_type = 'user'
    UNION
    SELECT p.id, ${opened(`e.body::json #>> '{target,label,$personal}'`)}
      FROM (SELECT id::text AS id FROM users) p CROSS JOIN LATERAL (${last('target_id')}) e WHERE e.target_type = 'User')
  SELECT n.id FROM named n
   WHERE octet_length(n.name) BETWEEN 1 AND 300
     AND NOT EXISTS (SELECT FROM audit_people k WHERE k.person_id = n.id AND k.name = n.name)
     AND NOT EXISTS (SELECT FROM audit_erasures r WHERE r.person_id = n.id)
   GROUP BY n.id ORDER BY n.id LIMIT ${mostNamed}`;

/** Finds people whom a search for the name that the log has of them would not find. */
export async function findUnnamed(snapshot: Snapshot, flaws: Flaws): Promise<void> {
  for (const { id } of await snapshot.query<{ id: string }>(bad))
    flaws.add('opening', `person ${id}`, wrong('person_unnamed'));
}
