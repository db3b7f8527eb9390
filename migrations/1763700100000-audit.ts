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
      -- An id is a uuidv7 of the moment: the first 48 bits are its milliseconds, so an id alone names its month.
      CREATE TABLE audit_events (
        id uuid NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        action text NOT NULL,
        actor_type text NOT NULL,
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
      CREATE INDEX audit_events_root ON audit_events (root_id, occurred_at, id);
      CREATE INDEX audit_events_root_type ON audit_events (root_type, occurred_at, id);
      CREATE INDEX audit_events_target ON audit_events (target_id, occurred_at, id);

      -- One row an event and person ('' when it is nobody's in particular): erasing a person removes their rows.
      -- opened: {commitment: {salt, value}}, what opens the commitments of the body.
      CREATE TABLE audit_personal_values (
        event_id uuid NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        person_id text NOT NULL,
        opened jsonb NOT NULL,
        PRIMARY KEY (occurred_at, event_id, person_id)
      ) PARTITION BY RANGE (occurred_at);
      CREATE INDEX audit_personal_values_person ON audit_personal_values (person_id) WHERE person_id <> '';

      -- All openings of one event as one object.
      CREATE AGGREGATE audit_openings (jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');

      -- What people are called in the log, so that it can be searched for a name or an address that is no longer theirs.
      -- No unique key: two transactions that name the same person first must not wait for each other.
      CREATE TABLE audit_people (
        person_id text NOT NULL,
        name text NOT NULL
      );
      CREATE INDEX audit_people_person ON audit_people (person_id);
      CREATE INDEX audit_people_name ON audit_people USING gin (name gin_trgm_ops);

      CREATE TABLE audit_unsealed (
        event_id uuid PRIMARY KEY,
        occurred_at timestamptz(3) NOT NULL
      );

      -- Notes each event for the sealer. Checks are made here and not as constraints, whose expressions PostgreSQL
      -- prepares anew for every statement (14 of 47 µs an event). pg_temp last: else a temporary table of the same
      -- name would take the note.
      CREATE FUNCTION audit_note_unsealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.actor_type NOT IN ('user', 'service', 'system') THEN
          RAISE EXCEPTION 'an audit event has no actor of type %', NEW.actor_type USING ERRCODE = 'check_violation';
        END IF;
        IF ('x' || left(translate(NEW.id::text, '-', ''), 12))::bit(48)::bigint <> (extract(epoch FROM NEW.occurred_at) * 1000)::bigint THEN
          RAISE EXCEPTION 'the id of an audit event must carry its time' USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO public.audit_unsealed (event_id, occurred_at) VALUES (NEW.id, NEW.occurred_at);
        RETURN NULL;
      END $$;
      CREATE TRIGGER audit_note_unsealed AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_note_unsealed();

      CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the change log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_change BEFORE UPDATE ON audit_personal_values FOR EACH ROW EXECUTE FUNCTION audit_refuse();

      -- Attached rather than created in place: that waits for no reader and holds no writer back, however long an
      -- export reads. Privileges and the TRUNCATE trigger of the parent do not cover direct access to a partition:
      -- each gets its own.
      CREATE FUNCTION audit_ensure_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        lower_bound text := to_char(date_trunc('month', month), 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound text := to_char(date_trunc('month', month) + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        suffix text := to_char(month, 'YYYYMM');
        parent text;
        part text;
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202);
        -- Not to_regclass: its cache may be older than the wait for the lock.
        IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = 'audit_events_' || suffix) THEN RETURN; END IF;
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_personal_values'] LOOP
          part := parent || '_' || suffix;
          EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
          EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, seqdb_app, seqdb_sealer', part);
          EXECUTE format('GRANT SELECT ON public.%I TO seqdb_app, seqdb_sealer', part);
          EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, part, lower_bound, upper_bound);
        END LOOP;
        EXECUTE format('CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', 'audit_events_' || suffix);
      END $$;
      SELECT audit_ensure_partition((date_trunc('month', now()) + make_interval(months => offset_months))::date)
        FROM generate_series(-2, 3) AS offset_months;

      -- A link that downloads one export once. What it may see is decided when it is asked for.
      CREATE TABLE audit_export_links (
        token_sha256 text PRIMARY KEY,
        request jsonb NOT NULL,
        actor jsonb NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX audit_export_links_expires_at ON audit_export_links (expires_at);

      REVOKE ALL ON audit_events, audit_personal_values, audit_people, audit_unsealed FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT ON audit_events, audit_personal_values, audit_people TO seqdb_app;
      GRANT SELECT ON audit_events, audit_personal_values TO seqdb_sealer;
      GRANT SELECT, DELETE ON audit_unsealed TO seqdb_sealer;
      GRANT SELECT ON audit_unsealed TO seqdb_app;
      -- A trigger function that anybody may use could be put on anybody's table, and would note what never happened.
      REVOKE ALL ON FUNCTION audit_note_unsealed(), audit_refuse(), audit_ensure_partition(date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_ensure_partition(date) TO seqdb_app, seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_export_links, audit_unsealed, audit_people, audit_personal_values, audit_events;
      DROP AGGREGATE audit_openings (jsonb);
      DROP FUNCTION audit_ensure_partition(date), audit_refuse(), audit_note_unsealed();
    `);
  }
}
