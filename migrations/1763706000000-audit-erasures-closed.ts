import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing of a person comes into the log once their erasure has closed it to them, whatever moment the event is of: a
 * transaction may commit long after it recorded one, and clocks may lag by an hour. What is kept out so within the minute
 * after the request, whose values the erasure counts, is set apart as late: it was not counted.
 */
export class AuditErasuresClosed1763706000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(closable);
    await runner.query(`
      GRANT UPDATE (closed_at) ON audit_erasures TO seqdb_app;

      CREATE OR REPLACE PROCEDURE audit_append (event_id uuid, moment timestamptz, action text, actor_type text, actor_id text, on_behalf_of text,
        target_type text, target_id text, root_type text, root_id text, request_id text, body text, personal jsonb, people jsonb)
      LANGUAGE plpgsql AS $$
      DECLARE given jsonb;
      BEGIN
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
        VALUES (event_id, moment, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body);
        FOR n IN 0 .. coalesce(jsonb_array_length(personal), 0) - 1 LOOP
          given := personal -> n;
          -- After the event: who closes the log to somebody waits for all that have written one (OpenWriters).
          INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened, reason, address)
          SELECT audit_append.event_id, moment, given ->> 'personId', given -> 'opened', given ->> 'reason', given ->> 'address'
           WHERE NOT EXISTS (${closedTo});
          CONTINUE WHEN FOUND;
          -- Of the day on which they would have gone, and of none before they were asked to.
          INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
          SELECT audit_append.event_id, moment, 'erased ' || r.id || CASE WHEN ${isAfter} THEN '' ELSE ' late' END,
                 (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(greatest(moment, r.event_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                    FROM jsonb_object_keys(given -> 'opened') AS key)
            FROM public.audit_erasures r WHERE r.person_id = given ->> 'personId';
        END LOOP;
        FOR n IN 0 .. coalesce(jsonb_array_length(people), 0) - 1 LOOP
          given := people -> n;
          PERFORM FROM public.audit_people p WHERE p.person_id = given ->> 'personId' AND p.name = given ->> 'name' LIMIT 1;
          CONTINUE WHEN FOUND;
          INSERT INTO public.audit_people (person_id, name)
          SELECT given ->> 'personId', given ->> 'name' WHERE NOT EXISTS (${closedTo});
        END LOOP;
      END $$;

      -- For processes of the release before audit_append.
      CREATE OR REPLACE FUNCTION audit_record (event_id uuid, moment timestamptz, action text, actor_type text, actor_id text, on_behalf_of text,
        target_type text, target_id text, root_type text, root_id text, request_id text, body text, personal jsonb, people jsonb)
      RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        CALL public.audit_append(event_id, moment, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body, personal, people);
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}

/**
 * The column says from when on nothing of theirs is written; what was being written then is waited for, and goes before the
 * erasure ends. Writers look into the table with every event and a verification reads it for as long as it takes: whoever
 * reads is waited for with one's arms down, so that who comes meanwhile is held up for a tenth of a second at most.
 */
export const closable = `
  DO $$
  DECLARE
    give_up timestamptz := clock_timestamp() + interval '30 minutes';
    usual text := current_setting('lock_timeout');
  BEGIN
    LOOP
      BEGIN
        PERFORM set_config('lock_timeout', '100ms', true);
        ALTER TABLE public.audit_erasures ADD COLUMN IF NOT EXISTS closed_at timestamptz;
        EXIT;
      EXCEPTION WHEN lock_not_available THEN
        IF clock_timestamp() > give_up THEN
          RAISE EXCEPTION 'somebody reads the change log: migrate again when its verification is over' USING ERRCODE = 'lock_not_available';
        END IF;
        PERFORM pg_sleep(0.2);
      END;
    END LOOP;
    PERFORM set_config('lock_timeout', usual, true);
  END $$`;

/** Later than this after the request, nothing of them is written whether the log is closed to them or not. */
const isAfter = `moment > r.event_at + interval '1 minute'`;

/** An erasure that the log is closed by to the person of given values or of a given name. */
const closedTo = `SELECT FROM public.audit_erasures r
                              WHERE r.person_id = given ->> 'personId' AND (${isAfter} OR r.closed_at IS NOT NULL OR r.state = 'done')`;
