// What opens the commitments of the events, and what is searched beside it: nothing of it is sealed, and all of it
// follows from what is.
import type { Snapshot } from '../exporting/snapshot.ts';
import { damaged } from '../verifier/verdict.ts';

type Check = { sql: string; says: string };

const checks: readonly Check[] = [
  {
    // Values that do not open what was committed would read as erased, and must not; what is no opening at all opens nothing.
    sql: `SELECT v.event_id AS id FROM audit_personal_values v,
            jsonb_each(CASE jsonb_typeof(v.opened) WHEN 'object' THEN v.opened ELSE '{"": null}' END) o
      WHERE CASE WHEN starts_with(v.person_id, 'erased ') THEN o.value ->> 'erased' IS NULL OR o.value - 'erased' <> '{}'
                 ELSE o.key IS DISTINCT FROM encode(sha256(convert_to((o.value ->> 'salt') || ':' || (o.value ->> 'value'), 'UTF8')), 'hex') END LIMIT 1`,
    says: 'a personal value is not the one that it was committed to',
  },
  {
    // Only an erasure that the log knows of leaves days in place of values, and only in rows of its own.
    sql: `SELECT v.event_id AS id FROM audit_personal_values v
      WHERE starts_with(v.person_id, 'erased ') AND NOT EXISTS (
              SELECT FROM audit_erasures r JOIN audit_events e ON e.occurred_at = r.event_at AND e.id = r.event_id
               WHERE 'erased ' || r.id = v.person_id AND e.action = 'user.erasure_request' AND e.target_id = r.person_id) LIMIT 1`,
    says: 'its personal values are gone, and nobody asked to erase them',
  },
  {
    // An erasure keeps every commitment with its day: where one is missing, somebody took it. A quote within a text is
    // escaped, so that nothing but a commitment looks like this.
    sql: `SELECT e.id FROM audit_events e, regexp_matches(e.body, '{"[$]personal":"([^"]*)"}', 'g') AS c (made)
      WHERE NOT EXISTS (SELECT FROM audit_personal_values v
                         WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id AND v.opened ? c.made[1]) LIMIT 1`,
    says: 'a personal value is no longer there, and was not erased',
  },
  {
    // The sealed end of an erasure says how much it took: what else bears its name is somebody else's. What came after
    // it reads as erased from its first moment on (audit_record).
    sql: `SELECT r.event_id AS id FROM audit_erasures r
      JOIN audit_events a ON a.action = 'user.erase' AND a.target_id = r.person_id AND a.occurred_at >= r.event_at
      CROSS JOIN LATERAL (SELECT a.body::json -> 'facts' AS facts) f
      CROSS JOIN LATERAL (SELECT count(*) AS events, sum((SELECT count(*) FROM jsonb_object_keys(v.opened))) AS values
                            FROM audit_personal_values v
                           WHERE v.person_id = 'erased ' || r.id AND v.occurred_at <= r.event_at + interval '1 minute') counted
      WHERE f.facts ->> 'erasure' = r.id::text
        AND (counted.events > (f.facts ->> 'events')::bigint OR counted.values > (f.facts ->> 'values')::bigint) LIMIT 1`,
    says: 'more values read as erased with this person than were',
  },
  {
    // What is written after an erasure is not counted by its end. But who acted, why and from where is the data of who acted.
    sql: `SELECT v.event_id AS id FROM audit_erasures r
      JOIN audit_personal_values v ON v.person_id = 'erased ' || r.id
      JOIN audit_events e ON e.occurred_at = v.occurred_at AND e.id = v.event_id AND e.actor_type = 'user' AND e.actor_id <> r.person_id
      CROSS JOIN LATERAL (SELECT e.body::json AS body OFFSET 0) b
      WHERE v.opened ?| ARRAY[b.body #>> '{actor,name,$personal}', b.body #>> '{reason,$personal}',
                              b.body #>> '{address,$personal}', b.body #>> '{client,$personal}'] LIMIT 1`,
    says: 'what was erased of it is the data of somebody who was not',
  },
  {
    // As the migration that added the columns filled them: a row without the opening has nothing.
    sql: `SELECT v.event_id AS id FROM audit_personal_values v
      JOIN audit_events e ON e.occurred_at = v.occurred_at AND e.id = v.event_id
      CROSS JOIN LATERAL (SELECT e.body::json AS body OFFSET 0) b
      WHERE v.reason IS DISTINCT FROM v.opened -> (b.body #>> '{reason,$personal}') ->> 'value'
         OR v.address IS DISTINCT FROM v.opened -> (b.body #>> '{address,$personal}') ->> 'value' LIMIT 1`,
    says: 'the reason or address that it is found by is not the one that was sealed',
  },
];

/** @throws Found with the first event that something is wrong with */
export async function assertOpenings(snapshot: Snapshot): Promise<void> {
  for (const { sql, says } of checks) {
    const [event] = await snapshot.query<{ id: string }>(sql);
    if (event) throw damaged(`event ${event.id}`, says);
  }
}
