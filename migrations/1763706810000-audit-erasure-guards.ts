import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An erasure stands beside the log only with the event that asks for it, and ends only with the event that says so, when
 * nothing of the person is left. Processes of the release before write both as they did. A row that no event asked for,
 * as could be planted until now, stands in nobody's way: it becomes the erasure that somebody asks for.
 */
export class AuditErasureGuards1763706810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE INSERT ON audit_erasures FROM seqdb_app;
      GRANT INSERT (id, person_id, event_id, event_at, requested_by, requested_at) ON audit_erasures TO seqdb_app;

      CREATE FUNCTION audit_guard_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        -- Whoever owns the table can take the guard off anyway.
        IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; END IF;
        IF OLD.state = 'done' THEN
          RAISE EXCEPTION 'the change log is append-only: what has ended in % is not changed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.state <> 'done' THEN RETURN NEW; END IF;
        NEW.done_at := clock_timestamp();
        IF NEW.closed_at IS NULL
           OR EXISTS (SELECT FROM public.audit_personal_values v WHERE v.person_id = NEW.person_id AND v.person_id <> '')
           OR EXISTS (SELECT FROM public.audit_people p WHERE p.person_id = NEW.person_id) THEN
          RAISE EXCEPTION 'erasure % is not done: the change log still has of the person, or is not closed to them', NEW.id
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_guard_erasure BEFORE UPDATE ON audit_erasures FOR EACH ROW EXECUTE FUNCTION audit_guard_erasure();

      -- Looked at with COMMIT, when the events of a transaction are written.
      CREATE FUNCTION audit_erasure_told() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NULL; END IF;
        IF TG_OP = 'INSERT' THEN
          PERFORM FROM public.audit_events e WHERE e.occurred_at = NEW.event_at AND e.id = NEW.event_id
             AND e.action = 'user.erasure_request' AND e.target_id = NEW.person_id;
        ELSE
          PERFORM FROM public.audit_events e WHERE e.root_id = NEW.person_id AND e.target_id = NEW.person_id AND e.action = 'user.erase'
             AND position(concat('"erasure":"', NEW.id, '"') IN e.body) > 0;
        END IF;
        IF FOUND THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'no event of the change log says that erasure % is %', NEW.id, NEW.state USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE CONSTRAINT TRIGGER audit_request_told AFTER INSERT ON audit_erasures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        EXECUTE FUNCTION audit_erasure_told();
      CREATE CONSTRAINT TRIGGER audit_end_told AFTER UPDATE ON audit_erasures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.state <> 'done' AND NEW.state = 'done') EXECUTE FUNCTION audit_erasure_told();
      REVOKE ALL ON FUNCTION audit_guard_erasure(), audit_erasure_told() FROM PUBLIC;

      -- Whether the log has the event that asks for an erasure, or had it in a month that has left and whose statement names it.
      CREATE FUNCTION audit_is_erasure_asked (person text, event_id uuid, event_at timestamptz) RETURNS boolean
      LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT EXISTS (SELECT FROM public.audit_events e WHERE e.occurred_at = event_at AND e.id = audit_is_erasure_asked.event_id
                          AND e.action = 'user.erasure_request' AND e.target_id = person)
            OR EXISTS (SELECT FROM public.audit_retentions r WHERE r.dropped_at IS NOT NULL AND position(audit_is_erasure_asked.event_id::text IN r.note) > 0)
      $$;
      -- Makes of a person's row that nobody asked for the erasure that is asked for now. It keeps its id, since what was
      -- written of the person meanwhile bears it, and counts as taken by it. Returns the id; null where there is none.
      CREATE FUNCTION audit_adopt_erasure (person text, request_id uuid, asked_at timestamptz, asked_by text, since timestamptz) RETURNS uuid
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE planted uuid;
      BEGIN
        SELECT r.id INTO planted FROM public.audit_erasures r
         WHERE r.person_id = person AND NOT public.audit_is_erasure_asked(r.person_id, r.event_id, r.event_at) FOR UPDATE;
        IF planted IS NULL THEN RETURN NULL; END IF;
        DELETE FROM public.audit_erasure_mentions m WHERE m.erasure_id = planted;
        UPDATE public.audit_erasures r
           SET event_id = request_id, event_at = asked_at, requested_by = asked_by, requested_at = since, state = 'requested',
               done_at = NULL, closed_at = NULL, looked_until = NULL, mentions = 0,
               events = (SELECT count(*) FROM public.audit_personal_values v WHERE v.person_id = 'erased ' || planted AND v.person_id <> '')
         WHERE r.id = planted;
        RETURN planted;
      END $$;
      REVOKE ALL ON FUNCTION audit_is_erasure_asked (text, uuid, timestamptz), audit_adopt_erasure (text, uuid, timestamptz, text, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_is_erasure_asked (text, uuid, timestamptz), audit_adopt_erasure (text, uuid, timestamptz, text, timestamptz) TO seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit_adopt_erasure (text, uuid, timestamptz, text, timestamptz), audit_is_erasure_asked (text, uuid, timestamptz);
      DROP TRIGGER audit_end_told ON audit_erasures;
      DROP TRIGGER audit_request_told ON audit_erasures;
      DROP TRIGGER audit_guard_erasure ON audit_erasures;
      DROP FUNCTION audit_erasure_told(), audit_guard_erasure();
      REVOKE INSERT (id, person_id, event_id, event_at, requested_by, requested_at) ON audit_erasures FROM seqdb_app;
      GRANT INSERT ON audit_erasures TO seqdb_app;
    `);
  }
}
