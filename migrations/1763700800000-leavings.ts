import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the refresh tokens that nobody can use any more. */
export class Leavings1763700800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX refresh_tokens_expires_at ON refresh_tokens (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX refresh_tokens_expires_at`);
  }
}
