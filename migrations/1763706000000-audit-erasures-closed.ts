import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing of a person comes into the log once their erasure has closed it to them, whatever moment the event is of: a
 * transaction may commit long after it recorded one, and clocks may lag by an hour. What is kept out so within the minute
 * after the request, whose values the erasure counts, is set apart as late: it was not counted.
 */
export class AuditErasuresClosed1763706000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- From then on nothing of theirs is written; what was being written is waited for, and goes before the erasure ends.
      ALTER TABLE audit_erasures ADD COLUMN closed_at timestamptz;
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
          ${erasedAtOnce('audit_append')};
        END LOOP;
        FOR n IN 0 .. coalesce(jsonb_array_length(people), 0) - 1 LOOP
          given := people -> n;
          PERFORM FROM public.audit_people p WHERE p.person_id = given ->> 'personId' AND p.name = given ->> 'name' LIMIT 1;
          CONTINUE WHEN FOUND;
          INSERT INTO public.audit_people (person_id, name)
          SELECT given ->> 'personId', given ->> 'name' WHERE NOT EXISTS (${closedTo});
        END LOOP;
      END $$;

      -- For processes of the release before audit_append, the same.
      CREATE OR REPLACE FUNCTION audit_record (event_id uuid, moment timestamptz, action text, actor_type text, actor_id text, on_behalf_of text,
        target_type text, target_id text, root_type text, root_id text, request_id text, body text, personal jsonb, people jsonb)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE given jsonb;
      BEGIN
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
        VALUES (event_id, moment, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body);
        FOR n IN 0 .. jsonb_array_length(personal) - 1 LOOP
          given := personal -> n;
          INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened, reason, address)
          SELECT audit_record.event_id, moment, given ->> 'personId', given -> 'opened', given ->> 'reason', given ->> 'address'
           WHERE NOT EXISTS (${closedTo});
          CONTINUE WHEN FOUND;
          ${erasedAtOnce('audit_record')};
        END LOOP;
        FOR n IN 0 .. jsonb_array_length(people) - 1 LOOP
          given := people -> n;
          PERFORM FROM public.audit_people p WHERE p.person_id = given ->> 'personId' AND p.name = given ->> 'name' LIMIT 1;
          CONTINUE WHEN FOUND;
          INSERT INTO public.audit_people (person_id, name)
          SELECT given ->> 'personId', given ->> 'name' WHERE NOT EXISTS (${closedTo});
        END LOOP;
      END $$;
    `);
    await runner.query(leftBehind);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}

/** Later than this after the request, nothing of them is written whether the log is closed to them or not. */
const isAfter = (moment: string) => `${moment} > r.event_at + interval '1 minute'`;

/** An erasure that the log is closed by to the person of given values or of a given name. */
const closedTo = `SELECT FROM public.audit_erasures r
                              WHERE r.person_id = given ->> 'personId' AND (${isAfter('moment')} OR r.closed_at IS NOT NULL OR r.state = 'done')`;

/** Under which name, and as of which day, values stand that read as erased. */
const erasedName = (moment: string) =>
  `'erased ' || r.id || CASE WHEN ${isAfter(moment)} THEN '' ELSE ' late' END`;

/** The day on which they would have gone, and none before they were asked to. */
const erasedAtOnce = (
  caller: string,
) => `INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
          SELECT ${caller}.event_id, moment, ${erasedName('moment')},
                 (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(greatest(moment, r.event_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                    FROM jsonb_object_keys(given -> 'opened') AS key)
            FROM public.audit_erasures r WHERE r.person_id = given ->> 'personId'`;

/**
 * What came into the log after erasures that had ended before this: it goes as it should have gone then, unless a hold
 * keeps it. Each is found by the index of people. Values of the first version stay: no event says whose they are, and
 * the verification would take each for one too many.
 */
export const leftBehind = `
  DO $$
  DECLARE
    found record;
  BEGIN
    FOR found IN
      SELECT r.id, r.done_at, r.person_id FROM public.audit_erasures r
       WHERE r.state = 'done'
         AND (EXISTS (SELECT FROM public.audit_personal_values v WHERE v.person_id = r.person_id AND v.person_id <> '')
              OR EXISTS (SELECT FROM public.audit_people p WHERE p.person_id = r.person_id))
         AND NOT EXISTS (SELECT FROM public.audit_holds_on_person(r.person_id))
         FOR UPDATE OF r
    LOOP
      UPDATE public.audit_erasures SET state = 'requested', done_at = NULL WHERE id = found.id;
      PERFORM set_config('seqdb.erasure', found.id::text, true);
      WITH gone AS (
        DELETE FROM public.audit_personal_values v
         WHERE v.person_id = found.person_id AND v.person_id <> ''
           AND EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id AND right(e.body, 7) = ',"v":2}')
        RETURNING v.event_id, v.occurred_at, v.opened)
      INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
      SELECT g.event_id, g.occurred_at, ${erasedName('g.occurred_at')},
             (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                FROM jsonb_object_keys(g.opened) AS key)
        FROM gone g JOIN public.audit_erasures r ON r.id = found.id;
      PERFORM set_config('seqdb.erasure', '', true);
      DELETE FROM public.audit_people WHERE person_id = found.person_id;
      UPDATE public.audit_erasures SET state = 'done', done_at = found.done_at WHERE id = found.id;
    END LOOP;
  END $$`;
