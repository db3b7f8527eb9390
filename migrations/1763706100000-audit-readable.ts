import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an event's text says, for what must go on where one cannot be read: an export of a damaged log above all. Who owns
 * the tables can put a text there that is no JSON, or JSON that jsonb does not take (U+0000, half of a pair, numbers and
 * nesting without measure).
 */
export class AuditReadable1763706100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null for a text that cannot be read. One attempt, which costs less than to ask first and read then; and that a text
      -- is nested too deeply pg_input_is_valid does not say but fails at. No SET: it would cost more than the function does.
      CREATE FUNCTION audit_read(given text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
      BEGIN
        RETURN given::pg_catalog.jsonb;
      EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        RETURN NULL;
      END $$;
      REVOKE ALL ON FUNCTION audit_read(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_read(text) TO seqdb_app, seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit_read(text)');
  }
}
