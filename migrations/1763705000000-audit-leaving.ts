import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which archive a month leaves by is said by who has looked at its statement and its file, and only the sealer says that
 * there is one: the application tells of it. Holds that the log knows of keep months, whatever became of their rows.
 */
export class AuditLeaving1763705000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE ALL ON audit_retentions FROM seqdb_app;
      GRANT SELECT, UPDATE (drop_event_id) ON audit_retentions TO seqdb_app;
      GRANT INSERT (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at)
        ON audit_retentions TO seqdb_sealer;
      -- The newest of several is known by the clock of the database.
      ALTER TABLE audit_retentions ALTER archived_at SET DEFAULT clock_timestamp();

      -- What an event of the log, or of a month that has left it, says about holds, and their rows do not.
      CREATE FUNCTION audit_unkept_hold() RETURNS TABLE (hold text, is_waiting boolean) LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        WITH known AS (
          SELECT e.action, e.target_id AS target, EXISTS (SELECT FROM public.audit_leaves l WHERE l.occurred_at = e.occurred_at AND l.event_id = e.id) AS is_sealed
            FROM public.audit_events e WHERE e.action IN ('audit.hold', 'audit.hold_lift')
          UNION ALL
          SELECT m.action, m.target, true FROM public.audit_retentions r
           CROSS JOIN LATERAL jsonb_to_recordset(split_part(r.note, chr(10), 3)::jsonb -> 'remembers') AS m (action text, target text)
           WHERE r.dropped_at IS NOT NULL AND m.action IN ('audit.hold', 'audit.hold_lift'))
        SELECT k.target, false FROM known k WHERE k.action = 'audit.hold' AND NOT EXISTS (SELECT FROM public.audit_holds h WHERE h.id::text = k.target)
        UNION ALL
        SELECT h.id::text, EXISTS (SELECT FROM known k WHERE k.action = 'audit.hold_lift' AND k.target = h.id::text) FROM public.audit_holds h
         WHERE h.lifted_at IS NOT NULL AND NOT EXISTS (SELECT FROM known k WHERE k.action = 'audit.hold_lift' AND k.target = h.id::text AND k.is_sealed)
        ORDER BY 2, 1
      $$;

      DROP FUNCTION audit_drop_month(text);
      CREATE FUNCTION audit_drop_month(asked text, archive uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' AS $$
      DECLARE
        run public.audit_retentions;
        unkept record;
        suffix text := replace(asked, '-', '');
        found_events bigint;
        found_seqs int8multirange;
        parent text;
        give_up timestamptz := clock_timestamp() + interval '3 seconds';
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202); -- nobody makes a month meanwhile
        SELECT * INTO run FROM public.audit_retentions WHERE id = archive AND month = asked AND dropped_at IS NULL FOR UPDATE;
        IF run.id IS NULL THEN
          RAISE EXCEPTION 'no archived month % waits to be dropped', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF asked IS DISTINCT FROM (SELECT min(m) FROM public.audit_months() m) THEN
          RAISE EXCEPTION 'month % is not the oldest one', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- Two whole months beside the current one stay, whatever the application is set to.
        IF to_date(asked || '-01', 'YYYY-MM-DD') > date_trunc('month', now() AT TIME ZONE 'UTC') - interval '3 months' THEN
          RAISE EXCEPTION 'month % is too young', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        LOCK TABLE public.audit_holds IN SHARE MODE; -- nobody sets one meanwhile
        IF EXISTS (SELECT FROM public.audit_holds_on(asked)) THEN
          RAISE EXCEPTION 'month % is held', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        SELECT * INTO unkept FROM public.audit_unkept_hold() LIMIT 1;
        IF unkept.is_waiting THEN
          RAISE EXCEPTION 'the event that lifts the hold % waits for the seal', unkept.hold USING ERRCODE = 'lock_not_available';
        ELSIF FOUND THEN
          RAISE EXCEPTION 'the hold % is not what the log says of it: nothing leaves', unkept.hold USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF EXISTS (SELECT FROM public.audit_erasures r WHERE r.state = 'requested' AND to_char(r.event_at AT TIME ZONE 'UTC', 'YYYY-MM') <= asked) THEN
          RAISE EXCEPTION 'an erasure that was asked for in month % has not ended', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT EXISTS (SELECT FROM public.audit_leaves l JOIN public.audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
                        WHERE l.occurred_at = run.event_at AND l.event_id = run.event_id AND l.segment > run.last_segment
                          AND e.action = 'audit.archive' AND e.target_id = asked
                          AND e.body::json #>> '{facts,statement}' = encode(sha256(convert_to(run.note, 'UTF8')), 'hex')) THEN
          RAISE EXCEPTION 'the event that tells of month % is not sealed', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- From here on nothing comes into the month; who reads goes on, and so does who writes elsewhere.
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_personal_values', 'audit_leaves'] LOOP
          EXECUTE format('LOCK TABLE public.%I IN SHARE MODE', parent || '_' || suffix);
        END LOOP;
        EXECUTE format('SELECT count(*), coalesce(range_agg(int8range(l.seq, l.seq + 1)), ''{}'') FROM public.%I e JOIN public.%I l ON l.occurred_at = e.occurred_at AND l.event_id = e.id WHERE l.segment <= $1',
                       'audit_events_' || suffix, 'audit_leaves_' || suffix) INTO found_events, found_seqs USING run.last_segment;
        IF found_events <> run.events OR found_seqs <> run.seqs THEN
          RAISE EXCEPTION 'month % has other events than were archived', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format('SELECT (SELECT count(*) FROM public.%I) + (SELECT count(*) FROM public.%I)', 'audit_events_' || suffix, 'audit_leaves_' || suffix) INTO found_events;
        IF found_events <> 2 * run.events THEN
          RAISE EXCEPTION 'month % has events that were not archived', asked USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- Waits for readers with its arms down: who comes meanwhile is held up for a tenth of a second at most, and nobody
        -- who holds one of the tables and asks for the next waits for us, and we for them.
        LOOP
          BEGIN
            PERFORM set_config('lock_timeout', '100ms', true);
            LOCK TABLE public.audit_events, public.audit_personal_values, public.audit_leaves IN ACCESS EXCLUSIVE MODE;
            EXIT;
          EXCEPTION WHEN lock_not_available THEN
            IF clock_timestamp() > give_up THEN
              RAISE EXCEPTION 'somebody reads the change log: month % stays for now', asked USING ERRCODE = 'lock_not_available';
            END IF;
            PERFORM pg_sleep(0.2);
          END;
        END LOOP;
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_personal_values', 'audit_leaves'] LOOP
          EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', parent, parent || '_' || suffix);
          EXECUTE format('DROP TABLE public.%I', parent || '_' || suffix);
        END LOOP;
        UPDATE public.audit_retentions SET dropped_at = clock_timestamp() WHERE id = run.id;
      END $$;
      REVOKE ALL ON FUNCTION audit_drop_month(text, uuid), audit_unkept_hold() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_drop_month(text, uuid) TO seqdb_sealer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the guards of months that leave are not taken off');
  }
}
