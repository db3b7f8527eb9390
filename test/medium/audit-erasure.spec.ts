// Erasing a person: their values go from the account and from beside the events, the events and their seal stay.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { UserErasures } from '../../server/src/users/user-erasures.service.ts';
import { eventually } from '../factories/eventually.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { today } from '../factories/today.ts';
import { testPassword } from '../factories/users.ts';
import { type Person, useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
const folder = mkdtempSync(join(tmpdir(), 'seqdb-erasure-'));
afterAll(() => rmSync(folder, { recursive: true }));
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const fence = () => Promise.resolve();

const began = today();
let admin: Person;
let auditor: Person;
let ada: Person;
let bob: Person;
let reference = '';
/** Of a session of Ada's that she has ended. */
let oldToken = '';
/** Somebody comes with it, from an address of Ada's. */
const comeBack = async (from: string) => {
  const headers = {
    authorization: `Bearer ${oldToken}`,
    'x-forwarded-for': from,
    'user-agent': `Browser at ${from}`,
  };
  expect((await app.request('GET', 'me', { headers })).status).toBe(401);
};
beforeAll(async () => {
  await seedChecklists(app.api);
  admin = await app.person('admin');
  auditor = await app.person('auditor');
  ada = await app.person('depositor');
  await app.request('PATCH', `users/${ada.id}`, {
    as: admin,
    ifMatch: 1,
    body: { name: 'Ada Lovelace', reason: 'that is her name' },
  });
  const signedIn = await app.request('POST', 'auth/login', {
    body: { email: ada.email, password: testPassword },
  });
  oldToken = okay(signedIn).accessToken;
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect((await app.request('POST', 'auth/logout', { headers: { cookie } })).status).toBe(204);
  await comeBack('203.0.113.77');
  bob = await app.person('depositor');
  await byHand(
    app.config.DATABASE_MIGRATION_URL,
    `UPDATE ena_schedule SET mail_to = jsonb_set(mail_to, '{addresses}', jsonb_build_array($1::text, 'lab@example.org'))`,
    [ada.email.toUpperCase()],
  );
  const desk = new Desk(app, ada);
  const submission = await desk.do(
    await desk.draft(1, { title: 'Potatoes grown in the valley of Ada' }),
    'submit',
  );
  reference = submission.id;
  await new Desk(app, bob).draft(1, { title: 'Potatoes grown in the valley of Bob' });
});

const erase = async (person: Pick<Person, 'id'>, as = admin, reason = 'asked for it') => {
  const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
  return app.request('POST', `users/${person.id}/erasure`, {
    as,
    ifMatch: body.version ?? 1,
    body: { reason },
  });
};
const erasureOf = async (person: Pick<Person, 'id'>) =>
  okay(await app.request('GET', `users/${person.id}/erasure`, { as: auditor }));

/** The grace after the request has passed. */
const finish = async (person: Pick<Person, 'id'>) => {
  await app.get(PersonalValues).erase((await erasureOf(person)).id, { fence });
  return erasureOf(person);
};
const sealed = () => eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
const verified = async () => {
  const { body } = await app.request('POST', 'audit/verification', { as: auditor });
  await eventually(
    async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last?.id === body.id,
    60,
  );
  return (await app.request('GET', 'audit/verification', { as: auditor })).body.last;
};
async function exported(format: 'csv' | 'jsonl'): Promise<string> {
  const { text } = await app.request('GET', `audit/export?format=${format}`, { as: auditor });
  writeFileSync(join(folder, format), text);
  return join(folder, format);
}
const linesWith = (text: string, value: string) => text.split('\n').filter((line) => line.includes(value));
/** Every text that the database holds anywhere. */
async function everywhere(): Promise<string> {
  const owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
  const { rows } = await owner.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const all: string[] = [];
  for (const { name } of rows) {
    const { rows: found } = await owner.query(`SELECT '${name}: ' || t::text AS row FROM public."${name}" t`);
    all.push(...found.map(({ row }) => row));
  }
  await owner.end();
  return all.join('\n');
}

describe('a person who is erased', () => {
  it('is gone from everywhere, and the log is whole', async () => {
    const before = await everywhere();
    for (const value of [ada.email, 'Ada Lovelace', 'Potatoes grown in the valley of Ada', '203.0.113.77'])
      expect(before.includes(value), value).toBe(true);
    const [{ count: events = 0 } = {}] = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit_events',
    );
    const asked = await erase(ada);
    expect(asked).toMatchObject({ status: 202, body: { state: 'requested', personId: ada.id } });
    // At once: the account is empty and closed.
    expect((await app.request('POST', 'auth/refresh', { headers: { cookie: ada.cookie } })).status).toBe(401);
    expect(okay(await app.request('GET', `users/${ada.id}`, { as: admin }))).toMatchObject({
      name: 'Erased person',
      status: 'disabled',
      erasedAt: expect.any(String),
    });
    await comeBack('203.0.113.78'); // a page that is still open
    expect((await everywhere()).includes('Browser at 203.0.113.78')).toBe(true);
    const done = await finish(ada);
    expect(done).toMatchObject({ state: 'done', requestedBy: admin.id });
    expect(done.events).toBeGreaterThan(3);

    const after = await everywhere();
    for (const value of [ada.email, ada.email.toUpperCase(), 'Ada Lovelace', '203.0.113.7'])
      expect(linesWith(after, value)).toEqual([]);
    expect(await query(`SELECT mail_to -> 'addresses' AS addresses FROM ena_schedule`)).toEqual([
      { addresses: ['lab@example.org'] },
    ]);
    expect(after.includes(bob.email)).toBe(true);
    const [{ title = '' } = {}] = await query<{ title: string }>(
      'SELECT title FROM submissions WHERE id = $1',
      [reference],
    );
    expect(title).toBe('Potatoes grown in the valley of Ada'); // the scientific record
    expect(
      (await query<{ count: number }>('SELECT count(*)::int AS count FROM audit_events'))[0]?.count,
    ).toBeGreaterThan(events);
  });

  it('raises no alarm, and exports say when', async () => {
    await sealed();
    expect(await verified()).toMatchObject({ state: 'passed', place: null });
    await sealed();
    // The day of the erasure, which is today, or was when the file began.
    const [, day = ''] = /\[erased on (.{10})\]/.exec(readFileSync(await exported('csv'), 'utf8')) ?? [];
    expect([began, today()]).toContain(day);
    for (const format of ['csv', 'jsonl'] as const) {
      const path = await exported(format);
      expect(await verifyExport(path)).toMatchObject({ flaw: null });
      const text = readFileSync(path, 'utf8');
      expect(linesWith(text, ada.email)).toEqual([]);
      expect(linesWith(text, 'valley of Ada')).toEqual([]);
      expect(text.includes('valley of Bob')).toBe(true);
      expect(text).toContain(format === 'csv' ? `[erased on ${day}]` : `{"erased": "${day}"}`);
    }
    const refused = okay(await app.request('GET', `audit/events?action=auth.token_refused`, { as: auditor }));
    const withOldToken = refused.items.filter(({ facts }: AuditEventView) => facts['token'] === 'access');
    expect(withOldToken).toHaveLength(2);
    for (const { address, client, root } of withOldToken)
      expect([address, client, root.id]).toEqual([`[erased on ${day}]`, `[erased on ${day}]`, ada.id]);
    const page = okay(await app.request('GET', `audit/events?actor=${ada.id}`, { as: auditor }));
    expect(page.items.length).toBeGreaterThan(0);
    expect(new Set(page.items.map(({ actor }: { actor: { name: string } }) => actor.name))).toEqual(
      new Set([`[erased on ${day}]`]),
    );
    const ended = okay(await app.request('GET', 'audit/events?action=user.erase', { as: auditor }));
    expect(ended.items).toMatchObject([{ target: { id: ada.id }, actor: { id: 'audit' } }]);
    for (const { id } of page.items)
      expect((await app.request('GET', `audit/events/${id}`, { as: auditor })).status).toBe(200);
  });

  it('stays erased: nothing is changed about them, and nobody asks twice', async () => {
    const again = await erase(ada);
    expect(again).toMatchObject({ status: 409, body: { code: 'user.erased' } });
    const user = okay(await app.request('GET', `users/${ada.id}`, { as: admin }));
    const body = { name: 'Ada again', reason: 'by mistake' };
    const back = await app.request('PATCH', `users/${ada.id}`, { as: admin, ifMatch: user.version, body });
    expect(back).toMatchObject({ status: 409, body: { code: 'user.erased' } });
    const erased = await finish(ada); // a task that runs twice
    expect(erased.state).toBe('done');
  });
});

