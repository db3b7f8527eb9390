import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records that are no samples: what an experiment, a run or an analysis says is in `details`, and `place` says where in
 * which sheet it stood. A submission counts its records of each type, and keeps what its tables of reads looked like.
 */
export class RecordDetails1763701600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE records ADD COLUMN details jsonb, ADD COLUMN place jsonb;
      ALTER TABLE revision_records ADD COLUMN details jsonb;
      ALTER TABLE findings ADD COLUMN sheet text;
      ALTER TABLE submissions
        ADD COLUMN reads jsonb,
        ADD COLUMN experiment_count int NOT NULL DEFAULT 0,
        ADD COLUMN run_count int NOT NULL DEFAULT 0,
        ADD COLUMN analysis_count int NOT NULL DEFAULT 0;
      UPDATE submissions s SET sample_count = counted.samples
        FROM (SELECT submission_id, count(*) FILTER (WHERE type = 'sample')::int AS samples FROM records GROUP BY 1) counted
       WHERE s.id = counted.submission_id AND s.sample_count <> counted.samples;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE submissions DROP COLUMN reads, DROP COLUMN experiment_count, DROP COLUMN run_count, DROP COLUMN analysis_count;
      ALTER TABLE findings DROP COLUMN sheet;
      ALTER TABLE revision_records DROP COLUMN details;
      ALTER TABLE records DROP COLUMN details, DROP COLUMN place;
    `);
  }
}
