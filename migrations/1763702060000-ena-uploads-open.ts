import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the files that are still on their way among all that were ever sent. */
export class EnaUploadsOpen1763702060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ena_uploads_open ON ena_uploads (created_at) WHERE status IN ('waiting', 'sending')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ena_uploads_open`);
  }
}
