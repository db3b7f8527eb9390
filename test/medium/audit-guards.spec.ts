// Who owns the tables of the log can take off what guards it, or put something else in its place: no event tells of it,
// and the next verification does.
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let auditor: Person;
let owner: Client;
beforeAll(async () => {
  auditor = await app.person('auditor');
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const verified = async () => {
  const { body } = await app.request('POST', 'audit/verification', { as: auditor });
  await eventually(
    async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last?.id === body.id,
    120,
  );
  return (await app.request('GET', 'audit/verification', { as: auditor })).body.last;
};
const month = new Date().toISOString().slice(0, 7).replace('-', '');
const source = async (name: string) =>
  (await owner.query(`SELECT pg_get_functiondef($1::regproc) AS is`, [name])).rows[0].is as string;

it('states what is in place, and passes while it is', async () => {
  expect(await verified()).toMatchObject({ state: 'passed' });
  expect(await verified()).toMatchObject({ state: 'passed' });
  const [event] = await app
    .get(DataSource)
    .query(
      `SELECT body::json -> 'facts' AS facts FROM audit_events WHERE action = 'audit.verification' LIMIT 1`,
    );
  expect(event.facts.schema).toMatch(/^\d+ \w+\d{13}$/);
  expect(event.facts.guards).toMatch(/^([\da-f]{16} ?){10,}$/);
});

it.each([
  [
    'a trigger that is off',
    'audit_events',
    'ALTER TABLE audit_events DISABLE TRIGGER audit_refuse_change',
    'ALTER TABLE audit_events ENABLE TRIGGER audit_refuse_change',
  ],
  [
    'a trigger that fires for replication only',
    'audit_segments',
    'ALTER TABLE audit_segments ENABLE REPLICA TRIGGER audit_refuse_change',
    'ALTER TABLE audit_segments ENABLE TRIGGER audit_refuse_change',
  ],
  [
    'a trigger of one month that is off',
    'audit_events of a month',
    `ALTER TABLE audit_events_${month} DISABLE TRIGGER audit_refuse_truncate`,
    `ALTER TABLE audit_events_${month} ENABLE TRIGGER audit_refuse_truncate`,
  ],
  [
    'a privilege',
    'audit_leaves',
    'GRANT UPDATE ON audit_leaves TO seqdb_app',
    'REVOKE UPDATE ON audit_leaves FROM seqdb_app',
  ],
  [
    'a privilege on one column',
    'audit_events',
    'GRANT UPDATE (body) ON audit_events TO seqdb_app',
    'REVOKE UPDATE (body) ON audit_events FROM seqdb_app',
  ],
  [
    'rows that are hidden',
    'audit_people',
    'ALTER TABLE audit_people ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE audit_people DISABLE ROW LEVEL SECURITY',
  ],
  [
    'a rule',
    'audit_people',
    'CREATE RULE lost AS ON INSERT TO audit_people DO INSTEAD NOTHING',
    'DROP RULE lost ON audit_people',
  ],
])('finds %s', async (_, place, change, back) => {
  await owner.query(change);
  expect(await verified()).toMatchObject({ state: 'damaged', place });
  await owner.query(back);
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('knows what guards a month that is made later', async () => {
  for (const later of ['2031-01-01', '2031-02-01'])
    await app.get(DataSource).query('SELECT audit_ensure_partition($1::date)', [later]);
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('finds a function that keeps what one person did out of the log', async () => {
  const { rows } = await owner.query(
    `SELECT oid::regproc::text AS name FROM pg_proc WHERE proname = 'audit_note_unsealed'`,
  );
  const name = rows[0].name as string;
  const before = await source(name);
  await owner.query(before.replace('BEGIN', `BEGIN IF NEW.actor_id = 'mallory' THEN RETURN NULL; END IF;`));
  expect(await verified()).toMatchObject({ state: 'damaged', place: 'audit_note_unsealed()' });
  await owner.query(before);
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('takes what a migration changed as it is', async () => {
  await owner.query(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'Later1999999999999')`);
  await owner.query('GRANT SELECT ON audit_leaves TO PUBLIC');
  expect(await verified()).toMatchObject({ state: 'passed' });
  expect(await verified()).toMatchObject({ state: 'passed' });
});
