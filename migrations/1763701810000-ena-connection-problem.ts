import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a test of the connection to ENA found wrong, beside what each of its steps says. */
export class EnaConnectionProblem1763701810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_connection_tests ADD COLUMN problem text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_connection_tests DROP COLUMN problem`);
  }
}
