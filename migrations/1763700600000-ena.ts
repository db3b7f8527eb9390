import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Batches to ENA: what is in them, and every request with the hashes of what was sent and answered. */
export class Ena1763700600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ena_batches (
        id uuid PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        status text NOT NULL CHECK (status IN ('assembling', 'sending', 'accepted', 'partial', 'refused', 'attention')),
        created_by uuid NOT NULL REFERENCES users,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        finished_at timestamptz,
        version int NOT NULL DEFAULT 1
      );
      CREATE INDEX ena_batches_created_at ON ena_batches (created_at, id);
      CREATE INDEX ena_batches_status ON ena_batches (status, created_at, id);

      CREATE TABLE ena_batch_submissions (
        batch_id uuid NOT NULL REFERENCES ena_batches ON DELETE CASCADE,
        submission_id uuid NOT NULL REFERENCES submissions,
        revision int NOT NULL,
        PRIMARY KEY (batch_id, submission_id)
      );
      CREATE INDEX ena_batch_submissions_submission ON ena_batch_submissions (submission_id);

      CREATE TABLE ena_batch_items (
        id uuid PRIMARY KEY,
        batch_id uuid NOT NULL REFERENCES ena_batches ON DELETE CASCADE,
        submission_id uuid NOT NULL REFERENCES submissions,
        position int NOT NULL,
        type text NOT NULL CHECK (type IN ('project', 'sample', 'experiment', 'run', 'analysis')),
        alias text NOT NULL,
        ena_alias text NOT NULL,
        title text NOT NULL,
        accession text NOT NULL REFERENCES accessions,
        environment text NOT NULL,
        attempt_id uuid,
        status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'accepted', 'failed', 'attention')),
        message text
      );
      CREATE INDEX ena_batch_items_position ON ena_batch_items (batch_id, position, id);
      CREATE INDEX ena_batch_items_status ON ena_batch_items (batch_id, status);
      CREATE INDEX ena_batch_items_attempt ON ena_batch_items (attempt_id) WHERE attempt_id IS NOT NULL;
      CREATE INDEX ena_batch_items_submission ON ena_batch_items (batch_id, submission_id, position);
      -- One record is in at most one batch that may still succeed or has succeeded, in each environment.
      CREATE UNIQUE INDEX ena_batch_items_once ON ena_batch_items (accession, environment) WHERE status <> 'failed';

      CREATE TABLE ena_attempts (
        id uuid PRIMARY KEY,
        batch_id uuid NOT NULL REFERENCES ena_batches,
        submission_id uuid NOT NULL REFERENCES submissions,
        number int NOT NULL,
        status text NOT NULL CHECK (status IN ('intended', 'queued', 'accepted', 'refused', 'attention')),
        submission_alias text NOT NULL,
        payload_sha256 text NOT NULL,
        payload_bytes int NOT NULL,
        receipt_sha256 text,
        receipt_bytes int,
        receipt_type text,
        http_status int,
        ena_submission_id text,
        messages jsonb NOT NULL DEFAULT '[]',
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        finished_at timestamptz,
        UNIQUE (batch_id, submission_id, number)
      );
      REVOKE DELETE ON ena_attempts FROM seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ena_attempts, ena_batch_items, ena_batch_submissions, ena_batches`);
  }
}
