import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The seal over the change log. The sealer (`seqdb_sealer`) numbers committed events in the order in which it sees
 * them, keeps the hash of each, closes segments over them and signs a head a segment. The application only reads all
 * this, and nobody changes or removes it.
 */
export class AuditSealing1763702100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Public keys: a head is signed by one that was valid at its time. One whose time is over never comes back.
      CREATE TABLE audit_keys (
        name text NOT NULL,
        id text NOT NULL,
        public_key text NOT NULL,
        valid_from timestamptz(3) NOT NULL,
        valid_until timestamptz(3),
        PRIMARY KEY (name, id)
      );

      CREATE TABLE audit_segments (
        number bigint PRIMARY KEY CHECK (number > 0),
        first_seq bigint NOT NULL,
        count int NOT NULL CHECK (count >= 0),
        root bytea NOT NULL,
        previous bytea NOT NULL,
        closed_at timestamptz(3) NOT NULL,
        -- Hash of what the segment states; the full subtrees of the tree over these hashes; the signed head.
        hash bytea NOT NULL,
        frontier bytea NOT NULL,
        key_id text NOT NULL,
        head text NOT NULL
      );
      CREATE UNIQUE INDEX audit_segments_first_seq ON audit_segments (first_seq, number);

      -- One row a sealed event, in a partition like its own. path: what leads from the leaf to its segment's root.
      CREATE TABLE audit_leaves (
        occurred_at timestamptz(3) NOT NULL,
        event_id uuid NOT NULL,
        seq bigint NOT NULL,
        segment bigint NOT NULL,
        leaf bytea NOT NULL,
        path bytea NOT NULL,
        PRIMARY KEY (occurred_at, event_id)
      ) PARTITION BY RANGE (occurred_at);
      CREATE INDEX audit_leaves_seq ON audit_leaves (seq);

      -- How far the heads have come that lie outside the database, one row a place.
      CREATE TABLE audit_publications (
        place text PRIMARY KEY,
        segment bigint,
        published_at timestamptz,
        is_locked boolean,
        failing_since timestamptz,
        last_error text
      );

      CREATE OR REPLACE FUNCTION audit_ensure_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        lower_bound text := to_char(date_trunc('month', month), 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound text := to_char(date_trunc('month', month) + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        suffix text := to_char(month, 'YYYYMM');
        parent text;
        part text;
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202);
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
      -- Every month that has events, and those to come.
      SELECT audit_ensure_partition(to_date(right(c.relname, 6), 'YYYYMM'))
        FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'public.audit_events'::regclass ORDER BY c.relname;

      CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_segments FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_segments FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_leaves FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_leaves FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_change BEFORE DELETE ON audit_keys FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_keys FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

      REVOKE ALL ON audit_keys, audit_segments, audit_leaves, audit_publications FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT ON audit_keys, audit_segments, audit_leaves, audit_publications TO seqdb_app, seqdb_sealer;
      GRANT INSERT ON audit_keys, audit_segments, audit_leaves, audit_publications TO seqdb_sealer;
      GRANT UPDATE (valid_until) ON audit_keys TO seqdb_sealer;
      GRANT UPDATE ON audit_publications TO seqdb_sealer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the seal over the change log is not taken off again');
  }
}
