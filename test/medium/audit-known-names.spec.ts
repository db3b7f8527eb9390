// Each name that an account ever had is among those it is found by: one that is taken from there is missed, be it the
// first, the last or one in between.
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { Flaws } from '../../server/src/audit/verification/flaws.ts';
import { findUnnamed } from '../../server/src/audit/verification/known-names.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { type Person, useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp();
const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  app.get(DataSource).query(sql, values);
const asOwner = (sql: string, values: unknown[] = []) =>
  byHand(app.config.DATABASE_MIGRATION_URL, sql, values);
let ada: Person;
const names = ['Ada Byron', 'Ada King', 'Ada Lovelace'];
const says = 'the name that an event has of them is not among those it is found by';

/** Runs without a log that is sealed: nothing else is looked at. */
async function told(): Promise<string | undefined> {
  const flaws = new Flaws();
  await inOneMoment(poolOf(app.get(DataSource)), ({ others }) => findUnnamed(others, flaws));
  try {
    flaws.assertNone();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

beforeAll(async () => {
  const admin = await app.person('admin');
  ada = await app.person('depositor');
  for (const name of names) {
    const { body } = await app.request('GET', `users/${ada.id}`, { as: admin });
    const asked = { as: admin, ifMatch: body.version, body: { name, reason: 'that is the name' } };
    expect((await app.request('PATCH', `users/${ada.id}`, asked)).status).toBe(200);
  }
  await app.signIn(ada.email);
  await asOwner('CREATE TABLE kept_names AS SELECT * FROM audit_people');
});
afterEach(async () => {
  await asOwner('DELETE FROM audit_people; INSERT INTO audit_people SELECT * FROM kept_names');
  expect(await told()).toBeUndefined();
});

it.each(['Ada Byron', 'Ada King', 'Ada Lovelace', 'the first', 'the address'])('misses %s', async (name) => {
  const gone = { 'the first': ada.name, 'the address': ada.email }[name] ?? name;
  const where = 'WHERE person_id = $1 AND name = $2';
  expect(await query(`SELECT FROM audit_people ${where}`, [ada.id, gone])).toHaveLength(1);
  await asOwner(`UPDATE audit_people SET name = name || ' ' ${where}`, [ada.id, gone]);
  expect(await told()).toBe(`person ${ada.id}: ${says}`);
  await asOwner('DELETE FROM audit_people WHERE person_id = $1 AND name = $2', [ada.id, `${gone} `]);
  expect(await told()).toBe(`person ${ada.id}: ${says}`);
});

it('says so of all people, and of each once', async () => {
  await asOwner('DELETE FROM audit_people');
  expect(await told()).toMatch(new RegExp(`^person .*: ${says}; other bad places: person `));
});

/** As who may write events can. @param facts as they stand in the text */
async function wrote(action: string, edit: (body: string) => string): Promise<string> {
  const now = new Date();
  const id = uuidv7({ msecs: now.getTime() });
  const { body } = bodyOf(
    id,
    now,
    { ...systemActor('x'), type: 'user', id: ada.id, name: 'Ada' },
    {
      action,
      target: { type: 'User', id: ada.id, label: 'x' },
    },
  );
  await query(
    `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
     VALUES ($1, $2, $3, 'user', $4, 'User', $4, 'User', $4, $5)`,
    [id, now, action, ada.id, edit(body)],
  );
  return id;
}

it.each([
  ['user.update', () => 'no JSON'],
  ['user.update', (body: string) => body.replace('"facts":{}', '"facts":{"x":"\\u0000"}')],
  ['user.update', (body: string) => body.replace('"facts":{}', '"facts":{"x":1e999999}')],
  ['x.y', () => 'no JSON'],
  ['x.y', (body: string) => body.replace('"facts":{}', '"facts":{"x":"\\ud800"}')],
])('names an event (%s) that cannot be read, and still misses a name', async (action, edit) => {
  const id = await wrote(action, edit);
  await asOwner(`DELETE FROM audit_people WHERE name = 'Ada King'`);
  const found = await told();
  await asOwner(
    'ALTER TABLE audit_events DISABLE TRIGGER USER; DELETE FROM audit_events WHERE id = ' +
      `'${id}'` +
      '; ALTER TABLE audit_events ENABLE TRIGGER USER',
  );
  await asOwner(`DELETE FROM audit_unsealed WHERE event_id = $1`, [id]);
  expect(found).toBe(`event ${id}: its text is none that the log writes; other bad places: person ${ada.id}`);
});

it.each(['{}', 'null', '"x"', '[1,null,"x",{"before":{"$personal":{}}}]'])(
  'reads changes that are %s as what names nobody',
  async (changes) => {
    const id = await wrote('user.update', (body) => body.replace('"changes":[]', `"changes":${changes}`));
    const found = await told();
    await asOwner(
      `ALTER TABLE audit_events DISABLE TRIGGER USER; DELETE FROM audit_events WHERE id = '${id}'; ALTER TABLE audit_events ENABLE TRIGGER USER`,
    );
    expect(found).toBeUndefined();
  },
);
