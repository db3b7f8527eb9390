import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a verification found the log bad is kept as data: each place, and what is wrong there by its code. */
export class AuditDamage1763706200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_verifications ADD COLUMN damage jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_verifications DROP COLUMN damage');
  }
}
