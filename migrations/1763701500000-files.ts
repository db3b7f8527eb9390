import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files in object storage. A file belongs to a root (a submission …), among whose files its name is unique and its
 * checksum's sidecar is looked for. Owner and visibility stand in the row, so that access needs no other table.
 */
export class Files1763701500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE files (
        id uuid PRIMARY KEY,
        root_type text NOT NULL,
        root_id uuid NOT NULL,
        owner_id uuid NOT NULL REFERENCES users,
        name text COLLATE "C" NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'uploaded', 'verifying', 'verified', 'rejected', 'aborted', 'removed')),
        visibility text NOT NULL DEFAULT 'private' CHECK (visibility IN ('private', 'submitted')),
        store text NOT NULL,
        key text NOT NULL,
        part_size bigint NOT NULL CHECK (part_size > 0),
        store_upload_id text,
        size bigint NOT NULL CHECK (size > 0),
        declared_md5 text CHECK (declared_md5 ~ '^[0-9a-f]{32}$'),
        declared_sha256 text CHECK (declared_sha256 ~ '^[0-9a-f]{64}$'),
        md5 text,
        sha256 text,
        stated_md5 text,
        rejection jsonb,
        hints text[] NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL,
        uploaded_at timestamptz,
        settled_at timestamptz,
        updated_at timestamptz NOT NULL,
        CHECK (status <> 'verified' OR (md5 IS NOT NULL AND sha256 IS NOT NULL)),
        CHECK ((status = 'rejected') <= (rejection IS NOT NULL))
      );
      -- A pending one of the same name is another attempt: it takes the name when it is complete.
      CREATE UNIQUE INDEX files_current_name ON files (root_id, name) WHERE status IN ('uploaded', 'verifying', 'verified', 'rejected');
      CREATE INDEX files_name ON files (root_id, name, id);
      CREATE INDEX files_status ON files (root_id, status, name, id);
      CREATE INDEX files_created_at ON files (root_id, created_at, id);
      CREATE INDEX files_size ON files (root_id, size, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE files`);
  }
}
