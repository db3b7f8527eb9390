import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What production has as one project is one umbrella here. The test service and the sandbox begin anew, and may give an
 * accession a second time.
 */
export class EnaUmbrellaOnce1763703710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX ena_umbrellas_ena_accession ON ena_umbrellas (environment, ena_accession) WHERE environment = 'production'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ena_umbrellas_ena_accession');
  }
}
