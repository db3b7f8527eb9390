import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The change log. Rows are final: the application may insert and read, nobody may update, delete or truncate, and a
 * month leaves only as a whole partition. `body` is the evidence (canonical JSON as text: jsonb does not keep bytes);
 * the other columns repeat parts of it to search by. Personal values stand in the body as salted commitments, with
 * the values beside it, so that erasing a person leaves every hash whole.
 */
export class Audit1763700100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        id uuid NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        action text NOT NULL,
        actor_type text NOT NULL CHECK (actor_type IN ('user', 'service', 'system')),
        actor_id text NOT NULL,
        on_behalf_of text,
        target_type text NOT NULL,
        target_id text NOT NULL,
        root_type text NOT NULL,
        root_id text NOT NULL,
        request_id text,
        body text NOT NULL,
        PRIMARY KEY (occurred_at, id)
      ) PARTITION BY RANGE (occurred_at);
      CREATE INDEX audit_events_actor ON audit_events (actor_id, occurred_at, id);
      CREATE INDEX audit_events_action ON audit_events (action, occurred_at, id);
      CREATE INDEX audit_events_root ON audit_events (root_type, root_id, occurred_at, id);
      CREATE INDEX audit_events_target ON audit_events (target_id, occurred_at, id);
      CREATE INDEX audit_events_id ON audit_events (id);

      CREATE TABLE audit_personal_values (
        ref uuid NOT NULL,
        event_id uuid NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        person_id text,
        salt text NOT NULL,
        value text NOT NULL,
        PRIMARY KEY (occurred_at, event_id, ref)
      ) PARTITION BY RANGE (occurred_at);
      CREATE INDEX audit_personal_values_person ON audit_personal_values (person_id);

      CREATE TABLE audit_unsealed (
        event_id uuid PRIMARY KEY,
        occurred_at timestamptz(3) NOT NULL
      );

      CREATE FUNCTION audit_note_unsealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        INSERT INTO audit_unsealed (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
        RETURN NULL;
      END $$;
      CREATE TRIGGER audit_note_unsealed AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_note_unsealed();

      CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the change log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

      -- Privileges and the TRUNCATE trigger of the parent do not cover direct access to a partition: each gets its own.
      CREATE FUNCTION audit_ensure_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        lower_bound text := to_char(date_trunc('month', month), 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound text := to_char(date_trunc('month', month) + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        suffix text := to_char(month, 'YYYYMM');
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202);
        IF to_regclass('audit_events_' || suffix) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE audit_events_%s PARTITION OF audit_events FOR VALUES FROM (%L) TO (%L)', suffix, lower_bound, upper_bound);
        EXECUTE format('CREATE TABLE audit_personal_values_%s PARTITION OF audit_personal_values FOR VALUES FROM (%L) TO (%L)', suffix, lower_bound, upper_bound);
        EXECUTE format('REVOKE ALL ON audit_events_%s, audit_personal_values_%s FROM PUBLIC, seqdb_app, seqdb_sealer', suffix, suffix);
        EXECUTE format('GRANT SELECT ON audit_events_%s, audit_personal_values_%s TO seqdb_app, seqdb_sealer', suffix, suffix);
        EXECUTE format('CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_events_%s FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', suffix);
      END $$;
      SELECT audit_ensure_partition((date_trunc('month', now()) + make_interval(months => offset_months))::date)
        FROM generate_series(-2, 3) AS offset_months;

      REVOKE ALL ON audit_events, audit_personal_values, audit_unsealed FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT ON audit_events, audit_personal_values TO seqdb_app;
      GRANT SELECT ON audit_events, audit_personal_values TO seqdb_sealer;
      GRANT SELECT, DELETE ON audit_unsealed TO seqdb_sealer;
      GRANT SELECT ON audit_unsealed TO seqdb_app;
      REVOKE ALL ON FUNCTION audit_ensure_partition(date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_ensure_partition(date) TO seqdb_app, seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_unsealed, audit_personal_values, audit_events;
      DROP FUNCTION audit_ensure_partition(date), audit_refuse(), audit_note_unsealed();
    `);
  }
}
