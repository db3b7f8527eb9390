// How the API answers what it should not be asked: every refusal is a problem that names what is wrong.
import { request as rawRequest } from 'node:http';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../server/src/platform/errors/problem.contract.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { testPassword } from '../factories/users.ts';
import { type Answer, type Ask, type Person, useApp } from '../setup/app.ts';

let database: Link;
let ownerUrl: string;
const app = useApp({
  env: async (env) => {
    database = await new Link(env['DATABASE_URL'] ?? '').mend();
    ownerUrl = env['DATABASE_MIGRATION_URL'] ?? '';
    return { DATABASE_URL: database.through, PUBLIC_URL: 'https://seqdb.example.org', LOG_LEVEL: 'error' };
  },
});
let admin: Person;
let owner: DataSource;
beforeAll(async () => {
  owner = await new DataSource({ type: 'postgres', url: ownerUrl }).initialize();
  admin = await app.person('admin');
});
afterAll(async () => {
  await owner.destroy();
  await database.cut();
});

const asAdmin = (method: string, path: string, ask: Ask = {}) =>
  app.request(method, path, { as: admin, ...ask });
const newUser = (email: string) => ({
  email,
  name: 'Someone New',
  roles: ['depositor'],
  password: testPassword,
});

/** Checks that an answer is a problem in every respect. @returns its body */
function problemOf(answer: Answer, status: number, code: string) {
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = problem.strict().parse(answer.body);
  expect(body.type).toBe(`urn:seqdb:problem:${code}`);
  expect(body.requestId).toBe(answer.headers.get('x-request-id'));
  return body;
}

describe('a request that cannot be read', () => {
  it.each([
    ['broken JSON', '{"email":', { 'content-type': 'application/json' }, 400],
    ['an empty body', '', { 'content-type': 'application/json' }, 400],
    [
      'a polluted prototype',
      '{"__proto__": {"roles": ["admin"]}}',
      { 'content-type': 'application/json' },
      400,
    ],
    [
      'a polluted constructor',
      '{"constructor": {"prototype": {}}}',
      { 'content-type': 'application/json' },
      400,
    ],
    ['a form', 'email=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', '{"email":"a"}', { 'content-type': 'text/plain' }, 415],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415],
    ['too large a body', `"${'x'.repeat(2 * 1024 * 1024)}"`, { 'content-type': 'application/json' }, 413],
  ])('is refused: %s', async (_, body, headers, status) => {
    problemOf(await app.request('POST', 'auth/login', { body, headers }), status, `http.${status}`);
  });

  it('is refused when its address is malformed', async () => {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const sent = rawRequest(new URL(app.url), { path: '/api/v1/users/%E0%A4%A' }, (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(response.headers as Record<string, string>),
            body: JSON.parse(text),
            text,
          }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
    problemOf(answer, 400, 'http.400');
  });

  it('leads nowhere where there is no route', async () => {
    problemOf(await app.request('GET', 'nothing-here'), 404, 'http.404');
    problemOf(await app.request('GET', '/api/v2/users'), 404, 'http.404');
    problemOf(await app.request('GET', '/somewhere'), 404, 'http.404');
  });

  it('names the methods where only the method is wrong', async () => {
    const answer = await app.request('DELETE', 'auth/login');
    problemOf(answer, 405, 'http.405');
    expect(answer.headers.get('allow')).toBe('POST');
    const user = await asAdmin('PUT', `users/${admin.id}`);
    problemOf(user, 405, 'http.405');
    expect(user.headers.get('allow')).toBe('GET, HEAD, PATCH');
  });
});

