import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log counts its events from 1. Partitions that are made later take the check over from the table. */
export class AuditLeafNumbers1763704900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_leaves ADD CONSTRAINT audit_leaves_seq_check CHECK (seq > 0) NOT VALID;
      ALTER TABLE audit_leaves VALIDATE CONSTRAINT audit_leaves_seq_check;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_leaves DROP CONSTRAINT audit_leaves_seq_check');
  }
}
