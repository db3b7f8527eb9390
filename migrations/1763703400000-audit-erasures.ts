import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasing a person from the change log: what opens the commitments to their values goes, the events and their hashes
 * stay. In place of each value stands the day it was erased on. Only with a request that is itself in the log.
 */
export class AuditErasures1763703400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN erased_at timestamptz;

      CREATE TABLE audit_erasures (
        id uuid PRIMARY KEY,
        person_id text NOT NULL UNIQUE CHECK (person_id <> ''),
        -- The event of the request: its moment names the month to look in.
        event_id uuid NOT NULL,
        event_at timestamptz(3) NOT NULL,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'done')),
        -- Events that values were erased from.
        events bigint NOT NULL DEFAULT 0,
        done_at timestamptz CHECK ((done_at IS NULL) = (state = 'requested'))
      );
      REVOKE ALL ON audit_erasures FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT ON audit_erasures TO seqdb_app;
      GRANT UPDATE (state, events, done_at) ON audit_erasures TO seqdb_app;
      GRANT SELECT ON audit_erasures TO seqdb_sealer;

      -- One month of one erasure. The rows that stay name the erasure and no longer the person, and keep the commitments,
      -- which say nothing without their salts.
      CREATE FUNCTION audit_erase(erasure uuid, month date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        asked public.audit_erasures;
        lower_bound timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
        upper_bound timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
        erased bigint;
      BEGIN
        SELECT * INTO asked FROM public.audit_erasures WHERE id = erasure FOR UPDATE;
        IF asked.state IS DISTINCT FROM 'requested' THEN
          RAISE EXCEPTION 'no erasure % is asked for', erasure USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = asked.event_at AND e.id = asked.event_id
                          AND e.action = 'user.erasure_request' AND e.target_id = asked.person_id) THEN
          RAISE EXCEPTION 'the change log does not know of erasure %', erasure USING ERRCODE = 'insufficient_privilege';
        END IF;
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
        DELETE FROM public.audit_people WHERE person_id = asked.person_id;
        RETURN erased;
      END $$;
      REVOKE ALL ON FUNCTION audit_erase(uuid, date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_erase(uuid, date) TO seqdb_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}
