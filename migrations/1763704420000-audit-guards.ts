import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The verification of the log says with which migrations the guards are in place that it found. */
export class AuditGuards1763704420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT SELECT ON migrations TO seqdb_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE SELECT ON migrations FROM seqdb_app');
  }
}