describe('fields', () => {
  it('that no route knows are named', async () => {
    const body = { ...newUser('a@example.org'), status: 'active', admin: true };
    const refused = problemOf(await asAdmin('POST', 'users', { body }), 422, 'request.invalid');
    expect(refused.errors.map(({ path }) => path).sort()).toEqual(['admin', 'status']);
    const query = problemOf(await asAdmin('GET', 'users?colour=red&q=x'), 422, 'request.invalid');
    expect(query.errors.map(({ path }) => path)).toEqual(['colour']);
  });

  it('are all named when several are wrong', async () => {
    const body = { email: 'no address', name: ' ', roles: ['king'], password: 'short' };
    const refused = problemOf(await asAdmin('POST', 'users', { body }), 422, 'request.invalid');
    expect(refused.errors.map(({ path }) => path).sort()).toEqual(['email', 'name', 'password', 'roles.0']);
  });

  it('hold text that the database can keep', async () => {
    for (const name of ['a\0b', '\ud800', 'x\udfffy']) {
      const body = { ...newUser('b@example.org'), name };
      const refused = problemOf(await asAdmin('POST', 'users', { body }), 422, 'request.invalid');
      expect(refused.errors.map(({ path }) => path)).toEqual(['name']);
    }
    problemOf(await asAdmin('GET', 'users?q=%00'), 422, 'request.invalid');
    problemOf(await asAdmin('GET', 'users?ids=%00'), 422, 'request.invalid');
  });

  it('that reach a prototype are refused in a query, too', async () => {
    for (const query of ['__proto__=1', 'constructor=1', 'prototype=1', '__proto__[a]=1'])
      expect((await asAdmin('GET', `users?${query}`)).status, query).toBe(422);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString', 'name;drop table users', '-', '--name', ''])(
    'are no column to sort by: %s',
    async (sort) => {
      const answer = await asAdmin('GET', `users?sort=${encodeURIComponent(sort)}`);
      problemOf(answer, 422, 'list.unknown_sort');
    },
  );

  it('are ids only when they look like one', async () => {
    problemOf(await asAdmin('GET', 'users/nobody'), 422, 'request.invalid');
    problemOf(await asAdmin('GET', 'users/0191d2a0-0000-7000-8000-000000000000'), 404, 'user.not_found');
    const { status, body } = await asAdmin('GET', `users?ids=nobody,${admin.id},%27`);
    expect({ status, items: body.items.length }).toEqual({ status: 200, items: 1 });
  });
});

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('a cursor', () => {
  it.each([
    ['nonsense', 'nonsense'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another sort order', cursor('-name', 'x', '0191d2a0-0000-7000-8000-000000000000')],
    ['too short', cursor('name', 'x')],
    ['numbers', cursor('name', 1, 2)],
    ['an id that is none', cursor('name', 'x', "' OR true --")],
    ['a key with U+0000', cursor('name', '\0', '0191d2a0-0000-7000-8000-000000000000')],
  ])('that was made up is refused: %s', async (_, after) => {
    for (const place of ['after', 'before'])
      problemOf(await asAdmin('GET', `users?sort=name&${place}=${after}`), 422, 'list.bad_cursor');
  });

  it.each(['2026-02-31 00:00:00+00', 'yesterday and more', '99999999-01-01'])(
    'that names no moment is refused: %s',
    async (moment) => {
      const after = cursor('createdAt', moment, '0191d2a0-0000-7000-8000-000000000000');
      problemOf(await asAdmin('GET', `users?sort=createdAt&after=${after}`), 422, 'list.bad_cursor');
    },
  );

  it('is one, not two', async () => {
    problemOf(await asAdmin('GET', 'users?after=a&before=b'), 422, 'list.two_cursors');
  });
});

describe('a version', () => {
  let target: Person;
  beforeAll(async () => {
    target = await app.person('depositor');
  });
  const change = (headers: Record<string, string>, name = 'Another Name') =>
    asAdmin('PATCH', `users/${target.id}`, { body: { name, reason: 'married' }, headers });

  it('has to be named', async () => {
    problemOf(await change({}), 428, 'request.version_required');
  });

  it.each(['7', '*', '"x"', '"1", "2"', '""', '"-1"', '"99999999999999999999"'])(
    'has to be one of ours: %s',
    async (header) => {
      problemOf(await change({ 'if-match': header }), 422, 'request.bad_if_match');
    },
  );

  it('that is out of date is refused, with what is there now', async () => {
    const before = await asAdmin('GET', `users/${target.id}`);
    expect(before.headers.get('etag')).toBe(`"${before.body.version}"`);
    const changed = await change({ 'if-match': before.headers.get('etag') ?? '' });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).toBe(`"${before.body.version + 1}"`);
    const refused = problemOf(
      await change({ 'if-match': before.headers.get('etag') ?? '' }, 'A Third Name'),
      412,
      'record.stale',
    );
    expect(refused.facts?.['current']).toEqual(changed.body);
    expect((await change({ 'if-match': `W/${changed.headers.get('etag')}` }, 'Weak Name')).status).toBe(200);
  });

  it('is taken by one of two who change at the same time', async () => {
    const { headers } = await asAdmin('GET', `users/${target.id}`);
    const etag = { 'if-match': headers.get('etag') ?? '' };
    const answers = await Promise.all([change(etag, 'First Name'), change(etag, 'Second Name')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('a request id', () => {
  it('is kept when the caller has one, and ours when it is not harmless', async () => {
    const given = await app.request('GET', 'health', { headers: { 'x-request-id': 'caller-0001' } });
    expect(given.headers.get('x-request-id')).toBe('caller-0001');
    for (const bad of ['short', 'a b c d e f g h', 'x'.repeat(81), '<script>alert(1)</script>']) {
      const { headers } = await app.request('GET', 'health', { headers: { 'x-request-id': bad } });
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it('stands in the change log', async () => {
    const { headers, body } = await asAdmin('POST', 'users', { body: newUser('logged@example.org') });
    const [row] = await owner.query(`SELECT request_id FROM audit_events WHERE target_id = $1`, [body.id]);
    expect(row.request_id).toBe(headers.get('x-request-id'));
  });
});

describe('our own failure', () => {
  it('reveals nothing', async () => {
    await owner.query('ALTER TABLE users RENAME COLUMN name TO name_away');
    try {
      const answer = await asAdmin('GET', 'users');
      const { detail } = problemOf(answer, 500, 'internal');
      expect(detail).toContain(answer.headers.get('x-request-id'));
      expect(answer.text).not.toMatch(/column|users|select|typeorm|\.ts|node_modules/i);
    } finally {
      await owner.query('ALTER TABLE users RENAME COLUMN name_away TO name');
    }
  });

  it('is told from an outage, after which everything goes on', async () => {
    await database.cut();
    try {
      const answer = await asAdmin('GET', 'users');
      problemOf(answer, 503, 'unavailable');
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|terminated/);
      expect((await app.request('GET', 'health')).status).toBe(200);
      const ready = await app.request('GET', 'health/ready');
      expect(ready).toMatchObject({
        status: 503,
        body: {
          status: 'not ready',
          checks: { database: { ok: false }, redis: { ok: true }, storage: { ok: true } },
        },
      });
      expect(ready.text).not.toContain('127.0.0.1');
    } finally {
      await database.mend();
    }
    await eventually(async () => (await asAdmin('GET', 'users')).status === 200);
  });

  it('is told when a lock cannot be had', async () => {
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE users IN EXCLUSIVE MODE');
    try {
      const answer = await asAdmin('POST', 'users', { body: newUser('locked@example.org') });
      problemOf(answer, 503, 'unavailable');
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
});

describe('pages of other origins', () => {
  const credentials = { email: 'x@example.org', password: 'wrong password' };
  const login = (headers: Record<string, string>) =>
    app.request('POST', 'auth/login', { body: credentials, headers });

  it('can change nothing', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: 'https://other.example.org' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[])
      problemOf(await login(headers), 403, 'http.403');
  });

  it('are told from our own and from programs', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: app.url },
      { origin: app.url },
      { origin: 'https://seqdb.example.org' },
      {},
    ] as Record<string, string>[])
      expect((await login(headers)).status).toBe(401);
  });

  it('can read nothing', async () => {
    const asked = await app.request('OPTIONS', 'users', {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    const read = await asAdmin('GET', 'users', { headers: { origin: 'https://evil.example' } });
    for (const { headers } of [asked, read])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(asked.status).toBe(405);
  });

  it('cannot frame ours, and ours runs only its own scripts', async () => {
    const { headers } = await app.request('GET', 'health');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[\da-f]+';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

const post = (idempotencyKey: string, body: unknown, as: Person = admin) =>
  app.request('POST', 'users', { as, body, idempotencyKey });
const usersWith = async (email: string): Promise<number> =>
  (await owner.query('SELECT 1 FROM users WHERE email = $1', [email])).length;
const row = async (key: string) =>
  (await owner.query('SELECT * FROM idempotency_keys WHERE key = $1', [key]))[0];
const expire = (key: string) =>
  owner.query(`UPDATE idempotency_keys SET lease_until = now() - interval '1 second' WHERE key = $1`, [key]);

describe('an Idempotency-Key', () => {
  let number = 0;
  const freshKey = () => `test-key-${(number += 1)}`;
  it('gives the first answer again', async () => {
    const [key, body] = [freshKey(), newUser('once@example.org')];
    const first = await post(key, body);
    const again = await post(key, body);
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await usersWith('once@example.org')).toBe(1);
  });

  it('belongs to one body, and to one person', async () => {
    const key = freshKey();
    await post(key, newUser('mine@example.org'));
    problemOf(await post(key, newUser('else@example.org')), 422, 'request.idempotency_mismatch');
    const other = await app.person('admin');
    expect((await post(key, newUser('others@example.org'), other)).status).toBe(201);
  });

  it('does the work once when two ask at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [key, body] = [freshKey(), newUser(`twice${round}@example.org`)];
      const answers = await Promise.all(Array.from({ length: 6 }, () => post(key, body)));
      expect(answers.some(({ status }) => status === 201)).toBe(true);
      for (const answer of answers) if (answer.status !== 201) problemOf(answer, 409, 'request.in_flight');
      expect(await usersWith(body.email)).toBe(1);
    }
  });

  it('is free again after a failure', async () => {
    const key = freshKey();
    const taken = newUser(admin.email);
    problemOf(await post(key, taken), 409, 'user.email_taken');
    expect((await post(key, newUser('after@example.org'))).status).toBe(201);
  });

  it('does not stay blocked by a request that was killed before it did anything', async () => {
    const [key, body] = [freshKey(), newUser('killed@example.org')];
    await post(key, body);
    await owner.query(
      'UPDATE idempotency_keys SET status = NULL, body = NULL, worked_at = NULL WHERE key = $1',
      [key],
    );
    await owner.query(`DELETE FROM users WHERE email = $1`, [body.email]);
    problemOf(await post(key, body), 409, 'request.in_flight');
    await expire(key);
    expect((await post(key, body)).status).toBe(201);
  });

  it('does not repeat the work of a request that was killed before it could answer', async () => {
    const [key, body] = [freshKey(), newUser('answerless@example.org')];
    await post(key, body);
    expect((await row(key)).worked_at).not.toBeNull();
    await owner.query('UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = $1', [key]);
    problemOf(await post(key, body), 409, 'request.in_flight');
    await expire(key);
    problemOf(await post(key, body), 409, 'request.answer_lost');
    expect(await usersWith(body.email)).toBe(1);
  });

  it('is lost to a request that was too slow, which then changes nothing', async () => {
    const [key, body] = [freshKey(), newUser('slow@example.org')];
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE users IN EXCLUSIVE MODE');
    const first = post(key, body);
    await eventually(async () => (await row(key)) !== undefined);
    await expire(key);
    const token = (await row(key)).lease_token;
    const second = post(key, body);
    await eventually(async () => (await row(key)).lease_token !== token);
    await runner.rollbackTransaction();
    await runner.release();
    const answers = await Promise.all([first, second]);
    expect(answers.map(({ status }) => status)).toEqual([409, 201]);
    expect(await usersWith(body.email)).toBe(1);
  });

  it('has a decent length', async () => {
    for (const key of ['short', 'x'.repeat(201)])
      problemOf(await post(key, newUser('y@example.org')), 422, 'request.bad_idempotency_key');
  });
});
