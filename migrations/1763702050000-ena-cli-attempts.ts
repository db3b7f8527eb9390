import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which way a request goes: assemblies go through ENA's program Webin-CLI. */
export class EnaCliAttempts1763702050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ena_attempts ADD COLUMN via text NOT NULL DEFAULT 'rest' CHECK (via IN ('rest', 'webin_cli'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_attempts DROP COLUMN via`);
  }
}
