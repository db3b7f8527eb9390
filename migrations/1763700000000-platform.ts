import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Database roles and the platform's own tables. The role that migrates owns everything; the application (`seqdb_app`)
 * and the sealer of the change log (`seqdb_sealer`) get what they need and no more.
 */
export class Platform1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'seqdb_app') THEN CREATE ROLE seqdb_app NOLOGIN; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'seqdb_sealer') THEN CREATE ROLE seqdb_sealer NOLOGIN; END IF;
      END $$;
      GRANT USAGE ON SCHEMA public TO seqdb_app, seqdb_sealer;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO seqdb_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO seqdb_app;
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE TABLE tasks (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        payload jsonb NOT NULL,
        state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running', 'done', 'failed')),
        attempt int NOT NULL DEFAULT 0,
        run_at timestamptz NOT NULL DEFAULT now(),
        lease_token uuid,
        lease_until timestamptz,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((state = 'running') = (lease_token IS NOT NULL))
      );
      CREATE INDEX tasks_ready ON tasks (run_at) WHERE state = 'ready';
      CREATE INDEX tasks_running ON tasks (lease_until) WHERE state = 'running';
      CREATE INDEX tasks_done ON tasks (updated_at) WHERE state = 'done';

      -- xid orders by transaction: a reader takes only rows below the oldest running one, so a late commit is never skipped.
      CREATE TABLE stream_events (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        id bigint GENERATED ALWAYS AS IDENTITY,
        type text NOT NULL,
        subject_type text NOT NULL,
        subject_id text NOT NULL,
        access jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (xid, id)
      );
      CREATE INDEX stream_events_at ON stream_events (at);

      CREATE TABLE idempotency_keys (
        user_id text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        lease_until timestamptz NOT NULL,
        status int,
        body jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, key)
      );
      CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys, stream_events, tasks`);
  }
}
