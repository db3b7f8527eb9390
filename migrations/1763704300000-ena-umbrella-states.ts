import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Umbrella projects by their state are read off an index: by what ENA has of one, which its row says, but for what the
 * test service forgets. What is on its way or waits for a person has an open request, which has its index already.
 */
export class EnaUmbrellaStates1763704300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX ena_umbrellas_standing ON ena_umbrellas (
        (CASE WHEN ena_accession IS NULL THEN 'draft' WHEN sent_version = content_version THEN 'registered' ELSE 'changed' END),
        created_at, id);
      CREATE INDEX ena_umbrellas_in_test ON ena_umbrellas (registered_at) WHERE environment = 'test'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ena_umbrellas_standing, ena_umbrellas_in_test');
  }
}
