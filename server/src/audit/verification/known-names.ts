// The names by which events are found lie beside the log, unsealed: one that was changed or removed would hide what its
// person did from a search, and nobody would miss it. What a person is called in an event is what their account was
// called then, and an account gets its names in the events that make it and change it: every name in these is there, the
// earliest as well as the last, at one look each, however many events name the person. What came in otherwise (an actor
// of another release, an account whose first events have left the log) is there by the last event by them and the last
// about them. Not asked is whether a name is there that no event has: it hides nothing, and each event says itself whom
// it is by.
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { type Flaws, mostNamed } from './flaws.ts';
import { orUnreadable } from './readable.ts';

/** Events that say what an account is called: before, and from then on. */
const namingActions = ['user.create', 'user.update'];

const last = (column: string) =>
  `SELECT * FROM audit_events a WHERE a.${column} = p.id ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1`;

/** Texts as JSON; null for one that the database cannot take as such, be it for a single letter. */
const readable = `CROSS JOIN LATERAL (SELECT CASE WHEN pg_input_is_valid(e.body, 'jsonb') THEN e.body::jsonb END AS body OFFSET 0) b`;

/** The commitments to names in an event about a person; each of its changes may have two. */
const ofTarget = `
  SELECT b.body #>> '{target,label,$personal}' AS commitment
  UNION ALL
  SELECT change #>> ARRAY[side, '$personal'] FROM unnest(ARRAY['before', 'after']) AS side,
         jsonb_array_elements(CASE jsonb_typeof(b.body -> 'changes') WHEN 'array' THEN b.body -> 'changes' END) AS change`;

/**
 * Actors are stepped through on the index of actors, from each to the next, and events of accounts on that of actions.
 * Longer names are not noted (peopleIn); one of so many bytes has no more characters.
 */
const bad = `
  WITH RECURSIVE actors AS (
    SELECT min(actor_id) AS id FROM audit_events
    UNION ALL SELECT (SELECT min(e.actor_id) FROM audit_events e WHERE e.actor_id > a.id) FROM actors a WHERE a.id IS NOT NULL),
  naming AS (
    SELECT p.id AS person, e.id, e.occurred_at, b.body IS NULL AS is_unreadable, b.body #>> '{actor,name,$personal}' AS commitment
      FROM actors p CROSS JOIN LATERAL (${last('actor_id')}) e ${readable} WHERE p.id IS NOT NULL AND e.actor_type = 'user'
    UNION ALL
    SELECT p.id, e.id, e.occurred_at, b.body IS NULL, b.body #>> '{target,label,$personal}'
      FROM (SELECT id::text AS id FROM users) p CROSS JOIN LATERAL (${last('target_id')}) e ${readable} WHERE e.target_type = 'User'
    UNION ALL
    SELECT e.target_id, e.id, e.occurred_at, b.body IS NULL, c.commitment
      FROM audit_events e ${readable} CROSS JOIN LATERAL (${ofTarget}) c
     WHERE e.action = ANY ($1::text[]) AND e.target_type = 'User'),
  named AS (
    SELECT n.person, n.id, n.is_unreadable, v.opened -> n.commitment ->> 'value' AS name
      FROM naming n LEFT JOIN audit_personal_values v ON v.occurred_at = n.occurred_at AND v.event_id = n.id AND v.person_id = n.person)
  SELECT DISTINCT n.person, CASE WHEN n.is_unreadable THEN n.id END AS unreadable FROM named n
   WHERE n.is_unreadable
      OR (octet_length(n.name) BETWEEN 1 AND 300
          AND NOT EXISTS (SELECT FROM audit_people k WHERE k.person_id = n.person AND k.name = n.name)
          AND NOT EXISTS (SELECT FROM audit_erasures r WHERE r.person_id = n.person))
   ORDER BY 1, 2 LIMIT ${mostNamed}`;

/** Finds people whom a search for a name that the log has of them would not find. */
export async function findUnnamed(snapshot: Snapshot, flaws: Flaws): Promise<void> {
  const find = () => snapshot.query<{ person: string; unreadable: string | null }>(bad, [namingActions]);
  for (const { person, unreadable } of (await orUnreadable(snapshot, flaws, find)) ?? [])
    if (unreadable !== null) flaws.add('event', `event ${unreadable}`, wrong('event_text'));
    else flaws.add('opening', `person ${person}`, wrong('person_unnamed'));
}
