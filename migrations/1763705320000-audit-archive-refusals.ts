import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A file that the store refused to remove is tried again later, after the others. Those that lie there are asked for in
 * that order, and never by their month.
 */
export class AuditArchiveRefusals1763705320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_archive_attempts ADD refused_at timestamptz;
      GRANT UPDATE (refused_at) ON audit_archive_attempts TO seqdb_app;
      DROP INDEX audit_archive_attempts_lying;
      CREATE INDEX audit_archive_attempts_lying ON audit_archive_attempts (refused_at NULLS FIRST, begun_at, id) WHERE removed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_archive_attempts_lying;
      CREATE INDEX audit_archive_attempts_lying ON audit_archive_attempts (month) WHERE removed_at IS NULL;
      ALTER TABLE audit_archive_attempts DROP refused_at;
    `);
  }
}
