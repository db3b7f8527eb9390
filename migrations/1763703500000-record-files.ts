import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The files that runs and analyses name, one row each, so that a submission's files can be listed and counted together
 * with those that are still missing. Kept by the database from the records' details, whoever writes them; an MD5 is
 * there where what was given is one.
 */
export class RecordFiles1763703500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE record_files (
        submission_id uuid NOT NULL,
        record_id uuid NOT NULL,
        place int NOT NULL,
        name text COLLATE "C" NOT NULL,
        md5 text,
        PRIMARY KEY (record_id, place)
      );
      CREATE INDEX record_files_name ON record_files (submission_id, name, record_id, place);

      CREATE FUNCTION files_in(details jsonb) RETURNS TABLE (place int, name text, md5 text) LANGUAGE sql IMMUTABLE AS $$
        SELECT f.ordinality::int, regexp_replace(f.value ->> 'name', '^.*[/]', ''),
               substring(lower(btrim(f.value ->> 'md5')) FROM '^[0-9a-f]{32}$')
          FROM jsonb_array_elements(details -> 'files') WITH ORDINALITY f
         WHERE btrim(f.value ->> 'name') <> ''
      $$;
      CREATE FUNCTION record_files_added() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO record_files (submission_id, record_id, place, name, md5)
        SELECT a.submission_id, a.id, f.place, f.name, f.md5 FROM added a, files_in(a.details) f WHERE a.type IN ('run', 'analysis');
        RETURN NULL;
      END $$;
      -- Row by row, and only where the details change: most changes of records are of their counts of findings.
      CREATE FUNCTION record_files_gone() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM record_files WHERE record_id = OLD.id;
        IF TG_OP = 'UPDATE' THEN
          INSERT INTO record_files (submission_id, record_id, place, name, md5)
          SELECT NEW.submission_id, NEW.id, f.place, f.name, f.md5 FROM files_in(NEW.details) f;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER record_files_added AFTER INSERT ON records REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION record_files_added();
      CREATE TRIGGER record_files_changed AFTER UPDATE OF details ON records FOR EACH ROW
        WHEN (NEW.type IN ('run', 'analysis') AND OLD.details IS DISTINCT FROM NEW.details) EXECUTE FUNCTION record_files_gone();
      CREATE TRIGGER record_files_gone AFTER DELETE ON records FOR EACH ROW
        WHEN (OLD.type IN ('run', 'analysis')) EXECUTE FUNCTION record_files_gone();

      INSERT INTO record_files (submission_id, record_id, place, name, md5)
      SELECT r.submission_id, r.id, f.place, f.name, f.md5 FROM records r, files_in(r.details) f WHERE r.type IN ('run', 'analysis');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER record_files_added ON records;
      DROP TRIGGER record_files_gone ON records;
      DROP TRIGGER record_files_changed ON records;
      DROP FUNCTION record_files_added(), record_files_gone(), files_in(jsonb);
      DROP TABLE record_files;
    `);
  }
}
