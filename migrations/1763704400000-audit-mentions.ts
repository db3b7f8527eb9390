import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an erasure does not reach: events in which somebody else wrote the person's name or address. They are looked
 * for while the log still knows the name, and kept by their ids alone, for a person to read.
 */
export class AuditMentions1763704400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_erasures
        -- How far events have been looked through, and how many were found.
        ADD COLUMN looked_until timestamptz,
        ADD COLUMN mentions bigint NOT NULL DEFAULT 0;
      GRANT UPDATE (looked_until, mentions) ON audit_erasures TO seqdb_app;

      CREATE TABLE audit_erasure_mentions (
        erasure_id uuid NOT NULL REFERENCES audit_erasures,
        event_id uuid NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        -- In the sealed text itself, which nobody can change; else in what lies beside it.
        is_sealed boolean NOT NULL,
        PRIMARY KEY (erasure_id, occurred_at, event_id)
      );
      REVOKE ALL ON audit_erasure_mentions FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT ON audit_erasure_mentions TO seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_erasure_mentions;
      ALTER TABLE audit_erasures DROP COLUMN looked_until, DROP COLUMN mentions;
    `);
  }
}
