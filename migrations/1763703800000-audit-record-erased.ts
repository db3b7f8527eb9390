import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing comes back of a person who was erased: an event that is written a minute after the request, from whatever
 * some process still remembers, has no openings of theirs from the start. Within that minute, what was on its way is
 * written as always, and the erasure takes it with the rest.
 */
export class AuditRecordErased1763703800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION audit_record (event_id uuid, moment timestamptz, action text, actor_type text, actor_id text, on_behalf_of text,
        target_type text, target_id text, root_type text, root_id text, request_id text, body text, personal jsonb, people jsonb)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        given jsonb;
        erasure uuid;
      BEGIN
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
        VALUES (event_id, moment, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body);
        FOR n IN 0 .. jsonb_array_length(personal) - 1 LOOP
          given := personal -> n;
          SELECT r.id INTO erasure FROM public.audit_erasures r
           WHERE r.person_id = given ->> 'personId' AND moment > r.event_at + interval '1 minute';
          IF erasure IS NULL THEN
            INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened, reason, address)
            VALUES (audit_record.event_id, moment, given ->> 'personId', given -> 'opened', given ->> 'reason', given ->> 'address');
          ELSE
            INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
            SELECT audit_record.event_id, moment, 'erased ' || erasure,
                   coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
              FROM jsonb_object_keys(given -> 'opened') AS key;
          END IF;
        END LOOP;
        FOR n IN 0 .. jsonb_array_length(people) - 1 LOOP
          given := people -> n;
          PERFORM FROM public.audit_people p WHERE p.person_id = given ->> 'personId' AND p.name = given ->> 'name' LIMIT 1;
          CONTINUE WHEN FOUND;
          PERFORM FROM public.audit_erasures r
            WHERE r.person_id = given ->> 'personId' AND moment > r.event_at + interval '1 minute';
          CONTINUE WHEN FOUND;
          INSERT INTO public.audit_people (person_id, name) VALUES (given ->> 'personId', given ->> 'name');
        END LOOP;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}
