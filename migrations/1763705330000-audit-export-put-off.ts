import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An export that could not be ended, as its file could not be removed, holds back no other and is told of. */
export class AuditExportPutOff1763705330000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_exports ADD put_off_at timestamptz;
      CREATE INDEX audit_exports_put_off ON audit_exports (put_off_at) WHERE put_off_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_exports_put_off;
      ALTER TABLE audit_exports DROP put_off_at;
    `);
  }
}
