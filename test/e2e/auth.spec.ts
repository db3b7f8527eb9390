// Signing in, staying signed in, and everything by which somebody else might.
import { createHmac } from 'node:crypto';
import { createMongoAbility, subject } from '@casl/ability';
import { type PackRule, unpackRules } from '@casl/ability/extra';
import { SignJWT } from 'jose';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import { signAccessToken } from '../../server/src/auth/access-token.ts';
import { graceSeconds } from '../../server/src/auth/refresh-tokens.ts';
import { mostFailures } from '../../server/src/auth/sign-in-limit.ts';
import type { AccessRule, AppAbility } from '../../server/src/platform/access/actor.ts';
import { roles as allRoles } from '../../server/src/platform/access/roles.contract.ts';
import { RedisClient } from '../../server/src/platform/queue/redis.client.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { eventually } from '../factories/eventually.ts';
import { makeUser, testPassword } from '../factories/users.ts';
import { type Answer, type Person, useApp } from '../setup/app.ts';

let ownerUrl: string;
const app = useApp({
  env: (env) => {
    ownerUrl = env['DATABASE_MIGRATION_URL'] ?? '';
    return { PUBLIC_URL: 'https://seqdb.example.org' };
  },
});
let owner: DataSource;
let admin: Person;
beforeAll(async () => {
  owner = await new DataSource({ type: 'postgres', url: ownerUrl }).initialize();
  admin = await app.person('admin');
});
afterAll(() => owner.destroy());

let address = 0;
const login = (email: string, password = testPassword, from = `192.0.2.${(address += 1) % 250}`) =>
  app.request('POST', 'auth/login', { body: { email, password }, headers: { 'x-forwarded-for': from } });
const refresh = (cookie: string) => app.request('POST', 'auth/refresh', { headers: { cookie } });
const logout = (cookie: string) => app.request('POST', 'auth/logout', { headers: { cookie } });
const cookieOf = (answer: Answer) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const me = (token: string) => app.request('GET', 'me', { as: { token } });
const logged = (action: string, rootId: string): Promise<{ body: string }[]> =>
  owner.query('SELECT body FROM audit_events WHERE action = $1 AND root_id = $2 ORDER BY id', [
    action,
    rootId,
  ]);
const refusedOf = async ({ id }: Person): Promise<unknown[]> =>
  (await logged('auth.token_refused', id)).map(({ body }) => JSON.parse(body));
const disable = async (person: Person) => {
  const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
  const answer = await app.request('PATCH', `users/${person.id}`, {
    as: admin,
    ifMatch: body.version,
    body: { status: 'disabled', reason: 'has left' },
  });
  expect(answer.status).toBe(200);
};

/** As if what the person's tokens were used for had happened that much earlier. */
const letPass = (seconds: number, { id }: Person) =>
  owner.query(
    `UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $1)
       FROM sessions s WHERE s.id = session_id AND s.user_id = $2`,
    [seconds, id],
  );

