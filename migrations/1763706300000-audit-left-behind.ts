import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came into the log after erasures that had ended before they closed it goes as it should have gone then. */
export class AuditLeftBehind1763706300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(leftBehind);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}

/** In place of version 1, no event says whose the values are: the verification would take each for one too many. */
const saysWhose = `EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id AND right(e.body, 7) = ',"v":2}')`;

/**
 * Of people whose erasure is done and asked for in the log, as audit_erase wants it, and whom no hold keeps; each is found
 * by the index of people. Values of the first version stay. How many went is told by an event in the words of AuditLog.
 */
export const leftBehind = `
  DO $$
  DECLARE
    asked record;
    went bigint;
    id uuid;
    at timestamptz;
  BEGIN
    PERFORM pg_advisory_xact_lock(7331206); -- nobody sets a hold meanwhile
    FOR asked IN
      SELECT r.id, r.done_at, r.person_id FROM public.audit_erasures r
       WHERE r.state = 'done'
         AND EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = r.event_at AND e.id = r.event_id
                        AND e.action = 'user.erasure_request' AND e.target_id = r.person_id)
         AND (EXISTS (SELECT FROM public.audit_personal_values v WHERE v.person_id = r.person_id AND v.person_id <> '' AND ${saysWhose})
              OR EXISTS (SELECT FROM public.audit_people p WHERE p.person_id = r.person_id))
         AND NOT EXISTS (SELECT FROM public.audit_holds_on_person(r.person_id))
         FOR UPDATE OF r
    LOOP
      UPDATE public.audit_erasures r SET state = 'requested', done_at = NULL WHERE r.id = asked.id; -- for audit_refuse_loss
      PERFORM set_config('seqdb.erasure', asked.id::text, true);
      WITH gone AS (
        DELETE FROM public.audit_personal_values v WHERE v.person_id = asked.person_id AND v.person_id <> '' AND ${saysWhose}
        RETURNING v.event_id, v.occurred_at, v.opened),
      put AS (
        INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
        SELECT g.event_id, g.occurred_at, 'erased ' || asked.id || ' late',
               (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                  FROM jsonb_object_keys(g.opened) AS key)
          FROM gone g)
      SELECT count(*) INTO went FROM gone g CROSS JOIN LATERAL jsonb_object_keys(g.opened);
      PERFORM set_config('seqdb.erasure', '', true);
      DELETE FROM public.audit_people p WHERE p.person_id = asked.person_id;
      UPDATE public.audit_erasures r SET state = 'done', done_at = asked.done_at WHERE r.id = asked.id;
      id := uuidv7();
      at := uuid_extract_timestamp(id);
      PERFORM public.audit_ensure_partition((at AT TIME ZONE 'UTC')::date);
      CALL public.audit_append(id, at, 'user.erase', 'system', 'audit', NULL, 'User', asked.person_id, 'User', asked.person_id, NULL,
        concat('{"action":"user.erase","actor":{"id":"audit","name":"SeqDB (audit)","roles":[],"type":"system"},"address":null,"changes":[],"client":null',
          ',"facts":{"erasure":"', asked.id, '","valuesLeft":', went, '},"id":"', id,
          '","occurredAt":"', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          '","onBehalfOf":null,"reason":null,"requestId":null,"root":{"id":', to_json(asked.person_id), ',"type":"User"},"target":{"id":',
          to_json(asked.person_id), ',"label":"a person who was erased","type":"User"},"v":2}'), NULL, NULL);
    END LOOP;
  END $$`;
