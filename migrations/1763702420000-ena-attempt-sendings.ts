import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A retry starts the count of sendings without a person anew; how often the bytes have left stays what it was. */
export class EnaAttemptSendings1763702420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_attempts ADD COLUMN sent_before int NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_attempts DROP COLUMN sent_before`);
  }
}
