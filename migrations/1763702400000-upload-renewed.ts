import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When the sender of an upload last asked for fresh addresses: it is not given up before those have ended. And which
 * bytes had landed when the first worker came: only these are ever taken for the file.
 */
export class UploadRenewed1763702400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE files ADD COLUMN renewed_at timestamptz, ADD COLUMN landing_etag text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE files DROP COLUMN renewed_at, DROP COLUMN landing_etag`);
  }
}
