import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outgoing mails; when batches go to ENA by themselves, and each time that they did or did not. */
export class EnaSchedule1763701900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A batch of the schedule has nobody who made it.
      ALTER TABLE ena_batches ALTER created_by DROP NOT NULL;
      ALTER TABLE ena_batches ADD COLUMN IF NOT EXISTS origin text NOT NULL DEFAULT 'curator'
        CHECK (origin IN ('curator', 'schedule'));

      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        recipient text NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        about_type text NOT NULL,
        about_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'sent', 'skipped', 'failed')),
        error text,
        created_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE UNIQUE INDEX mails_about ON mails (about_type, about_id, recipient);
      CREATE INDEX mails_ended ON mails (created_at) WHERE state <> 'waiting';

      -- One row, for the one schedule of an installation.
      CREATE TABLE ena_schedule (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        cron text NOT NULL,
        time_zone text NOT NULL,
        skip_days jsonb NOT NULL,
        holidays jsonb,
        on_skip_day text NOT NULL CHECK (on_skip_day IN ('next-working-day', 'next-turn')),
        make_up_hours int NOT NULL,
        max_submissions int NOT NULL CHECK (max_submissions > 0),
        mail_to jsonb NOT NULL,
        pause jsonb,
        looked_until timestamptz NOT NULL DEFAULT now(),
        version int NOT NULL DEFAULT 1
      );
      INSERT INTO ena_schedule (cron, time_zone, skip_days, on_skip_day, make_up_hours, max_submissions, mail_to)
      VALUES ('0 3 * * 1', 'UTC', '[]', 'next-working-day', 24, 500, '{"roles": ["curator"], "addresses": []}');
      REVOKE INSERT, DELETE ON ena_schedule FROM seqdb_app;

      CREATE TABLE ena_schedule_runs (
        id uuid PRIMARY KEY,
        origin text NOT NULL CHECK (origin IN ('schedule', 'person')),
        planned_for timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('running', 'nothing', 'waiting', 'done', 'skipped', 'failed')),
        skip_reason text CHECK (skip_reason IN ('paused', 'skip-day', 'missed', 'still-running')),
        note text,
        started_by uuid REFERENCES users,
        started_at timestamptz,
        ended_at timestamptz,
        -- Named before the batch is made, so that a repeated attempt makes the same one and not another.
        batch_id uuid NOT NULL,
        submission_count int NOT NULL DEFAULT 0,
        counts jsonb,
        -- Submissions that did not pass the check and were left out, as the summary tells of them.
        left_out jsonb NOT NULL DEFAULT '[]',
        CHECK ((status = 'skipped') = (skip_reason IS NOT NULL))
      );
      -- Whichever worker writes the row of a turn has it; nobody else can.
      CREATE UNIQUE INDEX ena_schedule_runs_turn ON ena_schedule_runs (planned_for) WHERE origin = 'schedule';
      CREATE UNIQUE INDEX ena_schedule_runs_one ON ena_schedule_runs (status) WHERE status = 'running';
      CREATE INDEX ena_schedule_runs_planned ON ena_schedule_runs (planned_for, id);
      CREATE INDEX ena_schedule_runs_status ON ena_schedule_runs (status, planned_for, id);
      REVOKE DELETE ON ena_schedule_runs FROM seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ena_schedule_runs, ena_schedule, mails`);
  }
}
