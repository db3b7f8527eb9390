import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key of the log is added, and the one before it ends, only together with the event that says so. The sealer's role
 * may no longer do the one without the other: whoever has it can neither add a key in silence nor end one.
 */
export class AuditKeyEvents1763705400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What the event states must be what is done here. pg_temp last: else a temporary table would take the event.
      CREATE FUNCTION audit_register_key (key_name text, key_id text, key_itself text, overlap_minutes int, event_id uuid, moment timestamptz, event_body text)
      RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        stated jsonb := event_body::jsonb;
        ended text[];
      BEGIN
        PERFORM pg_advisory_xact_lock(7331204);
        IF EXISTS (SELECT FROM public.audit_keys k WHERE k.name = key_name AND k.id = key_id) THEN RETURN false; END IF;
        SELECT coalesce(array_agg(k.id ORDER BY k.valid_from, k.id), '{}') INTO ended
          FROM public.audit_keys k WHERE k.name = key_name AND k.valid_until IS NULL;
        IF (stated ->> 'id')::uuid IS DISTINCT FROM event_id OR (stated ->> 'occurredAt')::timestamptz IS DISTINCT FROM moment
           OR stated ->> 'action' IS DISTINCT FROM 'audit.key_register'
           OR stated #>> '{actor,type}' IS DISTINCT FROM 'system' OR stated #>> '{actor,id}' IS DISTINCT FROM 'audit'
           OR stated -> 'target' IS DISTINCT FROM jsonb_build_object('type', 'AuditKey', 'id', key_id, 'label', key_name)
           OR stated -> 'changes' IS DISTINCT FROM jsonb_build_array(
                jsonb_build_object('field', 'keyId', 'before', nullif(array_to_string(ended, ', '), ''), 'after', key_id))
           OR stated -> 'facts' IS DISTINCT FROM jsonb_build_object('publicKey', key_itself, 'overlapMinutes', overlap_minutes,
                'purpose', CASE WHEN key_name LIKE '%-exports' THEN 'exports' ELSE 'heads' END) THEN
          RAISE EXCEPTION 'the event does not say what is done with key % of %', key_id, key_name USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
        VALUES (event_id, moment, 'audit.key_register', 'system', 'audit', 'AuditKey', key_id, 'AuditKey', key_id, event_body);
        INSERT INTO public.audit_keys (name, id, public_key, valid_from) VALUES (key_name, key_id, key_itself, clock_timestamp());
        -- A worker that still runs with the old key may finish what it does.
        UPDATE public.audit_keys k SET valid_until = clock_timestamp() + make_interval(mins => overlap_minutes)
         WHERE k.name = key_name AND k.id <> key_id AND k.valid_until IS NULL;
        RETURN true;
      END $$;
      REVOKE ALL ON FUNCTION audit_register_key (text, text, text, int, uuid, timestamptz, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_register_key (text, text, text, int, uuid, timestamptz, text) TO seqdb_sealer;
      REVOKE INSERT ON audit_keys FROM seqdb_sealer;
      REVOKE UPDATE (valid_until) ON audit_keys FROM seqdb_sealer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT INSERT, UPDATE (valid_until) ON audit_keys TO seqdb_sealer;
      DROP FUNCTION audit_register_key (text, text, text, int, uuid, timestamptz, text);
    `);
  }
}
