import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The life of a batch before and while it is sent: its check, its approval, its pauses; and batches of the schedule. */
export class EnaBatchLife1763701400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ena_batches DROP CONSTRAINT ena_batches_status_check;
      ALTER TABLE ena_batches ADD CONSTRAINT ena_batches_status_check CHECK (status IN ('assembling', 'checking', 'checked',
          'approved', 'sending', 'accepted', 'partial', 'refused', 'attention', 'cancelled')),
        ADD COLUMN origin text NOT NULL DEFAULT 'curator' CHECK (origin IN ('curator', 'schedule')),
        ALTER COLUMN created_by DROP NOT NULL,
        -- Each check has a number: the task of an earlier one writes nothing any more.
        ADD COLUMN check_round int NOT NULL DEFAULT 0,
        ADD COLUMN checked_at timestamptz,
        ADD COLUMN approved_by uuid REFERENCES users,
        ADD COLUMN approved_at timestamptz,
        ADD COLUMN paused_at timestamptz,
        ADD CONSTRAINT ena_batches_creator CHECK (origin = 'schedule' OR created_by IS NOT NULL);

      ALTER TABLE ena_batch_submissions
        ADD COLUMN position int NOT NULL DEFAULT 0,
        ADD COLUMN check_status text NOT NULL DEFAULT 'unchecked' CHECK (check_status IN ('unchecked', 'passed', 'failed')),
        ADD COLUMN check_message text;
      UPDATE ena_batch_submissions bs SET position = g.position
        FROM (SELECT b.batch_id, b.submission_id, row_number() OVER (PARTITION BY b.batch_id ORDER BY s.number) - 1 AS position
                FROM ena_batch_submissions b JOIN submissions s ON s.id = b.submission_id) g
       WHERE g.batch_id = bs.batch_id AND g.submission_id = bs.submission_id;
      CREATE INDEX ena_batch_submissions_position ON ena_batch_submissions (batch_id, position, submission_id);

      ALTER TABLE ena_batch_items
        ADD COLUMN check_status text NOT NULL DEFAULT 'unchecked' CHECK (check_status IN ('unchecked', 'passed', 'failed')),
        ADD COLUMN check_message text;
      CREATE INDEX ena_batch_items_search ON ena_batch_items USING gin ((alias || ' ' || title || ' ' || accession) gin_trgm_ops);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ena_batch_items_search;
      ALTER TABLE ena_batch_items DROP COLUMN check_status, DROP COLUMN check_message;
      ALTER TABLE ena_batch_submissions DROP COLUMN position, DROP COLUMN check_status, DROP COLUMN check_message;
      ALTER TABLE ena_batches DROP CONSTRAINT ena_batches_creator, DROP CONSTRAINT ena_batches_status_check,
        DROP COLUMN IF EXISTS origin, DROP COLUMN check_round, DROP COLUMN checked_at, DROP COLUMN approved_by, DROP COLUMN approved_at,
        DROP COLUMN paused_at;
      ALTER TABLE ena_batches ADD CONSTRAINT ena_batches_status_check
        CHECK (status IN ('assembling', 'sending', 'accepted', 'partial', 'refused', 'attention'));
    `);
  }
}
