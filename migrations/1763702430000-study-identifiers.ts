import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A project is its study at ENA, too: other tables name it by ERP… as well as by PRJEB…. */
export class StudyIdentifiers1763702430000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE external_identifiers DROP CONSTRAINT external_identifiers_authority_check,
        ADD CONSTRAINT external_identifiers_authority_check
          CHECK (authority IN ('ENA', 'BioSamples', 'Study', 'Assembly', 'Sequences'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM external_identifiers WHERE authority = 'Study';
      ALTER TABLE external_identifiers DROP CONSTRAINT external_identifiers_authority_check,
        ADD CONSTRAINT external_identifiers_authority_check
          CHECK (authority IN ('ENA', 'BioSamples', 'Assembly', 'Sequences'));
    `);
  }
}
