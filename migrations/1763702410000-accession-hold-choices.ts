import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose day an accession's hold date is: a later approval may put the depositor's new day in the place of the old one,
 * not in that of a day that a curator has chosen since. Until now only the outcome was kept.
 */
export class AccessionHoldChoices1763702410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accessions
        -- What the revision that was approved last said.
        ADD COLUMN revision_hold_date date,
        -- What a curator asked for, and when.
        ADD COLUMN chosen_hold_date date,
        ADD COLUMN hold_chosen_at timestamptz,
        ADD CHECK ((chosen_hold_date IS NULL) = (hold_chosen_at IS NULL));
      GRANT UPDATE (revision_hold_date, chosen_hold_date, hold_chosen_at) ON accessions TO seqdb_app;

      UPDATE accessions a SET revision_hold_date = (
        SELECT r.hold_date FROM revisions r JOIN submissions s ON s.id = r.submission_id
         WHERE r.submission_id = a.submission_id
           -- Of one that was opened again: the latest that can have been approved when accessions were last given.
           AND CASE WHEN s.status = 'approved' THEN r.number = s.revision ELSE r.submitted_at <= (
                 SELECT max(b.minted_at) FROM accessions b WHERE b.submission_id = a.submission_id) END
         ORDER BY r.number DESC LIMIT 1);
      UPDATE accessions a SET chosen_hold_date = q.hold_date, hold_chosen_at = q.finished_at
        FROM (SELECT DISTINCT ON (o.accession) o.accession, q.hold_date, q.finished_at
                FROM ena_request_objects o JOIN ena_requests q ON q.id = o.request_id
               WHERE q.kind = 'hold' AND q.status = 'done' AND q.finished_at IS NOT NULL
               ORDER BY o.accession, q.finished_at DESC) q
       WHERE q.accession = a.accession AND q.hold_date = a.hold_date;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accessions DROP COLUMN revision_hold_date, DROP COLUMN chosen_hold_date, DROP COLUMN hold_chosen_at;
    `);
  }
}
