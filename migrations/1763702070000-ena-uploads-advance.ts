import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Only attempts after the one in which a file last came forward count against it. */
export class EnaUploadsAdvance1763702070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_uploads ADD COLUMN advanced_in int NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ena_uploads DROP COLUMN advanced_in`);
  }
}
