import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Umbrella projects: they group projects at ENA and hold no data of their own, so they belong to no submission. What is
 * asked of ENA for one goes as a request like the others, with its document and every answer.
 */
export class EnaUmbrellas1763702710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ena_umbrellas (
        id uuid PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        title text NOT NULL,
        description text NOT NULL,
        name text,
        -- Accessions of projects, SeqDB's or ENA's, as they were given.
        components text[] NOT NULL,
        hold_date date,
        -- Counts changes of what ENA is told; version counts all.
        content_version int NOT NULL DEFAULT 1,
        ena_alias text,
        ena_accession text,
        registered_at timestamptz,
        -- What ENA has; null where that is not known for certain.
        sent_version int,
        created_by uuid NOT NULL REFERENCES users,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version int NOT NULL DEFAULT 1,
        CHECK ((ena_accession IS NULL) = (registered_at IS NULL))
      );
      CREATE INDEX ena_umbrellas_created_at ON ena_umbrellas (created_at, id);
      REVOKE DELETE ON ena_umbrellas FROM seqdb_app;

      ALTER TABLE ena_requests
        ADD COLUMN umbrella_id uuid REFERENCES ena_umbrellas,
        ALTER COLUMN submission_id DROP NOT NULL,
        DROP CONSTRAINT ena_requests_kind_check,
        DROP CONSTRAINT ena_requests_check,
        DROP CONSTRAINT ena_requests_check1,
        ADD CONSTRAINT ena_requests_kind_check CHECK (kind IN ('hold', 'release', 'cancel', 'suppress', 'modify', 'umbrella')),
        ADD CONSTRAINT ena_requests_check CHECK ((kind IN ('modify', 'umbrella')) = (revision IS NOT NULL)),
        ADD CONSTRAINT ena_requests_check1 CHECK ((kind IN ('modify', 'umbrella')) = (accession IS NULL)),
        ADD CONSTRAINT ena_requests_umbrella CHECK ((kind = 'umbrella') = (umbrella_id IS NOT NULL)),
        ADD CONSTRAINT ena_requests_submission CHECK ((kind = 'umbrella') = (submission_id IS NULL));
      -- One thing at a time is asked for an umbrella.
      CREATE UNIQUE INDEX ena_requests_umbrella_once ON ena_requests (umbrella_id)
        WHERE status IN ('requested', 'sending', 'asked', 'attention');
      CREATE INDEX ena_requests_of_umbrella ON ena_requests (umbrella_id, number) WHERE umbrella_id IS NOT NULL`);
  }

  /** Only without a request for an umbrella: what was asked of ENA is not thrown away. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ena_requests
        DROP CONSTRAINT ena_requests_kind_check, DROP CONSTRAINT ena_requests_check, DROP CONSTRAINT ena_requests_check1,
        DROP CONSTRAINT ena_requests_umbrella, DROP CONSTRAINT ena_requests_submission,
        DROP COLUMN umbrella_id,
        ALTER COLUMN submission_id SET NOT NULL,
        ADD CONSTRAINT ena_requests_kind_check CHECK (kind IN ('hold', 'release', 'cancel', 'suppress', 'modify')),
        ADD CONSTRAINT ena_requests_check CHECK ((kind = 'modify') = (revision IS NOT NULL)),
        ADD CONSTRAINT ena_requests_check1 CHECK ((kind = 'modify') = (accession IS NULL));
      DROP TABLE ena_umbrellas`);
  }
}
