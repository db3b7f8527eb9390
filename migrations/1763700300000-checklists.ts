import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checklists as versioned data: what a submission was checked against stays readable after ENA changes it. */
export class Checklists1763700300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE checklists (
        accession text NOT NULL,
        version text NOT NULL,
        label text NOT NULL,
        document jsonb NOT NULL,
        source_sha256 text NOT NULL,
        is_current boolean NOT NULL,
        installed_by text NOT NULL,
        installed_at timestamptz NOT NULL,
        PRIMARY KEY (accession, version)
      );
      CREATE UNIQUE INDEX checklists_current ON checklists (accession) WHERE is_current;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE checklists`);
  }
}
