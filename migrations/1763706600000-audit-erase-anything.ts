import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No erasure fails at what lies in place of a person's values: who may write values could have put a list there, whose names
 * nobody can tell, and the person would never have been erased. Of it nothing stays but the erasure's own row.
 */
export class AuditEraseAnything1763706600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION audit_erase(erasure uuid, month date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        asked public.audit_erasures;
        lower_bound timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
        upper_bound timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
        erased bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(7331206); -- nobody sets a hold meanwhile
        SELECT * INTO asked FROM public.audit_erasures WHERE id = erasure FOR UPDATE;
        IF asked.state IS DISTINCT FROM 'requested' THEN
          RAISE EXCEPTION 'no erasure % is asked for', erasure USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = asked.event_at AND e.id = asked.event_id
                          AND e.action = 'user.erasure_request' AND e.target_id = asked.person_id) THEN
          RAISE EXCEPTION 'the change log does not know of erasure %', erasure USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF EXISTS (SELECT FROM public.audit_holds_on_person(asked.person_id)) THEN
          RAISE EXCEPTION 'what erasure % would take is held', erasure USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('seqdb.erasure', erasure::text, true);
        -- What stands there before was never put there by an erasure: it takes a person's row of an event at once.
        DELETE FROM public.audit_personal_values p USING public.audit_personal_values v
         WHERE v.person_id = asked.person_id AND v.person_id <> '' AND v.occurred_at >= lower_bound AND v.occurred_at < upper_bound
           AND p.occurred_at = v.occurred_at AND p.event_id = v.event_id AND p.person_id = 'erased ' || erasure;
        WITH gone AS (
          DELETE FROM public.audit_personal_values v
           WHERE v.person_id = asked.person_id AND v.occurred_at >= lower_bound AND v.occurred_at < upper_bound
          RETURNING v.event_id, v.occurred_at, v.opened)
        INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
        SELECT g.event_id, g.occurred_at, 'erased ' || erasure,
               (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                  FROM jsonb_object_keys(CASE jsonb_typeof(g.opened) WHEN 'object' THEN g.opened END) AS key)
          FROM gone g;
        GET DIAGNOSTICS erased = ROW_COUNT;
        PERFORM set_config('seqdb.erasure', '', true);
        DELETE FROM public.audit_people WHERE person_id = asked.person_id;
        RETURN erased;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}
