import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request that is more than ENA takes in one document goes in parts, each a request of its own with its own outcome. */
export class EnaRequestParts1763702700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ena_requests ADD COLUMN part_of uuid REFERENCES ena_requests CHECK (part_of <> id);
      CREATE INDEX ena_requests_part_of ON ena_requests (part_of, number) WHERE part_of IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_requests DROP COLUMN part_of`);
  }
}
