import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Under which Webin account a request was made: another account knows nothing of it. Of older ones nobody wrote it down. */
export class EnaAttemptAccount1763702300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_attempts ADD COLUMN account text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_attempts DROP COLUMN account`);
  }
}
