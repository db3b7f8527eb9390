import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What becomes of records after ENA has accepted them: its processing, its publicity, and what goes wrong on the way. And
 * the end of what the test service gives: it is made anew from production every day at three in the morning, London time
 * (ENA documentation, programmatic submission), and forgets everything that was registered there.
 */
export class EnaProcessing1763701800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ena_objects (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        item_id uuid NOT NULL UNIQUE REFERENCES ena_batch_items,
        batch_id uuid NOT NULL REFERENCES ena_batches,
        submission_id uuid NOT NULL REFERENCES submissions,
        accession text NOT NULL REFERENCES accessions,
        type text NOT NULL CHECK (type IN ('project', 'sample', 'experiment', 'run', 'analysis')),
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        -- The Webin account whose reports know it.
        account text,
        ena_accession text NOT NULL,
        -- In ENA's own words, as its reports have them.
        status text,
        process_status text,
        process_error text,
        produced jsonb NOT NULL DEFAULT '[]',
        hold_until timestamptz,
        accepted_at timestamptz NOT NULL,
        first_seen_at timestamptz,
        last_seen_at timestamptz,
        processed_at timestamptz,
        public_at timestamptz,
        failed_at timestamptz,
        changed_at timestamptz NOT NULL,
        checked_at timestamptz,
        -- Null when nothing more is to come.
        next_check_at timestamptz,
        expires_at timestamptz GENERATED ALWAYS AS (${nextReset('accepted_at')}) STORED,
        expired_at timestamptz
      );
      CREATE INDEX ena_objects_due ON ena_objects (environment, next_check_at) WHERE next_check_at IS NOT NULL;
      CREATE INDEX ena_objects_newest ON ena_objects (environment, type, accepted_at);
      CREATE INDEX ena_objects_batch ON ena_objects (batch_id) INCLUDE (submission_id, status, processed_at, failed_at);
      CREATE INDEX ena_objects_submission ON ena_objects (submission_id, environment);
      CREATE INDEX ena_objects_expiring ON ena_objects (expires_at) WHERE expires_at IS NOT NULL AND expired_at IS NULL;
      CREATE INDEX ena_objects_accepted ON ena_objects (accepted_at);
      CREATE INDEX ena_objects_processed ON ena_objects (processed_at) WHERE processed_at IS NOT NULL;
      CREATE INDEX ena_objects_public ON ena_objects (public_at) WHERE public_at IS NOT NULL;
      CREATE INDEX ena_objects_failed ON ena_objects (failed_at) WHERE failed_at IS NOT NULL;
      REVOKE DELETE ON ena_objects FROM seqdb_app;

      CREATE TABLE ena_problems (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('processing', 'status', 'missing', 'identifier')),
        object_id uuid NOT NULL REFERENCES ena_objects,
        submission_id uuid NOT NULL REFERENCES submissions,
        batch_id uuid NOT NULL REFERENCES ena_batches,
        environment text NOT NULL,
        message text NOT NULL,
        status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'taken', 'resolved')),
        raised_at timestamptz NOT NULL,
        taken_by uuid REFERENCES users,
        taken_at timestamptz,
        -- Null for one that ENA settled itself.
        resolved_by uuid REFERENCES users,
        resolved_at timestamptz,
        resolution text,
        version int NOT NULL DEFAULT 1,
        CHECK ((status = 'resolved') = (resolved_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX ena_problems_once ON ena_problems (object_id, kind) WHERE status <> 'resolved';
      CREATE INDEX ena_problems_raised_at ON ena_problems (raised_at, id);
      CREATE INDEX ena_problems_status ON ena_problems (status, raised_at, id);
      CREATE INDEX ena_problems_submission ON ena_problems (submission_id, raised_at, id);
      CREATE INDEX ena_problems_batch ON ena_problems (batch_id, raised_at, id);
      REVOKE DELETE ON ena_problems FROM seqdb_app;

      -- One poller for each environment, across all workers.
      CREATE TABLE ena_polls (
        environment text PRIMARY KEY CHECK (environment IN ('sandbox', 'test', 'production')),
        task_id uuid,
        began_at timestamptz,
        ended_at timestamptz,
        next_at timestamptz,
        failures int NOT NULL DEFAULT 0,
        message text
      );
      INSERT INTO ena_polls (environment) VALUES ('sandbox'), ('test'), ('production');
      REVOKE INSERT, DELETE ON ena_polls FROM seqdb_app;

      CREATE TABLE ena_connection_tests (
        id uuid PRIMARY KEY,
        environment text NOT NULL,
        account text,
        state text NOT NULL,
        steps jsonb NOT NULL,
        tested_by uuid NOT NULL REFERENCES users,
        tested_at timestamptz NOT NULL
      );
      CREATE INDEX ena_connection_tests_tested_at ON ena_connection_tests (tested_at, id);
      REVOKE UPDATE, DELETE ON ena_connection_tests FROM seqdb_app;

      ALTER TABLE ena_batch_items ADD COLUMN expired_at timestamptz;
      DROP INDEX ena_batch_items_once;
      -- One record is in at most one batch that may still succeed or whose success stands, in each environment.
      CREATE UNIQUE INDEX ena_batch_items_once ON ena_batch_items (accession, environment)
        WHERE status <> 'failed' AND expired_at IS NULL;
      CREATE INDEX ena_batch_items_expired ON ena_batch_items (submission_id, environment) WHERE expired_at IS NOT NULL;
      CREATE INDEX ena_attempts_sent_at ON ena_attempts (sent_at) WHERE sent_at IS NOT NULL;
      CREATE INDEX ena_attempts_finished_at ON ena_attempts (finished_at) WHERE finished_at IS NOT NULL;

      ALTER TABLE external_identifiers DROP CONSTRAINT external_identifiers_pkey,
        DROP CONSTRAINT external_identifiers_authority_check,
        ADD CONSTRAINT external_identifiers_authority_check CHECK (authority IN ('ENA', 'BioSamples', 'Assembly', 'Sequences')),
        ADD COLUMN expires_at timestamptz GENERATED ALWAYS AS (${nextReset('recorded_at')}) STORED;
      -- One for ever at each archive; one for each day of the test service.
      ALTER TABLE external_identifiers ADD CONSTRAINT external_identifiers_once
        UNIQUE NULLS NOT DISTINCT (accession, authority, environment, expires_at);

      INSERT INTO ena_objects (item_id, batch_id, submission_id, accession, type, environment, ena_accession, accepted_at, changed_at, next_check_at)
      SELECT i.id, i.batch_id, i.submission_id, i.accession, i.type, i.environment, x.identifier, x.recorded_at, x.recorded_at, x.recorded_at
        FROM ena_batch_items i JOIN external_identifiers x
          ON x.accession = i.accession AND x.environment = i.environment AND x.authority = 'ENA'
       WHERE i.status = 'accepted';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE external_identifiers DROP CONSTRAINT external_identifiers_once,
        DROP CONSTRAINT external_identifiers_authority_check, DROP COLUMN expires_at;
      ALTER TABLE external_identifiers ADD PRIMARY KEY (accession, authority, environment),
        ADD CONSTRAINT external_identifiers_authority_check CHECK (authority IN ('ENA', 'BioSamples'));
      DROP INDEX ena_attempts_sent_at, ena_attempts_finished_at, ena_batch_items_expired, ena_batch_items_once;
      ALTER TABLE ena_batch_items DROP COLUMN expired_at;
      CREATE UNIQUE INDEX ena_batch_items_once ON ena_batch_items (accession, environment) WHERE status <> 'failed';
      DROP TABLE ena_connection_tests, ena_polls, ena_problems, ena_objects;
    `);
  }
}

/** The next reset of the test service after a moment; null elsewhere. In winter and in summer London's own three o'clock. */
const nextReset = (moment: string) => `
  CASE WHEN environment = 'test' THEN (date_trunc('day', ${moment} AT TIME ZONE 'Europe/London' - interval '3 hours')
    + interval '1 day 3 hours') AT TIME ZONE 'Europe/London' END`;
