// Once somebody was erased, what else can be made to read as erased with them? Whose value each is was sealed with it, so
// that whoever owns the tables can take nobody else's: neither from the database nor from an export.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { asVersion1 } from '../factories/audit-body.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const folder = mkdtempSync(join(tmpdir(), 'seqdb-erased-'));
let owner: Client;
let admin: Person;
let ada: Person;
let eve: Person;
let auditor: Person;
const [bob, carl] = [randomUUID(), randomUUID()];
const events = { early: '', late: '', version1: '' };
const erasures = { ada: '', eve: '' };

const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  app.get(DataSource).query(sql, values);
const sealed = () => eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
const user = (id: string, name: string): Actor => ({ ...systemActor('x'), type: 'user', id, name });

/** An event with values of several people, at which Bob acts. */
async function wrote(at: Date, others: Record<string, string> = {}): Promise<string> {
  app.get(Clock).standAt(at);
  const id = await app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, user(bob, 'Bob'), {
      action: 'submission.update',
      target: { type: 'Submission', id: 'S', label: personal('Carl’s potatoes', carl) },
      onBehalfOf: { id: carl, name: 'Carl' },
      facts: {
        note: personal('what Carl wrote', carl),
        file: personal('nobody’s.txt'),
        more: Object.entries(others).map(([person, text]) => personal(text, person)),
      },
      reason: 'because',
    }),
  );
  app.get(Clock).standAt(undefined);
  return id;
}

/** An event of Bob's that does not say whose its values are, as a release wrote it that did not know. */
async function wroteVersion1(at: Date): Promise<string> {
  const id = uuidv7({ msecs: at.getTime() });
  const { body, personal: values } = bodyOf(id, at, user(bob, 'Bob'), {
    action: 'submission.update',
    target: { type: 'Submission', id: 'S', label: personal('Carl’s tomatoes', carl) },
  });
  const columns = ['submission.update', 'user', bob, 'Submission', 'S', 'Submission', 'S'];
  await query(
    `INSERT INTO audit_events (id, occurred_at, body, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json ->> 'requestId')`,
    [id, at, asVersion1(body), ...columns, body],
  );
  for (const { personId, opened } of values)
    await query(
      'INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened) VALUES ($1, $2, $3, $4)',
      [id, at, personId, JSON.stringify(opened)],
    );
  return id;
}

async function erase(person: Person): Promise<string> {
  const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
  const asked = await app.request('POST', `users/${person.id}/erasure`, {
    as: admin,
    ifMatch: body.version,
    body: { reason: 'asked' },
  });
  await app.get(PersonalValues).erase(asked.body.id, { fence: () => Promise.resolve() });
  return asked.body.id;
}

beforeAll(async () => {
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
  admin = await app.person('admin');
  auditor = await app.person('auditor');
  [ada, eve] = [await app.person('depositor'), await app.person('depositor')];
  const now = Date.now();
  events.early = await wrote(new Date(now), { [ada.id]: 'of Ada', [eve.id]: 'of Eve' });
  erasures.eve = await erase(eve);
  erasures.ada = await erase(ada);
  events.late = await wrote(new Date(now + 240_000), { [ada.id]: 'of Ada again' });
  events.version1 = await wroteVersion1(new Date(now + 1));
  await sealed();
});
afterAll(async () => {
  await owner.end();
  rmSync(folder, { recursive: true });
});

/** As who owns the tables can. */
const byHand = (...statements: string[]) =>
  owner.query(
    [
      'ALTER TABLE audit_personal_values DISABLE TRIGGER USER',
      ...statements,
      'ALTER TABLE audit_personal_values ENABLE TRIGGER USER',
    ].join(';'),
  );

beforeAll(() =>
  byHand(
    'CREATE TABLE kept_values AS SELECT * FROM audit_personal_values',
    'CREATE TABLE kept_erasures AS SELECT * FROM audit_erasures',
  ),
);
const restored = () =>
  byHand(
    'DELETE FROM audit_personal_values v USING kept_values k WHERE k.event_id = v.event_id',
    'INSERT INTO audit_personal_values SELECT * FROM kept_values',
    'UPDATE audit_erasures r SET person_id = k.person_id, events = k.events FROM kept_erasures k WHERE k.id = r.id',
  );
afterEach(async () => {
  await restored();
  expect(await online()).toBeNull();
  expect((await offline()).flaw).toBeNull();
});