describe('signing in', () => {
  it('gives a short token and a cookie that only the browser and these routes see', async () => {
    const { email } = await makeUser(app.get(UsersService), { roles: ['curator'] });
    const answer = await login(`  ${email.toUpperCase()} `);
    expect(answer).toMatchObject({
      status: 200,
      body: { expiresIn: 600, user: { email, roles: ['curator'] } },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [line, marker, ...others] = answer.headers.getSetCookie();
    expect(others).toEqual([]);
    // Says that there is a session, for the console to read; nothing more.
    expect(marker).toBe(`seqdb_session=yes; Max-Age=${14 * 86_400}; Path=/; Secure; SameSite=Strict`);
    expect(line).toMatch(/^seqdb_refresh=[\w-]{43}; /);
    const attributes = line?.split('; ').slice(1).sort();
    expect(attributes).toEqual([
      'HttpOnly',
      `Max-Age=${14 * 86_400}`,
      'Path=/api/v1/auth',
      'SameSite=Strict',
      'Secure',
    ]);
    expect(answer.text).not.toContain(cookieOf(answer).split('=')[1]);
    expect((await me(answer.body.accessToken)).status).toBe(200);
  });

  it('keeps no password and no token that could be read', async () => {
    const person = await app.person('depositor');
    const [user] = await owner.query('SELECT password_hash FROM users WHERE id = $1', [person.id]);
    expect(user.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const token = person.cookie.split('=')[1] ?? 'none';
    const tokens = await owner.query('SELECT * FROM refresh_tokens');
    expect(JSON.stringify(tokens)).not.toContain(token);
  });

  it('fails in the same words and time for a wrong password, nobody, and a disabled account', async () => {
    const [person, disabled] = [await app.person('depositor'), await app.person('depositor')];
    await disable(disabled);
    const tries: [string, string, string][] = [
      ['a wrong password', person.email, 'not the password'],
      ['nobody', 'nobody@example.org', testPassword],
      ['a disabled account', disabled.email, testPassword],
    ];
    const took = tries.map((): number[] => []);
    const answers: string[] = [];
    // In turn: what else the machine is doing slows all of them down alike.
    for (let time = 0; time < 7; time += 1)
      for (const [index, [, email, password]] of tries.entries()) {
        const began = performance.now();
        const { status, body } = await login(email, password);
        took[index]?.push(performance.now() - began);
        answers.push(JSON.stringify({ status, ...body, requestId: '' }));
      }
    const times = took.map((each) => each.sort((a, b) => a - b)[3] ?? 0);
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ status: 401, code: 'auth.bad_credentials' });
    // Without the work of a hash nobody would be told ten times faster.
    expect(Math.max(...times) / Math.min(...times)).toBeLessThan(3);
  });

  it('that fails stays in the change log, without the password', async () => {
    const person = await app.person('depositor');
    await login(person.email, 'my secret guess');
    const [event] = await logged('auth.sign_in_failed', person.id);
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      actor: { type: 'system' },
      target: { type: 'User' },
    });
    const dump = JSON.stringify(await owner.query('SELECT * FROM audit_personal_values'));
    expect(dump).not.toContain('my secret guess');
    expect(event?.body).not.toContain(person.email);
  });

  it('is limited by address', async () => {
    const answers = [];
    for (let time = 0; time < 25; time += 1)
      answers.push(await login('guess@example.org', `guess ${time}`, '198.51.100.7'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBe(5);
    expect(refused[0]).toMatchObject({ body: { code: 'request.too_many', status: 429 } });
    expect(refused[0]?.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('guess@example.org', 'guess', '198.51.100.8')).status).toBe(401);
    await eventually(async () => (await logged('auth.sign_in_refused', 'unknown')).length > 0);
    const told = await logged('auth.sign_in_refused', 'unknown');
    expect(told.map(({ body }) => JSON.parse(body).facts)).toEqual([
      { because: 'too many from this network address' },
    ]);
  });

  it('is limited by account, from wherever, until somebody who may has signed in', async () => {
    const { id, email } = await app.person('depositor');
    const redis = app.get(RedisClient);
    const others = new Set(await redis.keys('sign-in:*'));
    await login(email, 'a wrong guess');
    const key = (await redis.keys('sign-in:*')).find((each) => !others.has(each)) ?? '';
    expect(await redis.get(key)).toBe('1');
    expect(key).not.toContain(email);
    expect(await redis.ttl(key)).toBeGreaterThan(3_500);
    await redis.set(key, mostFailures - 1, 'KEEPTTL');
    expect((await login(email.toUpperCase(), 'the last guess')).status).toBe(401);
    for (const password of ['one guess more', testPassword])
      expect(await login(email, password)).toMatchObject({
        status: 429,
        body: { code: 'auth.too_many_failures' },
      });
    const locked = await logged('auth.sign_in_locked', id);
    expect(locked.map(({ body }) => JSON.parse(body).facts)).toEqual([{ failures: mostFailures }]);
    const refused = await logged('auth.sign_in_refused', id);
    expect(refused.map(({ body }) => JSON.parse(body).facts)).toEqual([
      { because: 'too many with this mail address' },
    ]);
    await redis.set(key, mostFailures - 1, 'KEEPTTL');
    expect((await login(email)).status).toBe(200);
    expect(await redis.exists(key)).toBe(0);
  });

  it.each([
    ['no address', { email: 'nobody', password: 'x' }],
    ['an endless password', { email: 'a@example.org', password: 'x'.repeat(201) }],
    ['a list', { email: ['a@example.org'], password: 'x' }],
    ['an operator', { email: { $ne: null }, password: { $ne: null } }],
    ['more than asked for', { email: 'a@example.org', password: 'x', roles: ['admin'] }],
  ])('refuses %s', async (_, body) => {
    const answer = await app.request('POST', 'auth/login', {
      body,
      headers: { 'x-forwarded-for': `192.0.2.${(address += 1) % 250}` },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  });
});

it('what a page of another site tries in somebody’s name is refused, and stays in the change log', async () => {
  const person = await app.person('curator');
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const tries = [
    () => app.request('POST', 'auth/logout', { headers: { ...foreign, cookie: person.cookie } }),
    () => app.request('POST', 'auth/logout', { headers: { ...foreign, cookie: person.cookie } }),
    () => app.request('PUT', `users/${admin.id}/roles`, { as: person, headers: foreign, body: {} }),
    () => app.request('POST', 'auth/refresh', { headers: { ...foreign, cookie: 'seqdb_refresh=made-up' } }),
  ];
  for (const attempt of tries) expect((await attempt()).status).toBe(403);
  const told = (await logged('access.refuse', person.id)).map(({ body }) => JSON.parse(body));
  expect(told).toMatchObject(
    ['POST /api/v1/auth/logout', 'PUT /api/v1/users/:id/roles'].map((action) => ({
      target: { type: 'Session' },
      facts: { action, code: 'another site' },
    })),
  );
  expect((await refresh(person.cookie)).status).toBe(200);
});

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const secret = (text: string) => new TextEncoder().encode(text);

describe('an access token', () => {
  let person: Person;
  beforeAll(async () => {
    person = await app.person('depositor');
  });

  it('is refused when it was changed, signed otherwise, or is no token', async () => {
    const [header, payload, signature] = person.token.split('.') as [string, string, string];
    const claims = claimsOf(person.token);
    const other = await app.person('admin');
    const asOther = encode({ ...claims, sub: other.id });
    const forged = {
      'another user': `${header}.${asOther}.${signature}`,
      'no algorithm': `${encode({ alg: 'none' })}.${payload}.`,
      'no signature': `${header}.${payload}.`,
      'another secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(secret('another secret of at least 256 bits, that is not ours')),
      'an empty secret': `${header}.${payload}.${createHmac('sha256', '').update(`${header}.${payload}`).digest('base64url')}`,
      'another algorithm': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS512' })
        .sign(secret(app.config.JWT_SECRET)),
      'another audience': await new SignJWT({ ...claims, aud: 'elsewhere' })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(secret(app.config.JWT_SECRET)),
      'no end': await new SignJWT(
        Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'exp')),
      )
        .setProtectedHeader({ alg: 'HS256' })
        .sign(secret(app.config.JWT_SECRET)),
      "somebody else's session": await signAccessToken(
        { userId: other.id, sessionId: String(claims['sid']) },
        app.config.JWT_SECRET,
        new Date(),
      ),
      'no token': 'x',
    };
    for (const [what, token] of Object.entries(forged)) expect((await me(token)).status, what).toBe(401);
    expect((await me(person.token)).status).toBe(200);
  });

  it('ends after ten minutes', async () => {
    const { sub, sid, iat, exp } = claimsOf(person.token) as {
      sub: string;
      sid: string;
      iat: number;
      exp: number;
    };
    expect(exp - iat).toBe(600);
    const issued = (secondsAgo: number) =>
      signAccessToken(
        { userId: sub, sessionId: sid },
        app.config.JWT_SECRET,
        new Date(Date.now() - secondsAgo * 1000),
      );
    expect((await me(await issued(590))).status).toBe(200);
    const answer = await me(await issued(601));
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.required' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('travels in one header only', async () => {
    expect(
      (await app.request('GET', 'me', { headers: { authorization: `Basic ${person.token}` } })).status,
    ).toBe(401);
    expect((await app.request('GET', 'me', { headers: { authorization: person.token } })).status).toBe(401);
    expect(
      (await app.request('GET', 'me', { headers: { cookie: `seqdb_refresh=${person.token}` } })).status,
    ).toBe(401);
    expect((await app.request('GET', `me?access_token=${person.token}`)).status).toBe(401);
  });
});

