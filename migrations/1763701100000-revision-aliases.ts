import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records of a revision by alias: their accessions are found by it. Without the index, and before the planner knows how
 * many rows a fresh revision of 10,000 samples has, putting it into a batch took 100 million comparisons.
 */
export class RevisionAliases1763701100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX revision_records_alias ON revision_records (submission_id, revision, alias)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX revision_records_alias`);
  }
}
