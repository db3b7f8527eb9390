import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each file that is put into the archive is noted first: one that no month leaves by is found again, and removed. */
export class AuditArchiveAttempts1763705310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_archive_attempts (
        id uuid PRIMARY KEY,
        month text NOT NULL,
        bucket text NOT NULL,
        object_key text NOT NULL,
        -- Of an upload in parts.
        upload_id text,
        begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Until when a lock keeps what nobody needs.
        locked_until timestamptz,
        removed_at timestamptz
      );
      CREATE INDEX audit_archive_attempts_lying ON audit_archive_attempts (month) WHERE removed_at IS NULL;
      REVOKE ALL ON audit_archive_attempts FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT, UPDATE (upload_id, locked_until, removed_at) ON audit_archive_attempts TO seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_archive_attempts');
  }
}
