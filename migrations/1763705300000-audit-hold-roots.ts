import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As what the log has that which is held: the events of a hold stand in its history. */
export class AuditHoldRoots1763705300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_holds ADD COLUMN target_type text;
      -- Of a record that was held before it is not known: the lift stands where the hold itself does.
      UPDATE audit_holds SET target_type = CASE kind WHEN 'submission' THEN 'Submission' ELSE 'User' END
       WHERE kind IN ('submission', 'person');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_holds DROP COLUMN target_type');
  }
}