describe('staying signed in', () => {
  it('trades the refresh token for the next one, and each works once', async () => {
    const person = await app.person('depositor');
    const second = await refresh(person.cookie);
    expect(second).toMatchObject({ status: 200, body: { user: { id: person.id } } });
    expect(cookieOf(second)).not.toBe(person.cookie);
    const third = await refresh(cookieOf(second));
    expect(third.status).toBe(200);
    expect((await me(third.body.accessToken)).status).toBe(200);
  });

  it('goes on for the one whose answer was lost: the token before the present one is taken for half a minute', async () => {
    const person = await app.person('depositor');
    const lost = await refresh(person.cookie);
    const again = await refresh(person.cookie);
    expect(again).toMatchObject({ status: 200, body: { user: { id: person.id } } });
    expect(cookieOf(again)).not.toBe(cookieOf(lost));
    expect((await refresh(cookieOf(again))).status).toBe(200);
    expect(await logged('auth.refresh_reused', person.id)).toEqual([]);
  });

  it('ends for everybody who holds the session when a token comes back later than that', async () => {
    const person = await app.person('depositor');
    const rightful = await refresh(person.cookie);
    await letPass(graceSeconds + 1, person);
    const thief = await refresh(person.cookie);
    expect(thief).toMatchObject({ status: 401, body: { code: 'auth.session_over' } });
    expect(thief.headers.getSetCookie()).toEqual([]);
    expect((await refresh(cookieOf(rightful))).status).toBe(401);
    await eventually(async () => (await me(rightful.body.accessToken)).status === 401);
    await eventually(async () => (await me(person.token)).status === 401);
    const events = await logged('auth.refresh_reused', person.id);
    expect(events.length).toBe(1);
    expect(JSON.parse(events[0]?.body ?? '')).toMatchObject({ target: { type: 'Session' } });
  });

  it('ends at once when a token comes whose successor was used', async () => {
    const person = await app.person('depositor');
    const second = await refresh(person.cookie);
    const third = await refresh(cookieOf(second));
    expect((await refresh(person.cookie)).body.code).toBe('auth.session_over');
    expect((await logged('auth.refresh_reused', person.id)).length).toBe(1);
    expect(await refusedOf(person)).toEqual([]); // the one event says it
    expect((await refresh(cookieOf(third))).status).toBe(401);
    expect((await logged('auth.refresh_reused', person.id)).length).toBe(1);
    // Whose session is over is known, and so is whose address that is.
    expect(await refusedOf(person)).toMatchObject([
      {
        target: { type: 'Session' },
        facts: { token: 'refresh', because: 'unknown or over' },
        address: { of: person.id },
      },
    ]);
  });

  it('is not for a disabled account, and the log says whose it was', async () => {
    const person = await app.person('depositor');
    await owner.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [person.id]);
    expect((await refresh(person.cookie)).body.code).toBe('auth.session_over');
    expect(await refusedOf(person)).toMatchObject([
      { facts: { token: 'refresh', because: 'account is disabled' }, address: { of: person.id } },
    ]);
  });

  it('goes on in one place only: what was copied within the grace shows itself at the next turn', async () => {
    const person = await app.person('depositor');
    const [one, other] = [await refresh(person.cookie), await refresh(person.cookie)];
    const next = await refresh(cookieOf(one));
    expect(next.status).toBe(200);
    await letPass(graceSeconds + 1, person);
    expect((await refresh(cookieOf(other))).body.code).toBe('auth.session_over');
    expect((await refresh(cookieOf(next))).status).toBe(401);
    expect((await logged('auth.refresh_reused', person.id)).length).toBe(1);
  });

  it('lets several through that come with the same token at once, and keeps one session of them', async () => {
    const person = await app.person('depositor');
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(person.cookie)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(cookieOf)).size).toBe(5);
    const together = await Promise.all(answers.map((answer) => refresh(cookieOf(answer))));
    expect(together.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await logged('auth.refresh_reused', person.id)).toEqual([]);
  });

  it('leaves the other sessions of the same person alone', async () => {
    const first = await app.person('depositor');
    const second = await app.signIn(first.email);
    await refresh(cookieOf(await refresh(first.cookie)));
    expect((await refresh(first.cookie)).status).toBe(401);
    expect((await refresh(second.cookie)).status).toBe(200);
  });

  it('is not for a token that is unknown, missing or too old', async () => {
    for (const cookie of [
      '',
      'seqdb_refresh=',
      'seqdb_refresh=made-up',
      `seqdb_refresh=${'x'.repeat(5_000)}`,
    ])
      expect((await refresh(cookie)).body.code).toBe('auth.session_over');
    const person = await app.person('depositor');
    await owner.query(
      `UPDATE refresh_tokens SET expires_at = now() FROM sessions s WHERE s.id = session_id AND s.user_id = $1`,
      [person.id],
    );
    expect((await refresh(person.cookie)).status).toBe(401);
  });
});