describe('what a process still remembers of them', () => {
  const clock = new Clock();
  const late = async (ms: number) => {
    const asked = Date.parse((await erasureOf(ada)).requestedAt);
    clock.standAt(new Date(asked + ms));
    const id = await app.get(UnitOfWork).run((tx) =>
      new AuditLog(clock).record(
        tx,
        { ...systemActor('audit'), type: 'user', id: ada.id, name: 'Ada Lovelace' },
        {
          action: 'user.open',
          target: { type: 'User', id: ada.id, label: personal('Ada Lovelace', ada.id) },
          changes: [{ field: 'email', before: personal(ada.email, ada.id), after: null }],
          facts: { about: personal('of Bob', bob.id) },
          reason: 'Ada was curious',
        },
      ),
    );
    return query<{ person: string; text: string }>(
      'SELECT person_id AS person, v::text AS text FROM audit_personal_values v WHERE event_id = $1 ORDER BY 1',
      [id],
    );
  };

  it('is not written down later', async () => {
    const { id } = await erasureOf(ada);
    const rows = await late(61_000);
    expect(rows.map(({ person }) => person).sort()).toEqual([bob.id, `erased ${id}`].sort());
    expect(rows.find(({ person }) => person === bob.id)?.text).toContain('of Bob');
    for (const value of [ada.email, 'Ada Lovelace', 'curious'])
      expect(linesWith(await everywhere(), value)).toEqual([]);
    await sealed();
    expect(await verified()).toMatchObject({ state: 'passed', place: null });
  });

  it('comes before the erasure begins, or is not written', async () => {
    const [{ wait = 0 } = {}] = await query<{ wait: number }>(
      `SELECT extract(epoch FROM t.run_at - r.requested_at)::int AS wait FROM tasks t
         JOIN audit_erasures r ON t.payload ->> 'erasureId' = r.id::text WHERE r.person_id = $1`,
      [ada.id],
    );
    expect(wait).toBeGreaterThan(120); // a minute's window, and the minute until it is looked at
  });
});

