import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A verification tells how many archived months it found where they were put, or why it could not look. */
export class AuditVerifiedArchives1763704500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE audit_verifications ADD COLUMN archives int, ADD COLUMN archives_doubt text',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_verifications DROP COLUMN archives_doubt, DROP COLUMN archives');
  }
}
