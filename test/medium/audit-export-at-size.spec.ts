// What only a large log shows. However many segments it has, an export looks each up by its key: a scan of all of them for
// every event would make the export of a year take days. And a snapshot stays while others read millions of events.
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { completeSql, filteredSql, inOrder } from '../../server/src/audit/exporting/export.sql.ts';
import { Snapshot } from '../../server/src/audit/exporting/snapshot.ts';
import { fillLog } from '../bench/audit/fill.ts';
import { useDatabase } from '../setup/database.ts';

const [events, eventsOfSegment] = [40_000, 10];

const database = useDatabase();
let client: Client;
beforeAll(async () => {
  client = new Client({ connectionString: database.env['DATABASE_MIGRATION_URL'] });
  await client.connect();
  await fillLog(client, events);
  await client.query(
    `INSERT INTO audit_leaves (occurred_at, event_id, seq, segment, leaf, path)
     SELECT occurred_at, id, n, 1 + (n - 1) / $1, sha256('\\x00'), '' FROM (
       SELECT occurred_at, id, row_number() OVER (ORDER BY occurred_at, id) AS n FROM audit_events) e`,
    [eventsOfSegment],
  );
  await client.query(
    `INSERT INTO audit_segments (number, first_seq, count, root, previous, closed_at, hash, frontier, key_id, head)
     SELECT n, 1 + (n - 1) * $1, $1, sha256('\\x00'), sha256('\\x00'), now(), sha256('\\x00'), '', 'none', repeat('a head ', 40)
       FROM generate_series(1, $2::int / $1) n`,
    [eventsOfSegment, events],
  );
  await client.query('VACUUM ANALYZE audit_events, audit_personal_values, audit_leaves, audit_segments');
});
afterAll(() => client.end());

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

async function scansOfSegments(copy: string, settings: Record<string, string>): Promise<string[]> {
  const select = copy.slice(copy.indexOf('(') + 1, copy.lastIndexOf(') TO STDOUT'));
  const set = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${value};`);
  await client.query(`BEGIN; ${set.join(' ')}`);
  const { rows } = await client.query(`EXPLAIN (FORMAT json) ${select}`);
  await client.query('ROLLBACK');
  const nodes = nodesOf((rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan);
  return nodes.filter((node) => node['Relation Name'] === 'audit_segments').map((node) => node['Node Type']);
}

it.each(['csv', 'jsonl'] as const)('%s of the whole log', async (format) => {
  const [sealed = ''] = completeSql(format);
  expect(new Set(await scansOfSegments(sealed, inOrder))).toEqual(new Set(['Index Scan']));
});

it('of what remains of months that left', async () => {
  const left = { json: '{}', firstSeq: 20_001, lastSeq: 30_000 };
  for (const statement of completeSql('jsonl', undefined, left).slice(0, 2))
    expect(new Set(await scansOfSegments(statement, inOrder))).toEqual(new Set(['Index Scan']));
});

it('of what a filter fits', async () => {
  const conditions = [`e.action = 'submission.approve'`];
  const scans = await scansOfSegments(filteredSql('jsonl', { conditions }, []), {});
  expect(new Set(scans)).toEqual(new Set(['Index Scan']));
});

it('keeps a moment of the database for longer than a connection may be idle in a transaction', async () => {
  const pool = new Pool({
    connectionString: database.env['DATABASE_URL'],
    options: '-c idle_in_transaction_session_timeout=100ms',
  });
  const snapshot = await Snapshot.open(pool);
  await client.query('SELECT pg_sleep(1)');
  expect(await snapshot.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await snapshot.close();
  await pool.end();
});