it('takes who asked for exports, and who was looked for, from their rows', async () => {
  const person = await app.person('auditor');
  const [waiting, done, other, unlike] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const kept = JSON.stringify({
    id: person.id,
    name: person.name,
    origin: { address: '192.0.2.77' },
    rules: [],
  });
  const insert = (id: string, by: string, state: string, filter: object) =>
    query(
      `INSERT INTO audit_exports (id, origin, requested_by, requested_at, actor, format, filter, state, file_name, expires_at)
       VALUES ($1, 'job', $2, now(), $3, 'csv', $4, $5, 'x', CASE WHEN $5 = 'complete' THEN now() + interval '1 day' END)`,
      [id, by, state === 'waiting' ? kept : null, JSON.stringify(filter), state],
    );
  await insert(waiting, person.id, 'waiting', { actor: 'Grace Hopper' });
  await insert(done, person.id, 'complete', { reason: 'about Grace Hopper' });
  const words = {
    actor: person.email.toUpperCase(),
    reason: `mail of ${person.email}`,
    action: ['a.b'],
    since: '2026-11-01',
  };
  await insert(other, auditor.id, 'failed', words);
  await insert(unlike, auditor.id, 'failed', { actor: 'someone else', reason: 'x' });
  await erase(person);
  const rows = await query<{ id: string; state: string; actor: object; filter: object; over: boolean }>(
    'SELECT id, state, actor, filter, expires_at <= clock_timestamp() AS over FROM audit_exports WHERE id = ANY($1)',
    [[waiting, done, other, unlike]],
  );
  expect(Object.fromEntries(rows.map(({ id, ...row }) => [id, row]))).toEqual({
    [waiting]: { state: 'failed', actor: null, filter: {}, over: null },
    [done]: { state: expect.stringMatching(/complete|expired/), actor: null, filter: {}, over: true },
    [other]: {
      state: 'failed',
      actor: null,
      filter: { ...words, actor: person.id, reason: '[erased]' },
      over: null,
    },
    [unlike]: { state: 'failed', actor: null, filter: { actor: 'someone else', reason: 'x' }, over: null },
  });
  const ended = await query('SELECT action, actor_id FROM audit_events WHERE target_id = $1', [waiting]);
  expect(ended).toEqual([{ action: 'audit.export_end', actor_id: 'audit' }]);
});

