import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who holds an `Idempotency-Key`, and that its work was committed: noted in the transaction of the work itself. */
export class Idempotency1763700700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE idempotency_keys ADD COLUMN lease_token uuid, ADD COLUMN worked_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE idempotency_keys DROP COLUMN lease_token, DROP COLUMN worked_at`);
  }
}
