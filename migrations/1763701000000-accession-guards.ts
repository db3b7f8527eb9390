import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What makes accessions persistent, kept by the database itself: the application may change what an accession shows,
 * never which record it is; a counter never goes back; an identifier of another archive is never replaced.
 */
export class AccessionGuards1763701000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE ON accessions FROM seqdb_app;
      GRANT UPDATE (title, description, taxon_id, scientific_name, status, hold_date, public_at) ON accessions TO seqdb_app;
      REVOKE UPDATE, DELETE ON external_identifiers FROM seqdb_app;

      CREATE FUNCTION refuse_counter_back() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the accession counter of % never goes back', old.kind;
      END $$;
      CREATE TRIGGER counter_forward BEFORE UPDATE ON accession_counters
        FOR EACH ROW WHEN (new.last < old.last OR new.kind <> old.kind) EXECUTE FUNCTION refuse_counter_back();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER counter_forward ON accession_counters;
      DROP FUNCTION refuse_counter_back();
      GRANT UPDATE ON accessions TO seqdb_app;
      GRANT UPDATE, DELETE ON external_identifiers TO seqdb_app;
    `);
  }
}
