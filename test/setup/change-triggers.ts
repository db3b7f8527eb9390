// The triggers that note changes for ./change-recorder.ts. They fire once a statement and put rows of the same kind
// together, so that ten thousand records cost little more than one. What the owner of the tables does is not noted:
// the application never connects as the owner, tests do to arrange things.
import type { Client } from 'pg';

/** Table → column that names the aggregate whose id an event of the same transaction must carry. */
const aggregates: Readonly<Record<string, string>> = {
  submissions: 'id',
  records: 'submission_id',
  users: 'id',
  checklists: 'accession',
  ena_batches: 'id',
  sessions: 'user_id',
  files: 'root_id',
  audit_holds: 'id',
  audit_exports: 'id',
  ena_requests: 'id',
  ena_problems: 'submission_id',
};

type Column = { name: string; isKey: boolean; isJson: boolean };

/** @param owner connected as the owner of the tables @param without names of tables that are left out */
export async function changeTriggers(
  owner: Client,
  without: Readonly<Record<string, string>>,
): Promise<void> {
  await owner.query(`
    CREATE SCHEMA recorded;
    CREATE UNLOGGED TABLE recorded.changes (
      xid xid8 NOT NULL DEFAULT pg_current_xact_id(), "table" text NOT NULL, operation text NOT NULL, columns text[] NOT NULL,
      aggregate text, status text, row_key text NOT NULL, rows bigint NOT NULL);
    CREATE UNLOGGED TABLE recorded.events (xid xid8 NOT NULL, action text NOT NULL, target_id text NOT NULL, root_id text NOT NULL);
    CREATE FUNCTION recorded.note_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      INSERT INTO recorded.events VALUES (pg_current_xact_id(), NEW.action, NEW.target_id, NEW.root_id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER recorded_event AFTER INSERT ON public.audit_events FOR EACH ROW EXECUTE FUNCTION recorded.note_event();`);
  for (const [table, columns] of await tables(owner))
    if (!(table in without)) await owner.query(triggersOf(table, columns));
}

async function tables(owner: Client): Promise<Map<string, Column[]>> {
  const { rows } = await owner.query(
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) = 'json' AS "isJson",
            coalesce(a.attnum = ANY (i.indkey), true) AS "isKey"
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY c.relname, a.attnum`,
  );
  return Map.groupBy(rows as (Column & { table: string })[], ({ table }) => table);
}

/** Statements that put one table's triggers in place. */
function triggersOf(table: string, columns: readonly Column[]): string {
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  const key = (row: string) => `concat_ws('/', ${keys.map((name) => `${row}.${name}`).join(', ')})`;
  const aggregate = (row: string) =>
    table in aggregates ? `${row}.${aggregates[table]}::text` : 'NULL::text';
  const status = (row: string) =>
    columns.some(({ name }) => name === 'status') ? `${row}.status::text` : 'NULL::text';
  const whole = (operation: string) =>
    `SELECT '${operation}', '{}'::text[], ${aggregate('n')}, ${status('n')}, min(${key('n')}), count(*) FROM changed n GROUP BY 3, 4`;
  const value = (row: string, { name, isJson }: Column) => `${row}.${name}${isJson ? '::text' : ''}`;
  const differing = columns
    .map(
      (column) =>
        `CASE WHEN ${value('o', column)} IS DISTINCT FROM ${value('n', column)} THEN '${column.name}' END`,
    )
    .join(', ');
  const onKeys = keys.map((name) => `o.${name} = n.${name}`).join(' AND ');
  const parts = `
    SELECT 'UPDATE', columns, aggregate, status, min(key), count(*) FROM (
      SELECT array_remove(ARRAY[${differing}]::text[], NULL) AS columns,
             coalesce(${aggregate('n')}, ${aggregate('o')}) AS aggregate, ${status('n')} AS status, coalesce(nullif(${key('n')}, ''), ${key('o')}) AS key
        FROM previous o FULL JOIN changed n ON ${onKeys}) difference
     WHERE columns <> '{}' GROUP BY columns, aggregate, status`;
  return [
    trigger(table, 'INSERT', 'NEW TABLE AS changed', whole('INSERT')),
    trigger(table, 'DELETE', 'OLD TABLE AS changed', whole('DELETE')),
    trigger(table, 'UPDATE', 'OLD TABLE AS previous NEW TABLE AS changed', parts),
  ].join('\n');
}

const trigger = (table: string, operation: string, referencing: string, changes: string) => `
  CREATE FUNCTION recorded.note_${operation.toLowerCase()}_${table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
      INSERT INTO recorded.changes ("table", operation, columns, aggregate, status, row_key, rows)
      SELECT '${table}', noted.* FROM (${changes}) noted;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER recorded_${operation.toLowerCase()} AFTER ${operation} ON public.${table} REFERENCING ${referencing}
    FOR EACH STATEMENT EXECUTE FUNCTION recorded.note_${operation.toLowerCase()}_${table}();`;