describe('signing out', () => {
  it('ends the session and the cookie', async () => {
    const person = await app.person('depositor');
    const answer = await logout(person.cookie);
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^seqdb_refresh=; .*Path=\/api\/v1\/auth.*Expires=Thu, 01 Jan 1970/,
    );
    expect(answer.headers.getSetCookie()[1]).toMatch(
      /^seqdb_session=; .*Path=\/; .*Expires=Thu, 01 Jan 1970/,
    );
    expect((await refresh(person.cookie)).status).toBe(401);
    await eventually(async () => (await me(person.token)).status === 401);
    expect((await logged('auth.sign_out', person.id)).length).toBe(1);
  });

  it('with a token that was used before is a copy at work, too', async () => {
    const person = await app.person('depositor');
    const next = await refresh(person.cookie);
    await letPass(graceSeconds + 1, person);
    expect((await logout(person.cookie)).status).toBe(204);
    expect((await refresh(cookieOf(next))).status).toBe(401);
    expect((await logged('auth.refresh_reused', person.id)).length).toBe(1);
  });

  it('twice, or without having signed in, harms nobody', async () => {
    expect((await logout('')).status).toBe(204);
    expect((await logout('seqdb_refresh=made-up')).status).toBe(204);
  });
});

describe('access ends within seconds', () => {
  it('when the account is disabled', async () => {
    const person = await app.person('depositor');
    expect((await me(person.token)).status).toBe(200);
    await disable(person);
    await eventually(async () => (await me(person.token)).status === 401);
    expect((await refresh(person.cookie)).status).toBe(401);
    expect((await login(person.email)).status).toBe(401);
  });

  it('when staff revoke the sessions, until the next sign-in', async () => {
    const [person, support] = [await app.person('depositor'), await app.person('support')];
    expect((await me(person.token)).status).toBe(200);
    expect((await app.request('DELETE', `users/${person.id}/sessions`, { as: support })).status).toBe(204);
    await eventually(async () => (await me(person.token)).status === 401);
    expect((await refresh(person.cookie)).status).toBe(401);
    expect((await login(person.email)).status).toBe(200);
  });

  it('when a role is taken away', async () => {
    const person = await app.person('admin');
    expect((await app.request('GET', 'users', { as: person })).body.total).toBeGreaterThan(1);
    const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
    await app.request('PUT', `users/${person.id}/roles`, {
      as: admin,
      ifMatch: body.version,
      body: { roles: ['depositor'], reason: 'moved' },
    });
    await eventually(async () => (await app.request('GET', 'users', { as: person })).body.total === 1);
  });
});

