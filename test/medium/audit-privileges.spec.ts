// No migration may loosen the log: whatever the schema has become, the application can only add to it, and the sealer
// only seal. Asked of the database itself, so that a new table, partition or grant is looked at by itself.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../setup/database.ts';

const database = useDatabase();
let owner: Client;
beforeAll(async () => {
  owner = new Client({ connectionString: database.env['DATABASE_MIGRATION_URL'] });
  await owner.connect();
});
afterAll(() => owner.end());

/** Tables and their partitions that hold evidence, or say what became of it. */
const evidence = `relname ~ '^audit_(events|leaves|segments|personal_values|retentions|holds|verifications|publications|published_heads|made_up_past|keys)(_[0-9]{6})?$' AND relkind IN ('r', 'p')`;

/** What is meant beyond reading: `role table: privilege`. */
const meant = new Set([
  'seqdb_app audit_events: INSERT',
  'seqdb_app audit_personal_values: INSERT',
  'seqdb_sealer audit_leaves: INSERT',
  'seqdb_sealer audit_segments: INSERT',
  // A month is stated once; then only the event that tells of its end is noted.
  'seqdb_app audit_retentions.drop_event_id: UPDATE',
  'seqdb_app audit_holds: INSERT',
  ...['lifted_by', 'lifted_at', 'lift_reason', 'reason', 'version'].map(
    (column) => `seqdb_app audit_holds.${column}: UPDATE`,
  ),
  'seqdb_app audit_verifications: UPDATE',
  'seqdb_sealer audit_publications: INSERT',
  'seqdb_sealer audit_publications: UPDATE',
  'seqdb_sealer audit_published_heads: INSERT',
]);

/** What a role may do to the evidence beyond what it is meant to, `role table: privilege`. */
async function excesses(): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT role, relname AS "table", privilege FROM pg_class,
            (VALUES ('seqdb_app'), ('seqdb_sealer'), ('public')) AS r (role),
            (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) AS p (privilege)
      WHERE ${evidence} AND has_table_privilege(role, oid, privilege)
      UNION ALL
     SELECT role, relname || '.' || attname, privilege FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0,
            (VALUES ('seqdb_app'), ('seqdb_sealer'), ('public')) AS r (role), (VALUES ('UPDATE')) AS p (privilege)
      WHERE ${evidence} AND has_column_privilege(role, pg_class.oid, attnum, privilege)
        AND NOT has_table_privilege(role, pg_class.oid, privilege)`,
  );
  return rows
    .map(({ role, table, privilege }) => `${role} ${table}: ${privilege}`)
    .filter((each) => !meant.has(each));
}

/** What keeps a table's rows from being changed or emptied, also by its owner; partitions have their table's. */
const guards: Readonly<Record<string, readonly string[]>> = {
  audit_events: ['audit_refuse_change', 'audit_refuse_truncate'],
  audit_leaves: ['audit_refuse_change', 'audit_refuse_truncate'],
  audit_segments: ['audit_refuse_change', 'audit_refuse_truncate'],
  audit_personal_values: ['audit_refuse_loss'],
  audit_retentions: ['audit_refuse_change', 'audit_refuse_truncate'],
  audit_verifications: ['audit_refuse_again', 'audit_guard_run', 'audit_failure_told', 'audit_damage_told'],
  audit_retention_runs: ['audit_refuse_again', 'audit_guard_run', 'audit_failure_told'],
  audit_published_heads: ['audit_refuse_change', 'audit_refuse_truncate'],
  audit_keys: ['audit_refuse_change', 'audit_refuse_truncate', 'audit_refuse_again'],
};

/** Tables that lack a guard that is on. */
async function unguarded(): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT relname AS "table", guard FROM pg_class
       JOIN (SELECT g.key, jsonb_array_elements_text(g.value) AS guard FROM jsonb_each($1::jsonb) g) g
         ON regexp_replace(relname, '_[0-9]{6}$', '') = g.key AND relkind IN ('r', 'p')
      WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = guard AND tgenabled IN ('O', 'A'))`,
    [JSON.stringify(guards)],
  );
  return rows.map(({ table, guard }) => `${table}: ${guard}`);
}

