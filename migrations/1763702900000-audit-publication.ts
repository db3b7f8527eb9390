import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a verification was compared with outside the database, and where another head lies than was signed. */
export class AuditPublication1763702900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_publications ADD COLUMN contradicted_segment bigint;
      -- Heads outside the database that it was compared with, NULL where there is no bucket; and why with none.
      ALTER TABLE audit_verifications ADD COLUMN compared_heads int, ADD COLUMN doubt text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_verifications DROP COLUMN compared_heads, DROP COLUMN doubt;
      ALTER TABLE audit_publications DROP COLUMN contradicted_segment;
    `);
  }
}
