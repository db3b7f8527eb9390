import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accessions: one counter row a kind (no sequence: a rollback must give the number back), never a number twice. */
export class Accessions1763700400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accession_counters (
        kind text PRIMARY KEY,
        last bigint NOT NULL DEFAULT 0 CHECK (last BETWEEN 0 AND 99999999)
      );
      INSERT INTO accession_counters (kind) VALUES ('analysis'), ('experiment'), ('project'), ('run'), ('sample');
      REVOKE DELETE, INSERT ON accession_counters FROM seqdb_app;

      CREATE TABLE accessions (
        accession text PRIMARY KEY,
        kind text NOT NULL REFERENCES accession_counters,
        number bigint NOT NULL,
        submission_id uuid NOT NULL,
        owner_id uuid NOT NULL REFERENCES users,
        alias text NOT NULL,
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        taxon_id text,
        scientific_name text,
        status text NOT NULL DEFAULT 'private' CHECK (status IN ('private', 'public', 'suppressed', 'withdrawn')),
        hold_date date,
        public_at timestamptz,
        minted_at timestamptz NOT NULL,
        UNIQUE (kind, number),
        UNIQUE (submission_id, kind, alias)
      );
      REVOKE DELETE ON accessions FROM seqdb_app;
      CREATE INDEX accessions_due ON accessions (hold_date, accession) WHERE status = 'private';
      CREATE INDEX accessions_minted_at ON accessions (minted_at, accession);
      CREATE INDEX accessions_kind ON accessions (kind, minted_at, accession);
      CREATE INDEX accessions_status ON accessions (status, minted_at, accession);
      CREATE INDEX accessions_owner ON accessions (owner_id, minted_at, accession);
      CREATE INDEX accessions_search ON accessions USING gin ((accession || ' ' || alias || ' ' || title) gin_trgm_ops);

      CREATE TABLE external_identifiers (
        accession text NOT NULL REFERENCES accessions,
        authority text NOT NULL CHECK (authority IN ('ENA', 'BioSamples')),
        identifier text NOT NULL,
        environment text NOT NULL CHECK (environment IN ('sandbox', 'test', 'production')),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (accession, authority, environment)
      );
      CREATE INDEX external_identifiers_identifier ON external_identifiers (identifier);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE external_identifiers, accessions, accession_counters`);
  }
}
