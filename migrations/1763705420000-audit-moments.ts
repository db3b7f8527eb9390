import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An event is of the moment at which it is written: who has the application's credentials cannot put one into last
 * month, before what it would explain. An hour back leaves room for what one transaction takes, five minutes ahead for
 * clocks that differ. Demo data and tests have a made-up past: there the owner of the tables says so, in a table that
 * nobody else writes, which is looked at only where an event is of another time. Functions only: no event is touched.
 */
export class AuditMoments1763705420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_made_up_past (because text PRIMARY KEY);
      REVOKE ALL ON audit_made_up_past FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT ON audit_made_up_past TO seqdb_app, seqdb_sealer;

      CREATE OR REPLACE FUNCTION audit_note_unsealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.actor_type NOT IN ('user', 'service', 'system') OR uuid_extract_timestamp(NEW.id) IS DISTINCT FROM NEW.occurred_at
           OR NEW.occurred_at - clock_timestamp() NOT BETWEEN interval '-1 hour' AND interval '5 minutes' THEN
          IF NEW.actor_type NOT IN ('user', 'service', 'system') THEN
            RAISE EXCEPTION 'an audit event has no actor of type %', NEW.actor_type USING ERRCODE = 'check_violation';
          END IF;
          IF uuid_extract_timestamp(NEW.id) IS DISTINCT FROM NEW.occurred_at THEN
            RAISE EXCEPTION 'the id of an audit event must carry its time' USING ERRCODE = 'check_violation';
          END IF;
          IF NOT EXISTS (SELECT FROM public.audit_made_up_past) THEN
            RAISE EXCEPTION 'an audit event is of the moment at which it is written, not of %; do the clocks of the server and its database agree?', NEW.occurred_at
              USING ERRCODE = 'check_violation';
          END IF;
        END IF;
        INSERT INTO public.audit_unsealed (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
        RETURN NULL;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION audit_note_unsealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.actor_type NOT IN ('user', 'service', 'system') OR uuid_extract_timestamp(NEW.id) IS DISTINCT FROM NEW.occurred_at THEN
          IF NEW.actor_type NOT IN ('user', 'service', 'system') THEN
            RAISE EXCEPTION 'an audit event has no actor of type %', NEW.actor_type USING ERRCODE = 'check_violation';
          END IF;
          RAISE EXCEPTION 'the id of an audit event must carry its time' USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO public.audit_unsealed (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
        RETURN NULL;
      END $$;
      DROP TABLE audit_made_up_past;
    `);
  }
}
