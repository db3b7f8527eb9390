// Who may ask for an erasure, and what goes with the request beside the account.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UserErasures } from '../../server/src/users/user-erasures.service.ts';
import { makeUser } from '../factories/users.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { type Person, useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp();
const erasing = Erasing.use(app);
const query = <Row>(sql: string, values: unknown[] = []) => erasing.query<Row>(sql, values);

let admin: Person;
let auditor: Person;
let bob: Person;
beforeAll(async () => {
  ({ admin, auditor } = erasing);
  bob = (await erasing.depositor()).person;
});

async function named(name: string): Promise<Person> {
  const { email } = await makeUser(app.get(UsersService), { roles: ['depositor'], name });
  return { ...(await app.signIn(email)), name };
}

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
  await erasing.erase(person);
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

it('takes kept answers to others that name the person, and nobody does their work twice', async () => {
  const person = await named('Joan "Jo" Ōyama');
  const made = { as: admin, idempotencyKey: randomUUID() };
  const body = {
    email: `before.${person.email}`,
    name: 'Somebody Else',
    roles: ['depositor'],
    password: 'a long password 1234',
  };
  const other = await app.request('POST', 'users', { ...made, body });
  expect(other.status).toBe(201);
  const keep = async (answer: object) => {
    const key = randomUUID();
    await query(
      `INSERT INTO idempotency_keys (user_id, key, request_hash, lease_until, status, body, worked_at)
       VALUES ($1, $2, 'x', now(), 201, $3, now())`,
      [admin.id, key, JSON.stringify(answer)],
    );
    return key;
  };
  const mentioning = [
    await keep({ actor: { name: person.name.toUpperCase() } }),
    await keep({ says: `to ${person.email}` }),
    await keep({ by: person.id }),
  ];
  const unnamed = await keep({ name: 'Joan Other', by: randomUUID() });
  const kept = async (keys: string[]) =>
    query(
      'SELECT status, body IS NULL AS lost, worked_at IS NOT NULL AS worked FROM idempotency_keys WHERE key = ANY ($1)',
      [keys],
    );
  await erasing.erase(person);
  expect(await kept(mentioning)).toEqual(mentioning.map(() => ({ status: null, lost: true, worked: true })));
  expect(await kept([unnamed])).toEqual([{ status: 201, lost: false, worked: true }]);
  // Of the account that was made with it, whose address holds the person's.
  await query(`UPDATE idempotency_keys SET lease_until = now() - interval '1 second' WHERE key = $1`, [
    made.idempotencyKey,
  ]);
  const again = await app.request('POST', 'users', { ...made, body });
  expect([again.status, again.body.code]).toEqual([409, 'request.answer_lost']);
});

it('takes what mail servers and others said about the person from tasks', async () => {
  const person = await named('Maria Mitchell');
  const fail = async (error: string) => {
    const id = randomUUID();
    await query(
      `INSERT INTO tasks (id, name, payload, state, last_error) VALUES ($1, 'mail.send', '{}', 'failed', $2)`,
      [id, error],
    );
    return id;
  };
  const ids = [
    await fail(`550 <${person.email.toUpperCase()}>: user unknown`),
    await fail('no place for Maria Mitchell'),
    await fail('550 <somebody@example.org>: user unknown'),
  ];
  await erasing.erase(person);
  const rows = await query<{ id: string; error: string }>(
    'SELECT id, last_error AS error FROM tasks WHERE id = ANY ($1)',
    [ids],
  );
  expect(ids.map((id) => rows.find((row) => row.id === id)?.error)).toEqual([
    '[erased]',
    '[erased]',
    '550 <somebody@example.org>: user unknown',
  ]);
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

describe('nobody erases', () => {
  it('but an administrator, with a reason, and not themselves', async () => {
    for (const as of [auditor, bob, await app.person('support')])
      expect((await erasing.erase(bob, as)).status).toBe(403);
    expect((await erasing.erase(bob, admin, ' ')).status).toBe(422);
    expect(await erasing.erase(admin)).toMatchObject({ status: 403, body: { code: 'user.own_account' } });
    expect((await app.request('GET', `users/${bob.id}/erasure`, { as: auditor })).status).toBe(404);
  });

  it('without a request that the log knows of', async () => {
    const erasure = '019a9c5e-1234-7abc-8def-0123456789ab';
    const month = new Date().toISOString().slice(0, 10);
    await expect(query('SELECT audit_erase($1, $2::date)', [erasure, month])).rejects.toThrow(/no erasure/);
    const plant = `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at) VALUES ($1, $2, $1, now(), 'x', now())`;
    await expect(query(plant, [erasure, bob.id])).rejects.toThrow(/no event of the change log says/);
    await byHand(app.config.DATABASE_MIGRATION_URL, plant, [erasure, bob.id]);
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
});
