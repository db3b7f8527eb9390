import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nobody but the sealer's role says that a run over the log ended well, and that only together with the event that says
 * so. The application asks for runs, notes how far they are, and ends them as failed or damaged, each with its event. A
 * worker of the release before still raises the alarm; what it finds whole is verified again by one of this release.
 */
export class AuditRunGuards1763706800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of nights that are to come nobody asked for a run: such rows would keep the runs from being asked for then.
      UPDATE audit_verifications SET night = NULL WHERE night > (now() AT TIME ZONE 'UTC')::date + 1;
      UPDATE audit_retention_runs SET night = NULL WHERE night > (now() AT TIME ZONE 'UTC')::date + 1;

      REVOKE INSERT ON audit_verifications, audit_retention_runs FROM seqdb_app;
      GRANT INSERT (id, night, requested_by, requested_at) ON audit_verifications, audit_retention_runs TO seqdb_app;

      -- Arguments: the states as which a run may be ended here.
      CREATE FUNCTION audit_guard_run() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      DECLARE today date := (now() AT TIME ZONE 'UTC')::date;
      BEGIN
        -- Whoever owns the table can take the guard off anyway.
        IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; END IF;
        IF TG_OP = 'INSERT' THEN
          IF NEW.night < today - 1 OR NEW.night > today + 1 THEN
            RAISE EXCEPTION 'no run over the change log is asked for the night of %', NEW.night USING ERRCODE = 'insufficient_privilege';
          END IF;
          RETURN NEW;
        END IF;
        IF (NEW.id, NEW.night, NEW.requested_by, NEW.requested_at) IS DISTINCT FROM (OLD.id, OLD.night, OLD.requested_by, OLD.requested_at) THEN
          RAISE EXCEPTION 'who asked for a run over the change log, and when, is not changed' USING ERRCODE = 'insufficient_privilege';
        END IF;
        NEW.finished_at := CASE WHEN NEW.state NOT IN ('waiting', 'running') THEN coalesce(OLD.finished_at, clock_timestamp()) END;
        IF NEW.finished_at IS NOT NULL AND NEW.state <> ALL (TG_ARGV) THEN
          RAISE EXCEPTION 'the sealer alone says that a run over the change log is %', NEW.state USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END $$;
      REVOKE ALL ON FUNCTION audit_guard_run() FROM PUBLIC;
      CREATE TRIGGER audit_guard_run BEFORE INSERT OR UPDATE ON audit_verifications FOR EACH ROW EXECUTE FUNCTION audit_guard_run('failed', 'damaged');
      CREATE TRIGGER audit_guard_run BEFORE INSERT OR UPDATE ON audit_retention_runs FOR EACH ROW EXECUTE FUNCTION audit_guard_run('failed');
      CREATE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_retention_runs FOR EACH ROW
        WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION audit_refuse_again();

      -- Looked at with COMMIT, when the events of a transaction are written. Argument: the action of the event.
      CREATE FUNCTION audit_run_told() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM FROM public.audit_events e WHERE e.root_id = NEW.id::text AND e.action = TG_ARGV[0];
        IF NOT FOUND AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
          RAISE EXCEPTION 'no event says that run % is %', NEW.id, NEW.state USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
      END $$;
      REVOKE ALL ON FUNCTION audit_run_told() FROM PUBLIC;
      CREATE CONSTRAINT TRIGGER audit_failure_told AFTER UPDATE ON audit_verifications DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.finished_at IS NULL AND NEW.state = 'failed') EXECUTE FUNCTION audit_run_told('audit.verification');
      CREATE CONSTRAINT TRIGGER audit_damage_told AFTER UPDATE ON audit_verifications DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.finished_at IS NULL AND NEW.state = 'damaged') EXECUTE FUNCTION audit_run_told('audit.verification_alarm');
      CREATE CONSTRAINT TRIGGER audit_failure_told AFTER UPDATE ON audit_retention_runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.finished_at IS NULL AND NEW.state = 'failed') EXECUTE FUNCTION audit_run_told('audit.retention_failed');

      -- What the row says is what the event says. pg_temp last: else a temporary table would take the event.
      CREATE FUNCTION audit_pass_verification (run uuid, given_reasons jsonb, event_id uuid, moment timestamptz, event_body text)
      RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        stated jsonb := event_body::jsonb;
        facts jsonb := stated -> 'facts';
      BEGIN
        IF (stated ->> 'id')::uuid IS DISTINCT FROM event_id OR (stated ->> 'occurredAt')::timestamptz IS DISTINCT FROM moment
           OR stated ->> 'action' IS DISTINCT FROM 'audit.verification'
           OR stated #>> '{actor,type}' IS DISTINCT FROM 'system' OR stated #>> '{actor,id}' IS DISTINCT FROM 'audit'
           OR stated #>> '{target,type}' IS DISTINCT FROM 'AuditVerification' OR stated #>> '{target,id}' IS DISTINCT FROM run::text
           OR facts ->> 'segments' IS NULL OR facts ->> 'events' IS NULL OR facts ->> 'outcome' IS NOT NULL THEN
          RAISE EXCEPTION 'the event does not say that verification % passed', run USING ERRCODE = 'check_violation';
        END IF;
        UPDATE public.audit_verifications v
           SET state = 'passed', finished_at = clock_timestamp(), place = NULL, says = NULL, damage = NULL, reasons = given_reasons,
               segments = (facts ->> 'segments')::bigint, events = (facts ->> 'events')::bigint,
               all_events = greatest(v.all_events, (facts ->> 'events')::bigint), compared_heads = (facts ->> 'comparedHeads')::int,
               doubt = facts ->> 'doubt', archives = (facts ->> 'archives')::int, archives_doubt = facts ->> 'archivesDoubt'
         WHERE v.id = run AND v.state IN ('waiting', 'running');
        IF NOT FOUND THEN RETURN false; END IF;
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
        VALUES (event_id, moment, 'audit.verification', 'system', 'audit', 'AuditVerification', run::text, 'AuditVerification', run::text, event_body);
        RETURN true;
      END $$;

      CREATE FUNCTION audit_end_retention (run uuid, ended text, why text, given_reasons jsonb) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF ended IS NULL OR ended NOT IN ('done', 'postponed') THEN
          RAISE EXCEPTION 'no retention ends as %', ended USING ERRCODE = 'check_violation';
        END IF;
        UPDATE public.audit_retention_runs r SET state = ended, says = why, reasons = given_reasons, finished_at = clock_timestamp()
         WHERE r.id = run AND r.state IN ('waiting', 'running');
        RETURN FOUND;
      END $$;
      REVOKE ALL ON FUNCTION audit_pass_verification (uuid, jsonb, uuid, timestamptz, text), audit_end_retention (uuid, text, text, jsonb) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_pass_verification (uuid, jsonb, uuid, timestamptz, text), audit_end_retention (uuid, text, text, jsonb) TO seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit_end_retention (uuid, text, text, jsonb), audit_pass_verification (uuid, jsonb, uuid, timestamptz, text);
      DROP TRIGGER audit_failure_told ON audit_retention_runs;
      DROP TRIGGER audit_refuse_again ON audit_retention_runs;
      DROP TRIGGER audit_guard_run ON audit_retention_runs;
      DROP TRIGGER audit_damage_told ON audit_verifications;
      DROP TRIGGER audit_failure_told ON audit_verifications;
      DROP TRIGGER audit_guard_run ON audit_verifications;
      DROP FUNCTION audit_run_told(), audit_guard_run();
      REVOKE INSERT (id, night, requested_by, requested_at) ON audit_verifications, audit_retention_runs FROM seqdb_app;
      GRANT INSERT ON audit_verifications, audit_retention_runs TO seqdb_app;
    `);
  }
}
