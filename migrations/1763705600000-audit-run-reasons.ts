import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside the English sentences of a run stands what they say, by the names of their fields, for those who translate. */
export class AuditRunReasons1763705600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_verifications', 'audit_retention_runs'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN reasons jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_retention_runs', 'audit_verifications'])
      await runner.query(`ALTER TABLE ${table} DROP COLUMN reasons`);
  }
}
