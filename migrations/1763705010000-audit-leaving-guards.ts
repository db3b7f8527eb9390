import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold that was lifted does not stand again, and the application makes room for the months around this one alone. */
export class AuditLeavingGuards1763705010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- An erasure replaces what a person wrote, and nothing else does.
      CREATE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_holds FOR EACH ROW
        WHEN ((NEW.id, NEW.kind, NEW.whole, NEW.itself, NEW.target_id, NEW.name, NEW.since, NEW.until, NEW.set_by, NEW.set_at)
                IS DISTINCT FROM (OLD.id, OLD.kind, OLD.whole, OLD.itself, OLD.target_id, OLD.name, OLD.since, OLD.until, OLD.set_by, OLD.set_at)
              OR (NEW.reason <> OLD.reason AND NEW.reason <> '[erased]')
              OR (OLD.lifted_at IS NOT NULL AND ((NEW.lifted_at, NEW.lifted_by) IS DISTINCT FROM (OLD.lifted_at, OLD.lifted_by)
                OR (NEW.lift_reason IS DISTINCT FROM OLD.lift_reason AND NEW.lift_reason IS DISTINCT FROM '[erased]'))))
        EXECUTE FUNCTION audit_refuse_again();

      CREATE OR REPLACE FUNCTION audit_ensure_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        asked date := date_trunc('month', month)::date;
        this_month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
        lower_bound text := to_char(asked, 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound text := to_char(asked + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        suffix text := to_char(asked, 'YYYYMM');
        parent text;
        part text;
      BEGIN
        IF asked < '1970-01-01' OR asked > '9998-12-01' THEN
          RAISE EXCEPTION 'month % is none of a change log', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- Months that were made far away would keep the others from leaving, or never be looked at.
        IF (asked < this_month - interval '1 month' OR asked > this_month + interval '12 months')
           AND NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'public.audit_events'::regclass), 'MEMBER') THEN
          RAISE EXCEPTION 'month % is too far from this one', to_char(asked, 'YYYY-MM') USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM pg_advisory_xact_lock(7331202);
        PERFORM FROM public.audit_retentions r WHERE r.dropped_at IS NOT NULL AND to_date(r.month || '-01', 'YYYY-MM-DD') >= asked;
        IF FOUND THEN
          RAISE EXCEPTION 'month % has left the change log', to_char(asked, 'YYYY-MM') USING ERRCODE = 'insufficient_privilege';
        END IF;
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_personal_values', 'audit_leaves'] LOOP
          part := parent || '_' || suffix;
          -- Not to_regclass: its cache may be older than the wait for the lock.
          CONTINUE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = part);
          EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
          EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, seqdb_app, seqdb_sealer', part);
          EXECUTE format('GRANT SELECT ON public.%I TO seqdb_app, seqdb_sealer', part);
          EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, part, lower_bound, upper_bound);
          IF parent <> 'audit_personal_values' THEN
            EXECUTE format('CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', part);
          END IF;
        END LOOP;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the guards of months that leave are not taken off');
  }
}
