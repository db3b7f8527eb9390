import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What opens commitments leaves through an erasure only, which keeps the commitments: as for events, a slip of whoever
 * owns the tables is refused. Who switches the guard off is found by the verification.
 */
export class AuditOpenings1763703600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The name of the erasure is set by audit_erase, for the time of its one statement.
      CREATE FUNCTION audit_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE erasure text := current_setting('seqdb.erasure', true);
      BEGIN
        IF erasure <> '' THEN
          PERFORM FROM public.audit_erasures r WHERE r.id = erasure::uuid AND r.person_id = OLD.person_id AND r.state = 'requested';
          IF FOUND THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'the change log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;
      REVOKE ALL ON FUNCTION audit_refuse_loss() FROM PUBLIC;
      CREATE TRIGGER audit_refuse_loss BEFORE DELETE ON audit_personal_values FOR EACH ROW EXECUTE FUNCTION audit_refuse_loss();

      CREATE OR REPLACE FUNCTION audit_erase(erasure uuid, month date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
    throw new Error('the guard over what opens the change log is not taken off again');
  }
}