/** @param most as `verifyLogIn` has it: with 1 events are looked up */
async function online(most?: number): Promise<string | null> {
  const { master } = app.get(DataSource).driver as unknown as { master: Pool };
  try {
    await inOneMoment(master, async (moment) => {
      const trust = await app.get(PublishedTrust).load(moment.others);
      await verifyLogIn(moment, trust, async () => undefined, most);
    });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Of the export that the database gives: it is signed by its key, whatever it says. */
async function offline(format = 'jsonl', filter = '') {
  const { text } = await app.request('GET', `audit/export?format=${format}${filter}`, { as: auditor });
  const path = join(folder, 'export');
  writeFileSync(path, text);
  return verifyExport(path);
}

const days = (opened: string): string =>
  `(SELECT jsonb_object_agg(key, '{"erased": "2026-11-21"}'::jsonb) FROM jsonb_object_keys(${opened}) AS key)`;
/** A person's values of an event read as erased with somebody else. */
const taken = (event: string, person: string, erasure: string): string =>
  `WITH gone AS (DELETE FROM audit_personal_values WHERE event_id = '${event}' AND person_id = '${person}' RETURNING *)
   INSERT INTO audit_personal_values AS v (event_id, occurred_at, person_id, opened)
   SELECT event_id, occurred_at, 'erased ${erasure}', ${days('gone.opened')} FROM gone
   ON CONFLICT (occurred_at, event_id, person_id) DO UPDATE SET opened = v.opened || excluded.opened`;

const ofOthers = 'what was erased of it is the data of somebody who was not';
const nobodyAsked = { says: 'a personal value reads as erased, and nobody asked to erase whose it is' };

it.each([
  ['label and fact of another, long after', 'late', carl, nobodyAsked],
  ['who acted, long after', 'late', bob, nobodyAsked],
  ['what is nobody’s', 'late', '', { says: expect.stringContaining('no person’s') }],
] as const)('%s', async (_name, event, person, flaw) => {
  await byHand(taken(events[event], person, erasures.ada));
  expect(await online()).toBe(`event ${events[event]}: ${ofOthers}`);
  expect(await online(1)).toBe(`event ${events[event]}: ${ofOthers}`);
  for (const format of ['jsonl', 'csv']) expect((await offline(format)).flaw).toMatchObject(flaw);
});

it('a value in the place of one that was given to an erasure before', async () => {
  // Eve was erased first: what is called hers is counted up to her erasure only.
  await byHand(
    `UPDATE audit_personal_values SET person_id = 'erased ${erasures.eve}' WHERE event_id = '${events.late}' AND person_id = 'erased ${erasures.ada}'`,
  );
  expect(await online()).toBe(`event ${events.late}: ${ofOthers}`);
  await byHand(
    `DELETE FROM audit_personal_values WHERE event_id = '${events.early}' AND person_id = 'erased ${erasures.ada}'`,
    taken(events.early, carl, erasures.ada),
  );
  expect(await online()).toContain(`event ${events.early}`);
  expect((await offline()).flaw).not.toBeNull();
});

it('a value as if it had been kept out of the log after an erasure had closed it', async () => {
  for (const event of [events.version1, events.late]) {
    await byHand(taken(event, carl, `${erasures.ada} late`));
    expect(await online()).toBe(`event ${event}: ${ofOthers}`);
    expect(await online(1)).toBe(`event ${event}: ${ofOthers}`);
    await restored();
  }
});

it('who acted, in an event that says his name is of somebody who was erased', async () => {
  const id = uuidv7();
  const at = new Date(parseInt(id.replace('-', '').slice(0, 12), 16));
  const { body, personal: values } = bodyOf(id, at, user(bob, 'Bob'), {
    action: 'submission.update',
    target: { type: 'Submission', id: 'S', label: 'x' },
  });
  const columns = ['submission.update', 'user', bob, 'Submission', 'S', 'Submission', 'S'];
  // As who has the application's credentials can.
  await query(
    `INSERT INTO audit_events (id, occurred_at, body, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json ->> 'requestId')`,
    [id, at, body.replace(/(\$personal":"\w+")/, `$1,"of":"${ada.id}"`), ...columns, body],
  );
  const insert =
    'INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened) VALUES ($1, $2, $3, $4)';
  const name = Object.keys(values[0]?.opened ?? {})[0] ?? '';
  await query(insert, [id, at, `erased ${erasures.ada} late`, { [name]: { erased: '2026-11-21' } }]);
  await sealed();
  expect(await online()).toBe(`event ${id}: ${ofOthers}`);
  await byHand(`DELETE FROM audit_personal_values WHERE event_id = '${id}'`);
  await query(insert, [id, at, ada.id, values[0]?.opened]); // the event stays
});

it('a value that lies with those of somebody else, to go with them', async () => {
  await byHand(
    `UPDATE audit_personal_values SET person_id = '${bob}x' WHERE event_id = '${events.early}' AND person_id = '${carl}'`,
  );
  const says = `event ${events.early}: a personal value lies with those of somebody else than it was sealed with`;
  expect(await online()).toBe(says);
  expect(await online(1)).toBe(says);
});

it('an erasure that is said to be of another', async () => {
  await byHand(
    taken(events.early, carl, erasures.ada),
    `UPDATE audit_erasures SET person_id = '${carl}', events = events + 1 WHERE id = '${erasures.ada}'`,
  );
  expect(await online()).toContain('nobody asked to erase them');
  expect((await offline()).flaw).toMatchObject(nobodyAsked);
});

it('a value that is not there at all', async () => {
  await byHand(
    `DELETE FROM audit_personal_values WHERE event_id = '${events.late}' AND person_id = '${carl}'`,
  );
  expect(await online()).toBe(
    `event ${events.late}: a personal value is no longer there, and was not erased`,
  );
  for (const format of ['jsonl', 'csv'])
    expect((await offline(format)).flaw).toMatchObject({
      says: 'a personal value is not there, and was not erased',
    });
});

it('an export with a filter says that it does not show who was erased', async () => {
  expect(await offline('jsonl', '&action=submission.update')).toMatchObject({ flaw: null, untold: 2 });
  expect(await offline()).toMatchObject({ flaw: null, untold: 0 });
  expect(readFileSync(join(folder, 'export'), 'utf8')).toContain('"erased": "');
});
