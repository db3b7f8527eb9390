import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AuditKeyEvents1763705400000 } from './1763705400000-audit-key-events.ts';

const utc = (moment: string) => `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Of every key of the log an event says from when and until when it is good: of those that stand
 * by now an event of its own that is written here, once; of a later one the event that it is added with, whose moment
 * it begins at, and from which the one before is good for the minutes that it states. So nobody adds, or brings back,
 * one that the verification takes for a key of the log. No minutes end a key in the past.
 */
export class AuditKeyTimes1763705800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What the event states must be what is done here. pg_temp last: else a temporary table would take the event.
      CREATE OR REPLACE FUNCTION audit_register_key (key_name text, key_id text, key_itself text, overlap_minutes int, event_id uuid, moment timestamptz, event_body text)
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
        IF overlap_minutes IS NULL OR overlap_minutes NOT BETWEEN 0 AND 1440 THEN
          RAISE EXCEPTION 'the key before signs on for 0 to 1440 minutes, and not for %', overlap_minutes USING ERRCODE = 'check_violation';
        END IF;
        -- The key is good from the moment of its event, which therefore is now, by this clock.
        IF moment <> date_trunc('milliseconds', moment) OR moment NOT BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() THEN
          RAISE EXCEPTION 'a key is not added at %', moment USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO public.audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
        VALUES (event_id, moment, 'audit.key_register', 'system', 'audit', 'AuditKey', key_id, 'AuditKey', key_id, event_body);
        INSERT INTO public.audit_keys (name, id, public_key, valid_from) VALUES (key_name, key_id, key_itself, moment);
        -- A worker that still runs with the old key may finish what it does.
        UPDATE public.audit_keys k SET valid_until = moment + make_interval(mins => overlap_minutes)
         WHERE k.name = key_name AND k.id <> key_id AND k.valid_until IS NULL;
        RETURN true;
      END $$;

      DO $$
      DECLARE
        k record;
        moment timestamptz := date_trunc('milliseconds', clock_timestamp());
        random text;
        event_id uuid;
      BEGIN
        PERFORM pg_advisory_xact_lock(7331204);
        FOR k IN SELECT * FROM audit_keys ORDER BY valid_from, id LOOP
          PERFORM audit_ensure_partition((moment AT TIME ZONE 'UTC')::date);
          -- A uuidv7: the moment in the first 48 bits, its version, and what is random in a uuidv4.
          random := replace(gen_random_uuid()::text, '-', '');
          event_id := (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' || substr(random, 14))::uuid;
          INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
          VALUES (event_id, moment, 'audit.key_register', 'system', 'audit', 'AuditKey', k.id, 'AuditKey', k.id,
            '{"action":"audit.key_register","actor":{"id":"audit","name":"SeqDB (audit)","roles":[],"type":"system"},"address":null,"changes":[],"client":null,"facts":{"publicKey":'
            || to_json(k.public_key) || ',"purpose":' || CASE WHEN k.name LIKE '%-exports' THEN '"exports"' ELSE '"heads"' END
            || ',"validFrom":' || to_json(${utc('k.valid_from')}) || ',"validUntil":' || coalesce(to_json(${utc('k.valid_until')})::text, 'null')
            || '},"id":' || to_json(event_id) || ',"occurredAt":"' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            || '","onBehalfOf":null,"reason":null,"requestId":null,"root":{"id":' || to_json(k.id) || ',"type":"AuditKey"},"target":{"id":' || to_json(k.id)
            || ',"label":' || to_json(k.name) || ',"type":"AuditKey"},"v":2}');
        END LOOP;
      END $$;
    `);
  }

  /** What was written stays: the log is append-only. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit_register_key (text, text, text, int, uuid, timestamptz, text)');
    await new AuditKeyEvents1763705400000().up(runner);
  }
}
