import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of the verification of the whole change log. `night` makes one nightly run of what several workers ask for. */
export class AuditVerifications1763702200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_verifications (
        id uuid PRIMARY KEY,
        night date UNIQUE,
        requested_by text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'passed', 'damaged', 'failed')),
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        -- How far it has come, and how far it goes.
        segments bigint NOT NULL DEFAULT 0,
        events bigint NOT NULL DEFAULT 0,
        all_events bigint,
        place text,
        says text
      );
      CREATE INDEX audit_verifications_finished ON audit_verifications (finished_at) WHERE finished_at IS NOT NULL;
      CREATE UNIQUE INDEX audit_verifications_open ON audit_verifications ((true)) WHERE state IN ('waiting', 'running');
      REVOKE DELETE, TRUNCATE ON audit_verifications FROM seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_verifications`);
  }
}
