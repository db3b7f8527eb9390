// Erasing a person: their values go from the account and from beside the events, the events and their seal stay.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { personal } from '../../server/src/audit/audit-event.ts';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { allSealed, verified } from '../factories/audit-verified.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { today } from '../factories/today.ts';
import { testPassword } from '../factories/users.ts';
import { type Person, useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
const erasing = Erasing.use(app);
const query = <Row>(sql: string, values: unknown[] = []) => erasing.query<Row>(sql, values);
const folder = mkdtempSync(join(tmpdir(), 'seqdb-erasure-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
  ({ admin, auditor } = erasing);
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
    const asked = await erasing.erase(ada);
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
    const done = await erasing.finish(ada);
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
    await allSealed(app);
    expect(await verified(app, auditor)).toMatchObject({ state: 'passed', place: null });
    await allSealed(app);
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
    const again = await erasing.erase(ada);
    expect(again).toMatchObject({ status: 409, body: { code: 'user.erased' } });
    const user = okay(await app.request('GET', `users/${ada.id}`, { as: admin }));
    const body = { name: 'Ada again', reason: 'by mistake' };
    const back = await app.request('PATCH', `users/${ada.id}`, { as: admin, ifMatch: user.version, body });
    expect(back).toMatchObject({ status: 409, body: { code: 'user.erased' } });
    const erased = await erasing.finish(ada); // a task that runs twice
    expect(erased.state).toBe('done');
  });
});

describe('what a process still remembers of them', () => {
  const clock = new Clock();
  const late = async (ms: number) => {
    const asked = Date.parse((await erasing.erasureOf(ada)).requestedAt);
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
    const { id } = await erasing.erasureOf(ada);
    const rows = await late(61_000);
    expect(rows.map(({ person }) => person).sort()).toEqual([bob.id, `erased ${id}`].sort());
    expect(rows.find(({ person }) => person === bob.id)?.text).toContain('of Bob');
    for (const value of [ada.email, 'Ada Lovelace', 'curious'])
      expect(linesWith(await everywhere(), value)).toEqual([]);
    await allSealed(app);
    expect(await verified(app, auditor)).toMatchObject({ state: 'passed', place: null });
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
