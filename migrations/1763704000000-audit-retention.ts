import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Retention: whole months leave the change log, oldest first, once they lie in the archive. What states and proves them
 * (segments, heads) stays. Nobody but the sealer can drop a month, and only through a function that looks whether it may.
 */
export class AuditRetention1763704000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Holds back the months of what it names. whole: ids with all that belongs to them, itself: without.
      CREATE TABLE audit_holds (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('record', 'submission', 'person', 'period')),
        whole text[] NOT NULL DEFAULT '{}',
        itself text[] NOT NULL DEFAULT '{}',
        target_id text,
        name text,
        since date,
        until date,
        reason text NOT NULL,
        set_by text NOT NULL,
        set_at timestamptz NOT NULL,
        lifted_by text,
        lifted_at timestamptz,
        lift_reason text,
        version int NOT NULL DEFAULT 1,
        CHECK ((kind = 'period') = (target_id IS NULL) AND (kind = 'period') = (since IS NOT NULL AND until IS NOT NULL AND since <= until)),
        CHECK ((kind = 'period') = (whole = '{}' AND itself = '{}')),
        CHECK ((lifted_by IS NULL) = (lifted_at IS NULL) AND (lifted_by IS NULL) = (lift_reason IS NULL))
      );
      CREATE INDEX audit_holds_set_at ON audit_holds (set_at, id);
      CREATE INDEX audit_holds_person ON audit_holds (target_id) WHERE kind = 'person' AND lifted_at IS NULL;
      REVOKE ALL ON audit_holds FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT, INSERT ON audit_holds TO seqdb_app;
      -- A lift; and what somebody who was erased wrote.
      GRANT UPDATE (lifted_by, lifted_at, lift_reason, reason, version) ON audit_holds TO seqdb_app;
      GRANT SELECT ON audit_holds TO seqdb_sealer;

      -- Months that lie in the archive. One that got another event before it was dropped is archived once more.
      CREATE TABLE audit_retentions (
        id uuid PRIMARY KEY,
        month text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        events bigint NOT NULL CHECK (events >= 0),
        -- The last segment that holds an event of this month or one before.
        last_segment bigint NOT NULL,
        -- Places of its events in the log.
        seqs int8multirange NOT NULL,
        bucket text NOT NULL,
        object_key text NOT NULL,
        bytes bigint NOT NULL,
        sha256 text NOT NULL,
        -- What is stated of it, signed by the log's key.
        note text NOT NULL,
        -- The event that tells of it.
        event_id uuid NOT NULL,
        event_at timestamptz(3) NOT NULL,
        archived_at timestamptz NOT NULL,
        dropped_at timestamptz,
        -- The event that tells that it was dropped.
        drop_event_id uuid
      );
      CREATE INDEX audit_retentions_archived_at ON audit_retentions (archived_at, id);
      CREATE UNIQUE INDEX audit_retentions_dropped ON audit_retentions (month) WHERE dropped_at IS NOT NULL;
      CREATE TRIGGER audit_refuse_change BEFORE DELETE ON audit_retentions FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_retentions FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
      REVOKE ALL ON audit_retentions FROM PUBLIC, seqdb_app, seqdb_sealer;
      GRANT SELECT ON audit_retentions TO seqdb_app, seqdb_sealer;
      GRANT INSERT (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at, archived_at)
        ON audit_retentions TO seqdb_app;
      GRANT UPDATE (drop_event_id) ON audit_retentions TO seqdb_app;

      CREATE TABLE audit_retention_runs (
        id uuid PRIMARY KEY,
        night date UNIQUE,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'postponed', 'failed')),
        months text[] NOT NULL DEFAULT '{}',
        says text,
        finished_at timestamptz CHECK ((finished_at IS NULL) = (state IN ('waiting', 'running')))
      );
      CREATE INDEX audit_retention_runs_finished ON audit_retention_runs (finished_at) WHERE finished_at IS NOT NULL;
      CREATE UNIQUE INDEX audit_retention_runs_open ON audit_retention_runs ((true)) WHERE state IN ('waiting', 'running');
      REVOKE DELETE, TRUNCATE ON audit_retention_runs FROM seqdb_app;

      -- The months that the log holds, 'YYYY-MM', oldest first.
      CREATE FUNCTION audit_months() RETURNS SETOF text LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT to_char(to_date(right(c.relname, 6), 'YYYYMM'), 'YYYY-MM') AS month FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
         WHERE inhparent = 'public.audit_events'::regclass ORDER BY month
      $$;

      -- The holds that keep a month, the oldest first.
      CREATE FUNCTION audit_holds_on(month text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT h.id FROM public.audit_holds h,
               (SELECT d AS first_day, (d + interval '1 month')::date AS next_day, d::timestamp AT TIME ZONE 'UTC' AS lower_bound,
                       (d + interval '1 month') AT TIME ZONE 'UTC' AS upper_bound FROM to_date(month || '-01', 'YYYY-MM-DD') AS d) m
         WHERE h.lifted_at IS NULL AND CASE h.kind
                 WHEN 'period' THEN h.since < m.next_day AND h.until >= m.first_day
                 WHEN 'person' THEN EXISTS (SELECT FROM public.audit_events e WHERE e.actor_id = ANY (h.whole) AND e.occurred_at >= m.lower_bound AND e.occurred_at < m.upper_bound)
                   OR EXISTS (SELECT FROM public.audit_events e WHERE (e.root_id = ANY (h.whole) OR e.target_id = ANY (h.whole) OR e.on_behalf_of = ANY (h.whole))
                               AND e.occurred_at >= m.lower_bound AND e.occurred_at < m.upper_bound)
                   OR EXISTS (SELECT FROM public.audit_personal_values v WHERE v.person_id = ANY (h.whole) AND v.person_id <> ''
                               AND v.occurred_at >= m.lower_bound AND v.occurred_at < m.upper_bound)
                 ELSE EXISTS (SELECT FROM public.audit_events e WHERE (e.root_id = ANY (h.whole) OR e.target_id = ANY (h.whole || h.itself))
                               AND e.occurred_at >= m.lower_bound AND e.occurred_at < m.upper_bound)
               END
         ORDER BY h.set_at, h.id
      $$;

      CREATE FUNCTION audit_drop_month(asked text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' AS $$
      DECLARE
        run public.audit_retentions;
        suffix text := replace(asked, '-', '');
        found_events bigint;
        found_seqs int8multirange;
        parent text;
        give_up timestamptz := clock_timestamp() + interval '3 seconds';
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202); -- nobody makes a month meanwhile
        SELECT * INTO run FROM public.audit_retentions WHERE month = asked AND dropped_at IS NULL ORDER BY archived_at DESC, id DESC LIMIT 1 FOR UPDATE;
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
      -- A month that has left does not come back: what is written into it would stand beside its archive.
      CREATE OR REPLACE FUNCTION audit_ensure_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        lower_bound text := to_char(date_trunc('month', month), 'YYYY-MM-DD') || ' 00:00:00+00';
        upper_bound text := to_char(date_trunc('month', month) + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        suffix text := to_char(month, 'YYYYMM');
        parent text;
        part text;
      BEGIN
        PERFORM pg_advisory_xact_lock(7331202);
        PERFORM FROM public.audit_retentions r WHERE r.dropped_at IS NOT NULL AND r.month >= to_char(audit_ensure_partition.month, 'YYYY-MM');
        IF FOUND THEN
          RAISE EXCEPTION 'month % has left the change log', to_char(month, 'YYYY-MM') USING ERRCODE = 'insufficient_privilege';
        END IF;
        FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_personal_values', 'audit_leaves'] LOOP
          part := parent || '_' || suffix;
          -- Not to_regclass: its cache may be older than the wait for the lock.
          CONTINUE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = part);
          EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
          EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, seqdb_app, seqdb_sealer', part);
          EXECUTE format('GRANT SELECT ON public.%I TO seqdb_app, seqdb_sealer', part);
          EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, part, lower_bound, upper_bound);
          IF parent <> 'audit_personal_values' THEN
            EXECUTE format('CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', part);
          END IF;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION audit_drop_month(text), audit_holds_on(text), audit_months() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_drop_month(text) TO seqdb_sealer;
      GRANT EXECUTE ON FUNCTION audit_holds_on(text), audit_months() TO seqdb_app, seqdb_sealer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('months that left do not come back');
  }
}