it('a person is erased by their address, from the command line', async () => {
  const eve = await app.person('support');
  const actor = systemActor('user:erase');
  const erasures = app.get(UserErasures);
  await expect(erasures.requestByAddress(actor, 'nobody@example.org', 'x')).rejects.toMatchObject({
    code: 'user.not_found',
  });
  const erasure = await erasures.requestByAddress(actor, eve.email.toUpperCase(), 'by post');
  expect(erasure).toMatchObject({ personId: eve.id, requestedBy: 'user:erase', state: 'requested' });
});

/** Somebody else's event. */
const bobs = (event: Partial<AuditEvent>, clock = new Clock()) =>
  app
    .get(UnitOfWork)
    .run((tx) =>
      new AuditLog(clock).record(
        tx,
        { ...systemActor('x'), type: 'user', id: bob.id, name: 'Bob' },
        { action: 'submission.update', target: { type: 'Submission', id: 'x', label: 'Potato' }, ...event },
      ),
    );

describe('nobody erases', () => {
  it('but an administrator, with a reason, and not themselves', async () => {
    for (const as of [auditor, bob, await app.person('support')])
      expect((await erase(bob, as)).status).toBe(403);
    expect((await erase(bob, admin, ' ')).status).toBe(422);
    expect(await erase(admin)).toMatchObject({ status: 403, body: { code: 'user.own_account' } });
    expect((await app.request('GET', `users/${bob.id}/erasure`, { as: auditor })).status).toBe(404);
  });

  it('without a request that the log knows of', async () => {
    const erasure = '019a9c5e-1234-7abc-8def-0123456789ab';
    const month = new Date().toISOString().slice(0, 10);
    await expect(query('SELECT audit_erase($1, $2::date)', [erasure, month])).rejects.toThrow(/no erasure/);
    await query(
      `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at) VALUES ($1, $2, $1, now(), 'x', now())`,
      [erasure, bob.id],
    );
    await expect(query('SELECT audit_erase($1, $2::date)', [erasure, month])).rejects.toThrow(
      /does not know/,
    );
    for (const sql of [
      `DELETE FROM audit_personal_values WHERE person_id = '${bob.id}'`,
      `UPDATE audit_personal_values SET opened = '{}'`,
      'DELETE FROM audit_people',
      'DELETE FROM audit_erasures',
      `UPDATE audit_erasures SET person_id = '${admin.id}'`,
    ])
      await expect(query(sql)).rejects.toThrow(/permission denied/);
    await byHand(app.config.DATABASE_MIGRATION_URL, 'DELETE FROM audit_erasures WHERE id = $1', [erasure]);
  });

  /** What the owner of the tables does to one event is found; it is mended again. */
  async function foundIn(event: string, sql: string, says: RegExp): Promise<void> {
    const guarded = (work: string) =>
      byHand(
        app.config.DATABASE_MIGRATION_URL,
        `ALTER TABLE audit_personal_values DISABLE TRIGGER USER; ${work}; ALTER TABLE audit_personal_values ENABLE TRIGGER USER`,
      );
    const its = `audit_personal_values WHERE event_id = '${event}'`;
    await sealed();
    await guarded(`CREATE TABLE kept_by_test AS SELECT * FROM ${its}; ${sql}`);
    expect(await verified()).toMatchObject({ state: 'damaged', says: expect.stringMatching(says) });
    await guarded(
      `DELETE FROM ${its}; INSERT INTO audit_personal_values SELECT * FROM kept_by_test; DROP TABLE kept_by_test`,
    );
    expect(await verified()).toMatchObject({ state: 'passed' });
  }
  const days = (opened: string) =>
    `(SELECT jsonb_object_agg(key, '{"erased": "2026-11-21"}'::jsonb) FROM jsonb_object_keys(${opened}) AS key)`;

  it('along with another, in an event of both: the verification finds it', async () => {
    const { id } = await erasureOf(ada);
    const [both] = await query<{ event: string }>(
      `SELECT a.event_id AS event FROM audit_personal_values a JOIN audit_personal_values b USING (occurred_at, event_id)
        WHERE a.person_id = $1 AND b.person_id = $2 ORDER BY 1 LIMIT 1`,
      [`erased ${id}`, admin.id],
    );
    const its = `event_id = '${both?.event}' AND person_id = `;
    await foundIn(
      both?.event ?? '',
      `WITH gone AS (DELETE FROM audit_personal_values WHERE ${its} '${admin.id}' RETURNING opened)
       UPDATE audit_personal_values v SET opened = v.opened || ${days('(SELECT opened FROM gone)')} WHERE ${its} 'erased ${id}'`,
      /somebody who was not/,
    );
  });

  it('under the name of one who was erased before it happened: the verification finds it', async () => {
    const { id } = await erasureOf(ada);
    const clock = new Clock();
    clock.standAt(new Date(Date.now() + 120_000));
    const late = await bobs({ reason: 'long after' }, clock);
    await foundIn(
      late,
      `UPDATE audit_personal_values v SET person_id = 'erased ${id}', opened = ${days('v.opened')}, reason = NULL, address = NULL
        WHERE event_id = '${late}'`,
      /somebody who was not/,
    );
  });

  it('in the name of another erasure: the verification finds it', async () => {
    const url = app.config.DATABASE_MIGRATION_URL;
    const { id } = await erasureOf(ada);
    const its = `event_id = (SELECT event_id FROM audit_personal_values WHERE person_id = '${bob.id}' ORDER BY occurred_at LIMIT 1)`;
    for (const is of ['DISABLE', 'ENABLE']) {
      await byHand(url, `ALTER TABLE audit_personal_values ${is} TRIGGER USER`);
      if (is === 'DISABLE')
        await byHand(
          url,
          `UPDATE audit_personal_values v SET person_id = $1, opened = ${days('v.opened')}, reason = NULL, address = NULL WHERE person_id = $2 AND ${its}`,
          [`erased ${id}`, bob.id],
        );
    }
    expect(await verified()).toMatchObject({
      state: 'damaged',
      says: expect.stringMatching(/somebody who was not/),
    });
  });

  it('in the database, in silence: the verification finds it', async () => {
    const url = app.config.DATABASE_MIGRATION_URL;
    const taken = `WITH gone AS (DELETE FROM audit_personal_values WHERE person_id = $1 RETURNING *)
      INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened)
      SELECT event_id, occurred_at, 'erased 019a9c5e-1234-7abc-8def-0123456789ab',
             (SELECT jsonb_object_agg(key, '{"erased": "2026-11-21"}'::jsonb) FROM jsonb_object_keys(opened) AS key) FROM gone`;
    await expect(byHand(url, taken, [bob.id])).rejects.toThrow(/append-only/);
    const guard = (is: string) =>
      byHand(url, `ALTER TABLE audit_personal_values ${is} TRIGGER audit_refuse_loss`);
    await guard('DISABLE');
    await byHand(url, taken, [bob.id]);
    await guard('ENABLE');
    await sealed();
    expect(await verified()).toMatchObject({
      state: 'damaged',
      says: expect.stringMatching(/nobody asked to erase/),
    });
  });
});
