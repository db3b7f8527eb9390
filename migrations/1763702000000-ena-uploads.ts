import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files on their way to the Webin upload area. A path there names one content, so a file that was taken out and brought
 * again under its name is the same transfer; `held_until` is the claim to one of the few connections at a time.
 */
export class EnaUploads1763702000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ena_uploads (
        id uuid PRIMARY KEY,
        submission_id uuid NOT NULL REFERENCES submissions,
        file_id uuid NOT NULL REFERENCES files,
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        path text COLLATE "C" NOT NULL,
        size bigint NOT NULL CHECK (size > 0),
        md5 text NOT NULL CHECK (md5 ~ '^[0-9a-f]{32}$'),
        status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sending', 'sent', 'failed')),
        bytes_sent bigint NOT NULL DEFAULT 0,
        message text,
        -- The records that need it have been told: the next sending begins it anew.
        is_reported boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        begun_at timestamptz,
        held_until timestamptz,
        sent_at timestamptz,
        UNIQUE (environment, path)
      );
      CREATE INDEX ena_uploads_path ON ena_uploads (path, id);
      CREATE INDEX ena_uploads_submission ON ena_uploads (submission_id, environment, path);
      CREATE INDEX ena_uploads_held ON ena_uploads (held_until) WHERE held_until IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ena_uploads`);
  }
}
