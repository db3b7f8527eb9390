import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which heads have been put into the bucket, so that a verification finds those that are no longer there: until now it
 * knew of the newest only, which is put into an emptied bucket again within seconds. Heads from before are not known.
 */
export class AuditPublishedHeads1763705410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- place: the store, the bucket and the prefix; who goes to another begins anew.
      CREATE TABLE audit_published_heads (
        place text NOT NULL,
        closed_at timestamptz(3) NOT NULL,
        segment bigint NOT NULL,
        PRIMARY KEY (place, closed_at, segment)
      );
      CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_published_heads FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_published_heads FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
      REVOKE ALL ON audit_published_heads FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT ON audit_published_heads TO seqdb_app, seqdb_sealer;
      GRANT INSERT ON audit_published_heads TO seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_published_heads');
  }
}
