import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No erasure takes what a legal hold keeps: nothing of a person goes while a hold stands, of whatever kind, on an event
 * that has values of theirs.
 */
export class AuditErasureHolds1763705100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The holds that keep what the log has of a person, the oldest first: those on events that have a value of theirs
      -- (as audit_holds_on finds them for a month), and those that name them.
      CREATE FUNCTION audit_holds_on_person(person text) RETURNS TABLE (id uuid, kind text) LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT h.id, h.kind FROM public.audit_holds h
         WHERE h.lifted_at IS NULL AND person <> '' AND (person = ANY (h.whole || h.itself) OR CASE WHEN h.kind = 'period' THEN
                 EXISTS (SELECT FROM public.audit_personal_values v WHERE v.person_id = person AND v.person_id <> ''
                            AND v.occurred_at >= h.since::timestamp AT TIME ZONE 'UTC' AND v.occurred_at < (h.until + 1)::timestamp AT TIME ZONE 'UTC')
               ELSE
                 EXISTS (SELECT FROM public.audit_events e JOIN public.audit_personal_values v ON v.occurred_at = e.occurred_at AND v.event_id = e.id
                          WHERE v.person_id = person AND v.person_id <> '' AND e.root_id = ANY (h.whole))
                 OR EXISTS (SELECT FROM public.audit_events e JOIN public.audit_personal_values v ON v.occurred_at = e.occurred_at AND v.event_id = e.id
                             WHERE v.person_id = person AND v.person_id <> '' AND e.root_id = ANY (h.itself) AND e.target_id = e.root_id)
                 OR EXISTS (SELECT FROM public.audit_events e JOIN public.audit_personal_values v ON v.occurred_at = e.occurred_at AND v.event_id = e.id
                             WHERE v.person_id = person AND v.person_id <> '' AND e.target_id = ANY (h.whole || h.itself) AND e.target_id <> e.root_id)
                 OR (h.kind = 'person'
                     AND (EXISTS (SELECT FROM public.audit_events e JOIN public.audit_personal_values v ON v.occurred_at = e.occurred_at AND v.event_id = e.id
                                   WHERE v.person_id = person AND v.person_id <> '' AND e.actor_id = ANY (h.whole))
                          OR EXISTS (SELECT FROM public.audit_events e JOIN public.audit_personal_values v ON v.occurred_at = e.occurred_at AND v.event_id = e.id
                                      WHERE v.person_id = person AND v.person_id <> '' AND e.on_behalf_of = ANY (h.whole) AND e.on_behalf_of IS NOT NULL)
                          OR EXISTS (SELECT FROM public.audit_personal_values v JOIN public.audit_personal_values w ON w.occurred_at = v.occurred_at AND w.event_id = v.event_id
                                      WHERE v.person_id = person AND v.person_id <> '' AND w.person_id = ANY (h.whole) AND w.person_id <> '')))
               END)
         ORDER BY h.set_at, h.id
      $$;
      REVOKE ALL ON FUNCTION audit_holds_on_person(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_holds_on_person(text) TO seqdb_app;

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
        WITH gone AS (
          DELETE FROM public.audit_personal_values v
           WHERE v.person_id = asked.person_id AND v.occurred_at >= lower_bound AND v.occurred_at < upper_bound
          RETURNING v.event_id, v.occurred_at, v.opened)
        INSERT INTO public.audit_personal_values (event_id, occurred_at, person_id, opened)
        SELECT g.event_id, g.occurred_at, 'erased ' || erasure,
               (SELECT coalesce(jsonb_object_agg(key, jsonb_build_object('erased', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'))), '{}')
                  FROM jsonb_object_keys(g.opened) AS key)
          FROM gone g;
        GET DIAGNOSTICS erased = ROW_COUNT;
        PERFORM set_config('seqdb.erasure', '', true);
        DELETE FROM public.audit_people WHERE person_id = asked.person_id;
        RETURN erased;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what a legal hold keeps stays kept');
  }
}
