import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Findings in the order of what they are about, not of when they were made: after one record was corrected only its own
 * are replaced, and they stand where the old ones stood.
 */
export class FindingPositions1763700900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE findings ADD COLUMN position int;
      UPDATE findings f SET position = coalesce((SELECT r.position FROM records r WHERE r.id = f.record_id),
                                                CASE WHEN f.rule LIKE 'project.%' THEN -1 ELSE 2147483647 END);
      ALTER TABLE findings ALTER COLUMN position SET NOT NULL;
      CREATE INDEX findings_position ON findings (submission_id, position, id);
      CREATE INDEX findings_alias ON findings (submission_id, alias) WHERE rule = 'alias.duplicate';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX findings_alias; ALTER TABLE findings DROP COLUMN position`);
  }
}