/**
 * Functions that work with their owner's rights, and so could do to the evidence what their caller may not. Whoever adds
 * one says here what it looks at before it does anything.
 */
const powerful: Readonly<Record<string, string>> = {
  audit_note_unsealed: 'a trigger; nobody calls it',
  audit_ensure_partition: 'makes room for a month, where there is none',
  audit_drop_month: 'only the oldest month, archived, stated in the log, old enough and not held',
  audit_register_key: 'only a key that is new, and together with the event that says so',
  audit_pass_verification: 'the sealer; only a run that goes on, and together with the event that says so',
  audit_adopt_erasure: 'only a row that no event of the log asked for, and takes nothing',
  audit_end_retention: 'the sealer; only a run that goes on',
  audit_erase: 'only with a request that is in the log, and only what opens values',
};

/** Functions with their owner's rights that are not listed, and those that somebody may call who should not. */
async function loopholes(): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT proname AS name, has_function_privilege('public', oid, 'EXECUTE') AS "isPublic" FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prosecdef`,
  );
  return rows
    .filter(({ name, isPublic }) => isPublic || !(name in powerful))
    .map(({ name, isPublic }) => `${name}${isPublic ? ': public' : ''}`);
}

/** What a migration leaves behind, undone again. */
async function after(sql: string): Promise<string[]> {
  await owner.query('BEGIN');
  try {
    await owner.query(sql);
    return [...(await excesses()), ...(await unguarded()), ...(await loopholes())];
  } finally {
    await owner.query('ROLLBACK');
  }
}

describe('the migrations', () => {
  it('leave nobody more than adding to the evidence, and every table of it guarded', async () => {
    expect(await excesses()).toEqual([]);
    expect(await unguarded()).toEqual([]);
    expect(await loopholes()).toEqual([]);
  });

  it.each([
    'GRANT UPDATE ON audit_events TO seqdb_app',
    'GRANT DELETE ON audit_segments TO seqdb_sealer',
    'GRANT ALL ON ALL TABLES IN SCHEMA public TO seqdb_app',
    'GRANT TRUNCATE ON audit_leaves TO PUBLIC',
    'GRANT UPDATE (body) ON audit_events TO seqdb_app',
    'GRANT seqdb_owner TO seqdb_app',
    'ALTER TABLE audit_events DISABLE TRIGGER ALL',
    'ALTER TABLE audit_events OWNER TO seqdb_app',
    'GRANT DELETE ON audit_personal_values TO seqdb_app',
    'GRANT UPDATE (opened) ON audit_personal_values TO seqdb_app',
    'GRANT EXECUTE ON FUNCTION audit_erase(uuid, date) TO PUBLIC',
    `CREATE FUNCTION forget() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM public.audit_people'`,
    'DROP TRIGGER audit_refuse_change ON audit_segments',
    'GRANT UPDATE (dropped_at) ON audit_retentions TO seqdb_app',
    'GRANT UPDATE ON audit_retentions TO seqdb_app',
    'ALTER TABLE audit_retentions DISABLE TRIGGER audit_refuse_change',
    'GRANT DELETE ON audit_holds TO seqdb_app',
    'GRANT UPDATE (set_by) ON audit_holds TO seqdb_app',
    'DROP TRIGGER audit_refuse_again ON audit_verifications',
    'DROP TRIGGER audit_refuse_again ON audit_keys',
    'GRANT DELETE ON audit_verifications TO seqdb_app',
    'GRANT INSERT ON audit_verifications TO seqdb_app',
    'DROP TRIGGER audit_guard_run ON audit_verifications',
    'DROP TRIGGER audit_damage_told ON audit_verifications',
    'DROP TRIGGER audit_guard_run ON audit_retention_runs',
    'GRANT UPDATE ON audit_publications TO seqdb_app',
    'GRANT INSERT ON audit_made_up_past TO seqdb_app',
    'DROP TRIGGER audit_refuse_change ON audit_published_heads',
    'DROP TRIGGER audit_refuse_loss ON audit_personal_values',
    "CREATE TABLE audit_events_209901 PARTITION OF audit_events FOR VALUES FROM ('2099-01-01') TO ('2099-02-01')",
  ])('would be told of: %s', async (sql) => {
    const refused = await after(sql).then(
      (found) => found.length > 0,
      (error: Error) => /permission|denied|must be able to SET ROLE/.test(error.message),
    );
    expect(refused).toBe(true);
  });

  it.each([
    'UPDATE audit_segments SET count = 0',
    'DELETE FROM audit_segments',
    'TRUNCATE audit_segments',
    'TRUNCATE audit_leaves',
    'TRUNCATE audit_keys',
    'TRUNCATE audit_events CASCADE',
    'DELETE FROM audit_personal_values',
    `SELECT set_config('seqdb.erasure', gen_random_uuid()::text, true) FROM audit_personal_values; DELETE FROM audit_personal_values`,
  ])('are refused: %s', async (sql) => {
    await owner.query(
      `INSERT INTO audit_segments VALUES (1, 1, 0, '', '', now(), '', '', 'k', 'h') ON CONFLICT DO NOTHING;
       INSERT INTO audit_personal_values VALUES ('019a9c5e-1234-7abc-8def-0123456789ab', date_trunc('day', now()), 'p', '{}') ON CONFLICT DO NOTHING`,
    );
    await expect(owner.query(sql)).rejects.toThrow(/append-only/);
  });
});

