// A change log of so many events, as the application would have written them: bodies of some 800 bytes with two
// commitments each, spread over the last two months.
import type { Client } from 'pg';

const atOnce = 100_000;

/** Openings and commitments are real: what is exported is what the verifier checks. */
const batch = `
  WITH made AS (
    SELECT n, at, (left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(r, 1, 3) || '-8' || substr(r, 4, 3) || '-' || substr(r, 7, 12))::uuid AS id,
           'u' || (n % 500) AS actor, 's' || (n % 20000) AS submission,
           (ARRAY['submission.update', 'submission.submit', 'submission.approve', 'record.update', 'ena.send', 'user.sign_in'])[1 + n % 6] AS action,
           substr(r, 1, 16) || substr(r, 1, 16) AS salt, r
      FROM (SELECT n, date_trunc('milliseconds', now() - interval '1 second' * (($3::float8 - n) / $3 * 58 * 86400)) AS at, md5(n::text) AS r
              FROM generate_series($1::bigint, $2::bigint) n) g,
           LATERAL lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms),
  opened AS (
    SELECT *, encode(sha256(convert_to(salt || ':Ada Lovelace ' || actor, 'UTF8')), 'hex') AS name_of,
           encode(sha256(convert_to(salt || ':192.0.2.' || n % 250, 'UTF8')), 'hex') AS address_of FROM made),
  events AS (
    INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id, body)
    SELECT id, at, action, 'user', actor, 'Submission', submission, 'Submission', submission, 'req-' || n,
           '{"action":"' || action || '","actor":{"id":"' || actor || '","name":{"$personal":"' || name_of || '"},"roles":["curator"],"type":"user"},"address":{"$personal":"'
           || address_of || '"},"changes":[{"after":"approved","before":"in_review","field":"status"},{"after":' || n || ',"before":null,"field":"position"}],"client":null,"facts":{"note":"'
           || repeat(r, 6) || '","records":' || n % 97 || '},"id":"' || id || '","occurredAt":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
           || '","onBehalfOf":null,"reason":null,"requestId":"req-' || n || '","root":{"id":"' || submission || '","type":"Submission"},"target":{"id":"' || submission
           || '","label":"Potato ' || n || '","type":"Submission"},"v":2}'
      FROM opened)
  INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened, address)
  SELECT id, at, actor, jsonb_build_object(name_of, jsonb_build_object('salt', salt, 'value', 'Ada Lovelace ' || actor),
                                           address_of, jsonb_build_object('salt', salt, 'value', '192.0.2.' || n % 250)), '192.0.2.' || n % 250 FROM opened`;

export async function fillLog(owner: Client, events: number): Promise<void> {
  for (let from = 1; from <= events; from += atOnce)
    await owner.query(batch, [from, Math.min(events, from + atOnce - 1), events]);
  await owner.query(
    `INSERT INTO audit_people SELECT 'u' || n, 'Ada Lovelace u' || n FROM generate_series(0, least($1 - 1, 499)) n`,
    [events],
  );
}
