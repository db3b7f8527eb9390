import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Answer = { status?: number; body?: unknown };
const me = {
  id: 'u1',
  name: 'Ines',
  email: 'ines@example.org',
  roles: ['depositor'],
  rules: [],
  environment: null,
  isEnaFourEyes: false,
};

/** The module keeps the session for as long as the page lives; each test has a page of its own. */
const load = async (answers: Record<string, Answer | (() => Answer)>) => {
  vi.resetModules();
  const calls: string[] = [];
  const fetch = vi.fn(async (path: string, init: RequestInit = {}) => {
    calls.push(`${init.method ?? 'GET'} ${path.replace('/api/v1', '')}`);
    const found = answers[path.replace('/api/v1', '')];
    if (found === undefined) throw new TypeError('fetch failed');
    const { status = 200, body = {} } = typeof found === 'function' ? found() : found;
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  vi.stubGlobal('fetch', fetch);
  return { calls, session: await import('./session.ts') };
};
const opened = (token: string, expiresIn = 600) => ({ body: { accessToken: token, expiresIn, user: me } });

let page: { cookie: string };
beforeEach(() => {
  page = { cookie: 'other=1; seqdb_session=yes' };
  vi.stubGlobal('document', page);
});
beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-21T12:00:00Z'), toFake: ['Date'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('renew', () => {
  it('asks once, however many want it at the same time', async () => {
    const { calls, session } = await load({ '/auth/refresh': opened('a'), '/me': { body: me } });
    await Promise.all([session.renew(), session.renew(), session.freshToken()]);
    expect(calls).toEqual(['POST /auth/refresh', 'GET /me']);
    expect(session.currentSession()).toMatchObject({ token: 'a', me: { name: 'Ines' } });
  });

  it('finds nobody signed in, which is no error', async () => {
    const { session } = await load({ '/auth/refresh': { status: 401 } });
    expect(await session.renew()).toBeNull();
    expect(page.cookie).toMatch(/^seqdb_session=; .*max-age=0/);
  });

  it('asks nothing where there is no session to take up', async () => {
    page.cookie = 'other=1; not_seqdb_session=yes';
    const { calls, session } = await load({});
    expect(await session.renew()).toBeNull();
    expect(calls).toEqual([]);
  });

  it('asks for a session that lives here, whatever became of its mark', async () => {
    const { calls, session } = await load({ '/auth/refresh': opened('a'), '/me': { body: me } });
    await session.renew();
    page.cookie = '';
    expect((await session.renew())?.token).toBe('a');
    expect(calls.filter((call) => call.endsWith('/auth/refresh')).length).toBe(2);
  });

  it('keeps the session when the server is out of reach or fails', async () => {
    let refresh: Answer = opened('a');
    const { session } = await load({ '/auth/refresh': () => refresh, '/me': { body: me } });
    await session.renew();
    refresh = { status: 503, body: {} };
    await expect(session.renew()).rejects.toMatchObject({ status: 503 });
    expect(session.currentSession()?.token).toBe('a');
  });

  it('throws when nothing answers', async () => {
    const { session } = await load({});
    await expect(session.renew()).rejects.toMatchObject({ status: 0, code: 'network.unreachable' });
  });
});

describe('freshToken', () => {
  it('renews half a minute before the end, and reads the person only once', async () => {
    let token = 'a';
    const { calls, session } = await load({ '/auth/refresh': () => opened(token), '/me': { body: me } });
    await session.renew();
    token = 'b';
    vi.setSystemTime(new Date('2026-11-21T12:09:29Z'));
    expect(await session.freshToken()).toBe('a');
    vi.setSystemTime(new Date('2026-11-21T12:09:31Z'));
    expect(await session.freshToken()).toBe('b');
    expect(calls).toEqual(['POST /auth/refresh', 'GET /me', 'POST /auth/refresh']);
  });

  it('tells those who listen that the session was revoked', async () => {
    let refresh: Answer = opened('a', 10);
    const { session } = await load({ '/auth/refresh': () => refresh, '/me': { body: me } });
    await session.renew();
    const told = vi.fn();
    session.subscribeToSession(told);
    refresh = { status: 401 };
    expect(await session.freshToken()).toBeNull();
    expect(told).toHaveBeenCalledOnce();
    expect(session.hasSignedOut()).toBe(false);
  });
});

describe('signing in and out', () => {
  it('hands on why it was refused and opens nothing', async () => {
    const { session } = await load({
      '/auth/login': { status: 401, body: { code: 'auth.refused', detail: 'No.' } },
    });
    await expect(session.signIn('a@example.org', 'x')).rejects.toMatchObject({
      status: 401,
      code: 'auth.refused',
    });
    expect(session.currentSession()).toBeNull();
  });

  it('ends the session here before the server is told', async () => {
    const { calls, session } = await load({
      '/auth/login': opened('a'),
      '/me': { body: me },
      '/auth/logout': { status: 204 },
    });
    await session.signIn('ines@example.org', 'x');
    const leaving = session.signOut();
    expect(session.currentSession()).toBeNull();
    await leaving;
    expect(session.hasSignedOut()).toBe(true);
    expect(calls.at(-1)).toBe('POST /auth/logout');
  });
});