describe('what has ended', () => {
  it.each([
    ['DATABASE_URL', `UPDATE audit_verifications SET state = 'passed', says = NULL`],
    ['DATABASE_URL', `UPDATE audit_verifications SET finished_at = now()`],
    ['DATABASE_SEALER_URL', 'UPDATE audit_keys SET valid_until = NULL'],
    ['DATABASE_SEALER_URL', `UPDATE audit_keys SET valid_until = now() + interval '1 year'`],
    ['DATABASE_SEALER_URL', `INSERT INTO audit_keys VALUES ('k', 'other', 'k', now())`],
  ])('is not changed by %s: %s', async (name, sql) => {
    await owner.query(
      `INSERT INTO audit_verifications (id, requested_by, requested_at, state, finished_at)
         VALUES ('019a9c5e-1234-7abc-8def-0123456789ab', 'x', now(), 'damaged', now()) ON CONFLICT DO NOTHING;
       INSERT INTO audit_keys VALUES ('k', 'k', 'k', now(), now()) ON CONFLICT DO NOTHING`,
    );
    const client = new Client({ connectionString: database.env[name] });
    await client.connect();
    await expect(client.query(sql).finally(() => client.end())).rejects.toThrow(
      /append-only|permission denied for table audit_keys|the sealer alone/,
    );
  });
});

describe('a month', () => {
  const month = new Date().toISOString().slice(0, 7).replace('-', '');

  it.each(['DATABASE_URL', 'DATABASE_SEALER_URL'])('is neither taken off nor dropped by %s', async (name) => {
    const client = new Client({ connectionString: database.env[name] });
    await client.connect();
    try {
      for (const table of ['audit_events', 'audit_leaves', 'audit_personal_values'])
        for (const sql of [
          `ALTER TABLE ${table} DETACH PARTITION ${table}_${month}`,
          `DROP TABLE ${table}_${month}`,
          `TRUNCATE ${table}_${month}`,
          `ALTER TABLE ${table}_${month} DISABLE TRIGGER ALL`,
        ])
          await expect(client.query(sql)).rejects.toThrow(/must be owner|permission denied/);
    } finally {
      await client.end();
    }
  });
});
