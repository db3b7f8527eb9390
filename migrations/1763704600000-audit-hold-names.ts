import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a hold is called is never a mail address: no erasure reaches it. */
export class AuditHoldNames1763704600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE audit_holds SET name = NULL, version = version + 1 WHERE name LIKE '%@%';
      ALTER TABLE audit_holds ADD CONSTRAINT audit_holds_name_check CHECK (name NOT LIKE '%@%');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_holds DROP CONSTRAINT audit_holds_name_check');
  }
}
