import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Everything that ENA answered, one row each, none ever replaced: until now a request kept only its last answer. What
 * settled a request is the answer it points at.
 */
export class EnaAnswers1763701300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ena_answers (
        id uuid PRIMARY KEY,
        attempt_id uuid NOT NULL REFERENCES ena_attempts,
        asked text NOT NULL CHECK (asked IN ('submit', 'poll', 'receipt', 'read_back')),
        meaning text NOT NULL CHECK (meaning IN ('queued', 'accepted', 'refused', 'unknown', 'unclear', 'failed')),
        message text,
        asked_at timestamptz NOT NULL,
        duration_ms int,
        http_status int,
        content_type text,
        sha256 text,
        bytes int,
        CHECK ((sha256 IS NULL) = (bytes IS NULL))
      );
      CREATE INDEX ena_answers_attempt ON ena_answers (attempt_id, asked_at, id);
      REVOKE UPDATE, DELETE, TRUNCATE ON ena_answers FROM seqdb_app;

      INSERT INTO ena_answers (id, attempt_id, asked, meaning, asked_at, http_status, content_type, sha256, bytes)
      SELECT gen_random_uuid(), id, CASE WHEN ena_submission_id IS NULL THEN 'submit' ELSE 'poll' END,
             CASE status WHEN 'accepted' THEN 'accepted' WHEN 'refused' THEN 'refused' ELSE 'unclear' END,
             coalesce(finished_at, created_at), http_status, receipt_type, receipt_sha256, receipt_bytes
        FROM ena_attempts WHERE receipt_sha256 IS NOT NULL;

      ALTER TABLE ena_attempts ADD COLUMN answer_id uuid REFERENCES ena_answers,
        ADD COLUMN resolved_by uuid REFERENCES users,
        -- How often the bytes have left: ENA not knowing them is no licence to send them for ever.
        ADD COLUMN sent_count int NOT NULL DEFAULT 0;
      UPDATE ena_attempts t SET answer_id = n.id FROM ena_answers n WHERE n.attempt_id = t.id;
      UPDATE ena_attempts SET sent_count = 1 WHERE sent_at IS NOT NULL;
      ALTER TABLE ena_attempts DROP COLUMN receipt_sha256, DROP COLUMN receipt_bytes, DROP COLUMN receipt_type,
        DROP COLUMN http_status;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ena_attempts ADD COLUMN receipt_sha256 text, ADD COLUMN receipt_bytes int, ADD COLUMN receipt_type text,
        ADD COLUMN http_status int;
      UPDATE ena_attempts t SET receipt_sha256 = n.sha256, receipt_bytes = n.bytes, receipt_type = n.content_type,
             http_status = n.http_status FROM ena_answers n WHERE n.id = t.answer_id;
      ALTER TABLE ena_attempts DROP COLUMN answer_id, DROP COLUMN resolved_by, DROP COLUMN sent_count;
      DROP TABLE ena_answers;
    `);
  }
}
