import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Submissions, their records and findings as they are being worked on, and each submitted revision as it was. */
export class Submissions1763700500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE submissions (
        id uuid PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        owner_id uuid NOT NULL REFERENCES users,
        curator_id uuid REFERENCES users,
        status text NOT NULL CHECK (status IN ('draft', 'submitted', 'in_review', 'changes_requested', 'approved', 'rejected', 'withdrawn')),
        title text NOT NULL,
        description text NOT NULL,
        checklist text NOT NULL,
        checklist_version text,
        hold_date date,
        revision int NOT NULL DEFAULT 0,
        sample_count int NOT NULL DEFAULT 0,
        error_count int NOT NULL DEFAULT 0,
        warning_count int NOT NULL DEFAULT 0,
        info_count int NOT NULL DEFAULT 0,
        validated_at timestamptz,
        sheet jsonb,
        decision jsonb,
        submitted_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version int NOT NULL DEFAULT 1
      );
      CREATE INDEX submissions_updated_at ON submissions (updated_at, id);
      CREATE INDEX submissions_created_at ON submissions (created_at, id);
      CREATE INDEX submissions_queue ON submissions (status, coalesce(submitted_at, 'infinity'::timestamptz), id);
      CREATE INDEX submissions_submitted_at ON submissions (coalesce(submitted_at, 'infinity'::timestamptz), id);
      CREATE INDEX submissions_title ON submissions (left(title, 200), id);
      CREATE INDEX submissions_number ON submissions (number, id);
      CREATE INDEX submissions_owner ON submissions (owner_id, updated_at, id);
      CREATE INDEX submissions_status ON submissions (status, updated_at, id);
      CREATE INDEX submissions_curator ON submissions (curator_id, updated_at, id) WHERE curator_id IS NOT NULL;
      CREATE INDEX submissions_unclaimed ON submissions (coalesce(submitted_at, 'infinity'::timestamptz), id) WHERE curator_id IS NULL;
      CREATE INDEX submissions_checklist ON submissions (checklist, updated_at, id);
      CREATE INDEX submissions_errors ON submissions (updated_at, id) WHERE error_count > 0;
      CREATE INDEX submissions_search ON submissions USING gin (title gin_trgm_ops);

      CREATE TABLE records (
        id uuid PRIMARY KEY,
        submission_id uuid NOT NULL REFERENCES submissions,
        type text NOT NULL CHECK (type IN ('sample', 'experiment', 'run', 'analysis')),
        position int NOT NULL,
        row int,
        alias text NOT NULL,
        title text NOT NULL,
        description text NOT NULL,
        taxon_id text NOT NULL,
        scientific_name text NOT NULL,
        attributes jsonb NOT NULL,
        error_count int NOT NULL DEFAULT 0,
        warning_count int NOT NULL DEFAULT 0,
        version int NOT NULL DEFAULT 1
      );
      CREATE INDEX records_position ON records (submission_id, position, id);
      CREATE INDEX records_alias ON records (submission_id, alias, id);
      CREATE INDEX records_search ON records USING gin ((alias || ' ' || title || ' ' || scientific_name) gin_trgm_ops);

      CREATE TABLE findings (
        submission_id uuid NOT NULL REFERENCES submissions,
        id bigint GENERATED ALWAYS AS IDENTITY,
        record_id uuid,
        severity text NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
        rule text NOT NULL,
        alias text,
        field text,
        row int,
        "column" text,
        value text,
        message text NOT NULL,
        suggestion text,
        PRIMARY KEY (submission_id, id)
      );
      CREATE INDEX findings_group ON findings (submission_id, severity, rule, field);
      CREATE INDEX findings_record ON findings (record_id) WHERE record_id IS NOT NULL;

      CREATE TABLE revisions (
        submission_id uuid NOT NULL REFERENCES submissions,
        number int NOT NULL CHECK (number > 0),
        title text NOT NULL,
        description text NOT NULL,
        checklist text NOT NULL,
        checklist_version text,
        hold_date date,
        record_count int NOT NULL,
        content_sha256 text NOT NULL,
        submitted_by uuid NOT NULL REFERENCES users,
        submitted_at timestamptz NOT NULL,
        PRIMARY KEY (submission_id, number)
      );
      CREATE TABLE revision_records (
        submission_id uuid NOT NULL,
        revision int NOT NULL,
        position int NOT NULL,
        record_id uuid NOT NULL,
        type text NOT NULL,
        alias text NOT NULL,
        title text NOT NULL,
        description text NOT NULL,
        taxon_id text NOT NULL,
        scientific_name text NOT NULL,
        attributes jsonb NOT NULL,
        row int,
        PRIMARY KEY (submission_id, revision, position),
        FOREIGN KEY (submission_id, revision) REFERENCES revisions
      );
      -- A revision is what was submitted: it can be added and read, never changed.
      REVOKE UPDATE, DELETE ON revisions, revision_records FROM seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE revision_records, revisions, findings, records, submissions`);
  }
}
