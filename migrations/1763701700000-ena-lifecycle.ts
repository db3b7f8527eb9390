import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is asked of ENA for records that it has: hold, release, cancel, suppress, modify. Each is a row with everything
 * it covers, and every answer to it. And what an accession shows of the outcome: since when, why, and what replaces it.
 */
export class EnaLifecycle1763701700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accessions
        ADD COLUMN status_at timestamptz,
        ADD COLUMN category text,
        ADD COLUMN superseded_by text REFERENCES accessions CHECK (superseded_by <> accession),
        -- ENA has been asked for another day: until it has answered, ours does not come.
        ADD COLUMN is_release_paused boolean NOT NULL DEFAULT false;
      GRANT UPDATE (status_at, category, superseded_by, is_release_paused) ON accessions TO seqdb_app;
      CREATE INDEX accessions_superseded_by ON accessions (superseded_by) WHERE superseded_by IS NOT NULL;

      CREATE TABLE ena_requests (
        id uuid PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        kind text NOT NULL CHECK (kind IN ('hold', 'release', 'cancel', 'suppress', 'modify')),
        status text NOT NULL CHECK (status IN ('requested', 'sending', 'asked', 'done', 'refused', 'declined', 'attention')),
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        account text,
        submission_id uuid NOT NULL REFERENCES submissions,
        accession text REFERENCES accessions,
        revision int,
        hold_date date,
        category text,
        superseded_by text REFERENCES accessions,
        reason text NOT NULL,
        helpdesk_text text,
        payload_sha256 text,
        payload_bytes int,
        ena_submission_id text,
        sent_at timestamptz,
        sent_count int NOT NULL DEFAULT 0,
        answer_id uuid,
        messages jsonb NOT NULL DEFAULT '[]',
        created_by uuid NOT NULL REFERENCES users,
        created_at timestamptz NOT NULL,
        settled_by uuid REFERENCES users,
        finished_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CHECK ((kind = 'modify') = (revision IS NOT NULL)),
        CHECK ((kind = 'modify') = (accession IS NULL)),
        CHECK ((kind = 'hold') = (hold_date IS NOT NULL))
      );
      CREATE INDEX ena_requests_created_at ON ena_requests (created_at, id);
      CREATE INDEX ena_requests_status ON ena_requests (status, created_at, id);
      CREATE INDEX ena_requests_submission ON ena_requests (submission_id, created_at, id);
      REVOKE DELETE ON ena_requests FROM seqdb_app;

      CREATE TABLE ena_request_objects (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL REFERENCES ena_requests,
        accession text NOT NULL REFERENCES accessions,
        position int NOT NULL,
        role text NOT NULL CHECK (role IN ('target', 'follower')),
        type text NOT NULL CHECK (type IN ('project', 'sample', 'experiment', 'run', 'analysis')),
        environment text NOT NULL,
        ena_accession text,
        is_open boolean NOT NULL DEFAULT true,
        message text,
        UNIQUE (request_id, accession)
      );
      CREATE INDEX ena_request_objects_position ON ena_request_objects (request_id, position, id);
      CREATE INDEX ena_request_objects_accession ON ena_request_objects (accession, request_id);
      -- One thing at a time: what is asked for a record is answered before something else is asked.
      CREATE UNIQUE INDEX ena_request_objects_once ON ena_request_objects (accession, environment) WHERE is_open;
      REVOKE DELETE ON ena_request_objects FROM seqdb_app;

      CREATE TABLE ena_request_answers (
        id uuid PRIMARY KEY,
        request_id uuid NOT NULL REFERENCES ena_requests,
        asked text NOT NULL CHECK (asked IN ('submit', 'poll', 'receipt', 'report')),
        meaning text NOT NULL CHECK (meaning IN ('queued', 'accepted', 'refused', 'unknown', 'unclear', 'failed')),
        message text,
        asked_at timestamptz NOT NULL,
        duration_ms int,
        http_status int,
        content_type text,
        sha256 text,
        bytes int,
        CHECK ((sha256 IS NULL) = (bytes IS NULL))
      );
      CREATE INDEX ena_request_answers_request ON ena_request_answers (request_id, asked_at, id);
      REVOKE UPDATE, DELETE, TRUNCATE ON ena_request_answers FROM seqdb_app;
      ALTER TABLE ena_requests ADD FOREIGN KEY (answer_id) REFERENCES ena_request_answers;

      -- Records of other submissions that refer to one by its accession.
      CREATE INDEX revision_records_study ON revision_records ((details -> 'study' ->> 'accession'))
        WHERE details -> 'study' ->> 'accession' IS NOT NULL;
      CREATE INDEX revision_records_experiment ON revision_records ((details -> 'experiment' ->> 'accession'))
        WHERE details -> 'experiment' ->> 'accession' IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX revision_records_study, revision_records_experiment;
      ALTER TABLE ena_requests DROP CONSTRAINT ena_requests_answer_id_fkey;
      DROP TABLE ena_request_answers, ena_request_objects, ena_requests;
      ALTER TABLE accessions DROP COLUMN status_at, DROP COLUMN category, DROP COLUMN superseded_by,
        DROP COLUMN is_release_paused;
    `);
  }
}
