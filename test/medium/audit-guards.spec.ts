// Who owns the tables of the log can take off what guards it, or put something else in its place: no event tells of it,
// and the next verification does.
import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { SealerDatabase } from '../../server/src/audit/sealing/sealer.database.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { guardsIn } from '../../server/src/audit/verification/guards.ts';
import { readGuards, signGuards } from '../../server/src/audit/verification/guards-statement.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { verified as verifiedBy } from '../factories/audit-verified.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let auditor: Person;
let owner: Client;
beforeAll(async () => {
  auditor = await app.person('auditor');
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
  ({ origin } = app.worker!.get(LogKeys));
});
afterAll(() => owner.end());

const verified = () => verifiedBy(app, auditor);
const month = new Date().toISOString().slice(0, 7).replace('-', '');
const source = async (name: string) =>
  (await owner.query(`SELECT pg_get_functiondef($1::regproc) AS is`, [name])).rows[0].is as string;

let origin = '';
/** What the newest verification stated. @property text with its signature */
async function lastStated() {
  const [event] = await app
    .get(DataSource)
    .query(
      `SELECT body::json #>> '{facts,guards}' AS text FROM audit_events WHERE action = 'audit.verification' ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    );
  const text = event.text as string;
  const read = readGuards(origin, text);
  if (!read) throw new Error('no statement of the guards');
  return { ...read, text };
}
/** What a verification would find now, had there been none before. */
const guardsAt = () =>
  inOneMoment(poolOf(app.get(DataSource)), ({ others }) =>
    guardsIn(others, { origin, isStated: () => false }),
  );
const ownKey = signingKey(origin, randomBytes(32).toString('base64'));
/** As somebody who has the application's credentials, and no key of the log. */
const saidToHavePassed = (run: string, facts: object) =>
  app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, systemActor('audit'), {
      action: 'audit.verification',
      target: { type: 'AuditVerification', id: run, label: 'verification of the change log' },
      facts: { segments: 1, events: 1, ...facts },
    }),
  );

it('states what is in place, and passes while it is', async () => {
  expect(await verified()).toMatchObject({ state: 'passed' });
  expect(await verified()).toMatchObject({ state: 'passed' });
  const { stated } = await lastStated();
  expect(stated.schema).toMatch(/^\d+ \w+\d{13} [\da-f]{8}$/);
  expect(stated.marks).toMatch(/^([\da-f]{16} ?){10,}$/);
});

it('shows an event that a view of the same name would hide, wherever names are looked for first', async () => {
  const database = app.get(DataSource);
  const [{ role, base }] = await database.query('SELECT current_user AS role, current_database() AS base');
  const [{ id }] = await database.query(`SELECT id FROM audit_events WHERE action = 'user.create' LIMIT 1`);
  const seen = async () => (await app.request('GET', `audit/events/${id}`, { as: auditor })).status;
  for (const schema of [role, 'before'])
    await owner.query(`CREATE SCHEMA "${schema}"; GRANT USAGE ON SCHEMA "${schema}" TO PUBLIC;
      CREATE VIEW "${schema}".audit_events AS SELECT * FROM public.audit_events WHERE id <> '${id}';
      GRANT SELECT ON "${schema}".audit_events TO PUBLIC`);
  await owner.query(`ALTER DATABASE "${base}" SET search_path = before, public`);
  const later = new Pool({ ...poolOf(database).options, max: 1 });
  try {
    expect(await seen()).toBe(200);
    await later.query('CREATE TEMPORARY TABLE audit_events (id uuid)');
    expect((await later.query('SELECT FROM audit_events WHERE id = $1', [id])).rowCount).toBe(1);
    const sealer = app.worker!.get(SealerDatabase);
    expect(await sealer.query('SHOW search_path')).toEqual([{ search_path: 'public,pg_temp' }]);
  } finally {
    await later.end();
    await owner.query(`ALTER DATABASE "${base}" RESET search_path`);
    await owner.query(`DROP SCHEMA before CASCADE; DROP SCHEMA "${role}" CASCADE`);
  }
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
    'audit_erasures',
    'ALTER TABLE audit_erasures ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE audit_erasures DISABLE ROW LEVEL SECURITY',
  ],
  [
    'a rule',
    'audit_people',
    'CREATE RULE lost AS ON INSERT TO audit_people DO INSTEAD NOTHING',
    'DROP RULE lost ON audit_people',
  ],
  [
    'a statement of an archived month that may be changed',
    'audit_retentions',
    'GRANT UPDATE (dropped_at) ON audit_retentions TO seqdb_app',
    'REVOKE UPDATE (dropped_at) ON audit_retentions FROM seqdb_app',
  ],
  [
    'a statement of an archived month that may be removed',
    'audit_retentions',
    'ALTER TABLE audit_retentions DISABLE TRIGGER audit_refuse_change',
    'ALTER TABLE audit_retentions ENABLE TRIGGER audit_refuse_change',
  ],
  [
    'a hold that may be removed',
    'audit_holds',
    'GRANT DELETE ON audit_holds TO seqdb_app WITH GRANT OPTION',
    'REVOKE DELETE ON audit_holds FROM seqdb_app',
  ],
  [
    'an end of a verification that may be rewritten',
    'audit_verifications',
    'ALTER TABLE audit_verifications DISABLE TRIGGER audit_refuse_again',
    'ALTER TABLE audit_verifications ENABLE TRIGGER audit_refuse_again',
  ],
  [
    'a trigger that is on and never fires',
    'audit_verifications',
    `CREATE OR REPLACE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_verifications FOR EACH ROW
       WHEN (OLD.finished_at IS NOT NULL AND OLD.state = 'waiting') EXECUTE FUNCTION audit_refuse_again()`,
    `CREATE OR REPLACE TRIGGER audit_refuse_again BEFORE UPDATE ON audit_verifications FOR EACH ROW
       WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION audit_refuse_again()`,
  ],
  [
    'a note of what is published that others may change',
    'audit_publications',
    'GRANT UPDATE ON audit_publications TO PUBLIC',
    'REVOKE UPDATE ON audit_publications FROM PUBLIC',
  ],
])('finds %s', async (_, place, change, back) => {
  await owner.query(change);
  expect(await verified()).toMatchObject({ state: 'damaged', place });
  await owner.query(back);
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('knows what guards a month that is made later', async () => {
  for (const later of ['2031-01-01', '2031-02-01'])
    await owner.query('SELECT audit_ensure_partition($1::date)', [later]);
  expect(await verified()).toMatchObject({ state: 'passed' });
});

/** The database again, as its superuser. */
const asSuperuser = async (work: (superuser: Client) => Promise<void>) => {
  const url = new URL(inject('adminUrl'));
  url.pathname = new URL(app.config.DATABASE_URL).pathname;
  const superuser = new Client({ connectionString: url.href });
  await superuser.connect();
  await work(superuser).finally(() => superuser.end());
};

it('finds a function that a program may put another in place of', async () => {
  await asSuperuser(async (superuser) => {
    await superuser.query('ALTER FUNCTION audit_refuse() OWNER TO seqdb_app');
    expect(await verified()).toMatchObject({ state: 'damaged', place: 'audit_refuse()' });
    await superuser.query('ALTER FUNCTION audit_refuse() OWNER TO seqdb_owner');
  });
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('takes a log that was restored under another owner, or with more privileges of the owner, as it was', async () => {
  const other = `restored_${randomBytes(4).toString('hex')}`;
  const restored = [
    'TABLE audit_leaves',
    'TABLE audit_retentions',
    `TABLE audit_events_${month}`,
    'FUNCTION audit_months()',
  ];
  await owner.query('REVOKE REFERENCES, TRIGGER ON audit_segments FROM seqdb_owner');
  await asSuperuser(async (superuser) => {
    await superuser.query(`CREATE ROLE ${other}`);
    try {
      for (const what of restored) await superuser.query(`ALTER ${what} OWNER TO ${other}`);
      expect(await verified()).toMatchObject({ state: 'passed' });
    } finally {
      for (const what of restored) await superuser.query(`ALTER ${what} OWNER TO seqdb_owner`);
      await superuser.query(`DROP ROLE ${other}`);
    }
  });
  await owner.query('GRANT REFERENCES, TRIGGER ON audit_segments TO seqdb_owner');
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

it('finds an aggregate that leaves out what opens the values of one person', async () => {
  const put = (start: string) =>
    owner.query(
      `CREATE OR REPLACE AGGREGATE audit_openings (jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '${start}')`,
    );
  await put('{"mallory": null}');
  expect(await verified()).toMatchObject({ state: 'damaged', place: 'audit_openings(jsonb)' });
  await put('{}');
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('believes no statement but what a verification signed', async () => {
  expect(await verified()).toMatchObject({ state: 'passed' });
  const { stated, text } = await lastStated();
  const none = '0000000000000000';
  await saidToHavePassed(randomUUID(), { guards: text });
  await saidToHavePassed(stated.run, { guards: text.replace(stated.marks, none) });
  await saidToHavePassed(randomUUID(), { guards: none, schema: stated.schema });
  await saidToHavePassed(randomUUID(), { guards: { $toString: 1 } });
  await saidToHavePassed(stated.run, { guards: signGuards(origin, { ...stated, marks: none }, [ownKey]) });
  expect(await verified()).toMatchObject({ state: 'passed' });

  // What it would say when all were as it is to be; it is changed back once it was told so.
  await owner.query('GRANT UPDATE ON audit_leaves TO seqdb_app');
  const now = await guardsAt();
  await saidToHavePassed(stated.run, { guards: text.replace(stated.marks, now.marks) });
  await saidToHavePassed(randomUUID(), { guards: now.marks, schema: now.schema });
  expect(await verified()).toMatchObject({ state: 'damaged', place: 'audit_leaves' });
  await owner.query('REVOKE UPDATE ON audit_leaves FROM seqdb_app');
  expect(await verified()).toMatchObject({ state: 'passed' });
});

it('takes what a migration changed as it is', async () => {
  await owner.query(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'Later1999999999999')`);
  await owner.query('GRANT SELECT ON audit_leaves TO PUBLIC');
  expect(await verified()).toMatchObject({ state: 'passed' });
  expect(await verified()).toMatchObject({ state: 'passed' });
});
