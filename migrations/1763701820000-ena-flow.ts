import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the records that wait for ENA among all that ever went there. */
export class EnaFlow1763701820000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ena_batch_items_waiting ON ena_batch_items (environment) WHERE status IN ('waiting', 'sent', 'attention')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ena_batch_items_waiting`);
  }
}
