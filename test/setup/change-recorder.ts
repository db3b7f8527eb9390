// Notes, for tests only, which transaction changed which row of which table, with triggers that no migration knows,
// and compares that with the change log: every changed row of every table must be in a transaction that also wrote an
// event, and where the row belongs to an aggregate, an event about that.
import { Client } from 'pg';

/** Tables whose changes have no event of their own, and why. Every other table is looked at, also one that is new. */
export const withoutEvents: Readonly<Record<string, string>> = {
  tasks: 'background work: what it does to other rows is looked at',
  stream_events: 'tells open pages of changes that are looked at themselves',
  idempotency_keys: 'answers kept for a repeated request',
  audit_events: 'the events themselves',
  audit_personal_values: 'part of the events',
  audit_people: 'part of the events',
  audit_unsealed: 'part of the events',
  audit_leaves: 'the seal over the events',
  audit_segments: 'the seal over the events',
  audit_keys: 'the seal over the events',
  audit_publications: 'how far heads have been published',
  audit_export_links: 'a download that was asked for; using the link is an event',
  ena_polls: 'when reports were read; what was read there is looked at',
  migrations: 'the schema',
};

const request =
  'a step of one request to ENA, kept whole here; that it was sent for and how it ended are events';

/** Changes of nothing but these columns have no event of their own, and why. */
export const quietColumns: Readonly<Record<string, { columns: readonly string[]; because: string }>> = {
  audit_verifications: {
    columns: ['state', 'started_at', 'segments', 'events', 'all_events'],
    because: 'progress of a verification; its request and its end are events',
  },
  refresh_tokens: {
    columns: ['*'],
    because: 'a session that is used on; signing in, signing out and revoking are events',
  },
  ena_answers: { columns: ['*'], because: request },
  ena_attempts: { columns: ['*'], because: request },
  ena_batch_items: { columns: ['status', 'attempt_id'], because: request },
  ena_objects: {
    columns: ['checked_at', 'last_seen_at', 'next_check_at'],
    because: 'when reports were asked for it and are asked next; what they say anew is an event',
  },
  ena_schedule: {
    columns: ['looked_until'],
    because: 'how far the schedule has looked; its runs are events',
  },
};

/** Table → column that names the aggregate whose id an event of the same transaction must carry. */
const aggregates: Readonly<Record<string, string>> = {
  submissions: 'id',
  records: 'submission_id',
  users: 'id',
  checklists: 'accession',
  ena_batches: 'id',
};

/** Puts the triggers on every table. @param url the connection of the role that owns the tables */
export async function recordChanges(url: string): Promise<void> {
  await asOwner(url, async (owner) => {
    await owner.query(`
      CREATE SCHEMA recorded;
      CREATE TABLE recorded.changes (xid xid8 NOT NULL, "table" text NOT NULL, operation text NOT NULL, columns text[], aggregate text, at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE FUNCTION recorded.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
        new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
        changed text[] := ARRAY(SELECT key FROM jsonb_each(old_row || new_row) WHERE old_row -> key IS DISTINCT FROM new_row -> key);
      BEGIN
        IF changed <> '{}' THEN
          INSERT INTO recorded.changes (xid, "table", operation, columns, aggregate)
          VALUES (pg_current_xact_id(), TG_ARGV[0], TG_OP, changed, coalesce(new_row, old_row) ->> TG_ARGV[1]);
        END IF;
        RETURN NULL;
      END $$;
      CREATE TABLE recorded.events (xid xid8 NOT NULL, action text NOT NULL, target_id text NOT NULL, root_id text NOT NULL);
      CREATE FUNCTION recorded.note_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        INSERT INTO recorded.events VALUES (pg_current_xact_id(), NEW.action, NEW.target_id, NEW.root_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER recorded_event AFTER INSERT ON public.audit_events FOR EACH ROW EXECUTE FUNCTION recorded.note_event();`);
    const { rows } = await owner.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    for (const { name } of rows as { name: string }[]) {
      if (name in withoutEvents) continue;
      await owner.query(
        `CREATE TRIGGER recorded_change AFTER INSERT OR UPDATE OR DELETE ON public."${name}"
           FOR EACH ROW EXECUTE FUNCTION recorded.note('${name}', '${aggregates[name] ?? ''}')`,
      );
    }
  });
}

export type Unmatched = { table: string; operation: string; columns: string[]; why: string; rows: number };

/** @returns changes without an event, those with the same table, operation and columns together */
export async function unmatchedChanges(url: string): Promise<Unmatched[]> {
  return asOwner(url, async (owner) => {
    const quiet = Object.entries(quietColumns).map(([table, { columns }]) => ({ table, columns }));
    const { rows } = await owner.query(
      `SELECT c."table", c.operation, c.columns, count(*)::int AS rows,
              CASE WHEN NOT EXISTS (SELECT FROM recorded.events e WHERE e.xid = c.xid) THEN 'no event in its transaction'
                   ELSE 'no event about its aggregate in its transaction' END AS why
         FROM recorded.changes c
        WHERE NOT EXISTS (
                SELECT FROM recorded.events e WHERE e.xid = c.xid
                   AND (c.aggregate IS NULL OR c.aggregate IN (e.target_id, e.root_id)))
          AND NOT EXISTS (
                SELECT FROM jsonb_to_recordset($1::jsonb) AS q ("table" text, columns text[])
                 WHERE q."table" = c."table" AND (q.columns = '{*}' OR (c.operation = 'UPDATE' AND c.columns <@ q.columns)))
        GROUP BY 1, 2, 3, 5 ORDER BY 1, 2, 3`,
      [JSON.stringify(quiet)],
    );
    return rows as Unmatched[];
  });
}

/** Which tables and events were seen, so that a test that saw nothing does not pass. */
export async function recorded(
  url: string,
): Promise<{ tables: string[]; actions: string[]; changes: number }> {
  return asOwner(url, async (owner) => {
    const { rows } = await owner.query(
      `SELECT (SELECT count(*)::int FROM recorded.changes) AS changes,
              ARRAY(SELECT DISTINCT "table" FROM recorded.changes ORDER BY 1) AS tables,
              ARRAY(SELECT DISTINCT action FROM recorded.events ORDER BY 1) AS actions`,
    );
    return rows[0] as { tables: string[]; actions: string[]; changes: number };
  });
}

async function asOwner<T>(url: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
