import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Exports of the change log as people see them: those that are sent at once, those that are written in the background,
 * and those that the schedule has written. The log itself keeps who took what; these rows may go.
 */
export class AuditExports1763703300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_exports (
        id uuid PRIMARY KEY,
        -- stream: sent to whoever asked; job: kept in object storage for them; schedule: put into the bucket.
        origin text NOT NULL CHECK (origin IN ('stream', 'job', 'schedule')),
        cadence text CHECK (cadence IN ('daily', 'monthly')),
        -- The day or month that a scheduled export covers: 2026-11-20, 2026-11.
        period text,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        -- As whom it is written, as long as it is not done.
        actor jsonb,
        format text NOT NULL CHECK (format IN ('csv', 'jsonl', 'xlsx')),
        compression text CHECK (compression IN ('gzip')),
        filter jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'cut', 'failed', 'expired')),
        started_at timestamptz,
        finished_at timestamptz,
        -- When the file in object storage is removed.
        expires_at timestamptz,
        -- Events that were counted before, up to a limit; that have been written; and that there were, also without room.
        expected bigint,
        events bigint NOT NULL DEFAULT 0,
        matching bigint,
        bytes bigint,
        sha256 text,
        manifest text,
        file_name text NOT NULL,
        object_key text,
        upload_id text,
        error text,
        CHECK ((origin = 'schedule') = (cadence IS NOT NULL AND period IS NOT NULL))
      );
      CREATE UNIQUE INDEX audit_exports_period ON audit_exports (cadence, period) WHERE origin = 'schedule';
      CREATE INDEX audit_exports_own ON audit_exports (requested_by, requested_at, id) WHERE origin <> 'schedule';
      CREATE INDEX audit_exports_scheduled ON audit_exports (requested_at, id) WHERE origin = 'schedule';
      CREATE INDEX audit_exports_open ON audit_exports (requested_at) WHERE state IN ('waiting', 'running', 'failed');
      CREATE INDEX audit_exports_kept ON audit_exports (expires_at) WHERE state = 'complete' AND expires_at IS NOT NULL;

      CREATE TABLE audit_export_schedules (
        cadence text PRIMARY KEY CHECK (cadence IN ('daily', 'monthly')),
        is_on boolean NOT NULL DEFAULT false,
        format text NOT NULL DEFAULT 'jsonl' CHECK (format IN ('csv', 'jsonl', 'xlsx')),
        compression text DEFAULT 'gzip' CHECK (compression IN ('gzip')),
        -- Periods that ended before are nobody's business: it was off then.
        on_since timestamptz,
        version int NOT NULL DEFAULT 1
      );
      INSERT INTO audit_export_schedules (cadence) VALUES ('daily'), ('monthly');
      REVOKE INSERT, DELETE, TRUNCATE ON audit_export_schedules FROM seqdb_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_exports, audit_export_schedules`);
  }
}
