import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Writes one event with all that belongs to it. As a function, since what a function does is planned once a connection;
 * the same as one statement is planned anew for every event, which takes longer than writing it.
 */
export class AuditRecord1763702950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit_record (event_id uuid, moment timestamptz, action text, actor_type text, actor_id text, on_behalf_of text,
        target_type text, target_id text, root_type text, root_id text, request_id text, body text, personal jsonb, people jsonb)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE given jsonb;
      BEGIN
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
        VALUES (event_id, moment, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body);
        FOR n IN 0 .. jsonb_array_length(personal) - 1 LOOP
          given := personal -> n;
          INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened, reason, address)
          VALUES (audit_record.event_id, moment, given ->> 'personId', given -> 'opened', given ->> 'reason', given ->> 'address');
        END LOOP;
        FOR n IN 0 .. jsonb_array_length(people) - 1 LOOP
          given := people -> n;
          PERFORM FROM public.audit_people p WHERE p.person_id = given ->> 'personId' AND p.name = given ->> 'name' LIMIT 1;
          CONTINUE WHEN FOUND;
          INSERT INTO public.audit_people (person_id, name) VALUES (given ->> 'personId', given ->> 'name');
        END LOOP;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP FUNCTION audit_record (uuid, timestamptz, text, text, text, text, text, text, text, text, text, text, jsonb, jsonb)`,
    );
  }
}
