import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until which day a request asks ENA to hold its records, as its bytes say it: before they leave, and in ENA's answers,
 * it can be compared. And which records have no day because the approved revision has them no more: those that nobody
 * asked to hold back have none either.
 */
export class EnaHoldDays1763703700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null of a request made before this was written down, and of Webin-CLI's, which names no day.
      ALTER TABLE ena_attempts ADD COLUMN hold_until_date date;

      ALTER TABLE accessions ADD COLUMN is_held_back boolean NOT NULL DEFAULT false;
      GRANT UPDATE (is_held_back) ON accessions TO seqdb_app;
      UPDATE accessions a SET is_held_back = true
       WHERE a.status = 'private' AND a.hold_date IS NULL AND a.kind <> 'project' AND NOT EXISTS (
         SELECT 1 FROM revision_records r
          WHERE r.submission_id = a.submission_id AND r.type = a.kind AND r.alias = a.alias
            AND r.revision = (
              SELECT max(v.number) FROM revisions v JOIN submissions s ON s.id = v.submission_id
               WHERE v.submission_id = a.submission_id
                 -- Of one that was opened again: the latest that can have been approved when accessions were last given.
                 AND CASE WHEN s.status = 'approved' THEN v.number = s.revision ELSE v.submitted_at <= (
                       SELECT max(b.minted_at) FROM accessions b WHERE b.submission_id = a.submission_id) END));

      ALTER TABLE ena_problems DROP CONSTRAINT ena_problems_kind_check,
        ADD CONSTRAINT ena_problems_kind_check CHECK (kind IN ('processing', 'status', 'missing', 'identifier', 'hold'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM ena_problems WHERE kind = 'hold';
      ALTER TABLE ena_problems DROP CONSTRAINT ena_problems_kind_check,
        ADD CONSTRAINT ena_problems_kind_check CHECK (kind IN ('processing', 'status', 'missing', 'identifier'));
      ALTER TABLE accessions DROP COLUMN is_held_back;
      ALTER TABLE ena_attempts DROP COLUMN hold_until_date;
    `);
  }
}