describe('the rules that the console decides by', () => {
  const statuses = [
    'draft',
    'submitted',
    'in_review',
    'changes_requested',
    'approved',
    'rejected',
    'withdrawn',
  ];
  const actions = [
    'create',
    'read',
    'update',
    'submit',
    'withdraw',
    'revise',
    'claim',
    'approve',
    'reject',
    'send',
    'export',
    'import',
    'change-roles',
  ];
  const subjects = ['Submission', 'Record', 'Accession', 'EnaBatch', 'AuditEvent', 'User', 'Checklist'];
  const people = allRoles.filter((role) => role !== 'service');

  it.each(people)('are those that the server enforces: %s', async (role) => {
    const person = await app.person(role);
    const { body } = await me(person.token);
    const packed = body.rules as PackRule<AccessRule>[];
    const shown = createMongoAbility<AppAbility>(unpackRules(packed));
    const enforced = abilityOf(person);
    for (const action of actions)
      for (const type of subjects)
        for (const ownerId of [person.id, 'somebody'])
          for (const status of statuses) {
            const row: Record<string, unknown> = { id: ownerId, ownerId, status };
            const question = [action, type, ownerId, status].join(' ');
            expect(shown.can(action, subject(type, { ...row })), question).toBe(
              enforced.can(action, subject(type, { ...row })),
            );
          }
  });
});
