import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the few submissions with a record that ENA did not take: the others of a batch need no look at each record. */
export class EligibleSubmissions1763701200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ena_batch_items_failed ON ena_batch_items (submission_id, environment) WHERE status = 'failed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ena_batch_items_failed`);
  }
}
