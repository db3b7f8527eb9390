import { afterEach, describe, expect, it } from 'vitest';
import type { MadeUpAnswer, SeenRequest } from '../../../../test/factories/web-server.ts';
import { webServer } from '../../../../test/factories/web-server.ts';
import { webinFailure } from '../../../../test/factories/webin.ts';
import { checkConnection } from './connection.check.ts';
import { webinEndpoints } from './environments.ts';
import type { HttpWebinOptions } from './http-webin.client.ts';
import { HttpWebinClient } from './http-webin.client.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A client of a Webin that answers as the test says. */
async function against(
  answer: (request: SeenRequest, seen: readonly SeenRequest[]) => MadeUpAnswer,
  options: HttpWebinOptions = {},
) {
  const server = await webServer(answer);
  stops.push(() => server.stop());
  const endpoints = webinEndpoints({ environment: 'sandbox', submitUrl: `${server.url}/ena/submit` });
  return {
    client: new HttpWebinClient(endpoints, { username: 'Webin-1', password: 'x' }, options),
    seen: server.seen,
  };
}
const json = (value: unknown): MadeUpAnswer => ({ type: 'application/json', body: JSON.stringify(value) });
const html: MadeUpAnswer = { type: 'text/html', body: '<html><body>We are sorry</body></html>' };
const receipt = '<RECEIPT success="true"/>';

describe('a queued submission', () => {
  it('is pending as long as ENA says 202', async () => {
    const { client } = await against((_request, seen) =>
      seen.length < 3 ? { status: 202 } : { body: receipt },
    );
    expect(await client.poll('ERA1')).toEqual({ state: 'pending' });
    expect(await client.poll('ERA1')).toEqual({ state: 'pending' });
    expect(await client.poll('ERA1')).toMatchObject({ state: 'answered', httpStatus: 200 });
  });
});

describe('Webin v1 with its action in the form', () => {
  it('has the action, the date the other way round, the center, and the sets as files', async () => {
    const { client, seen } = await against(() => ({ body: receipt }));
    const action = { action: 'VALIDATE,ADD', holdUntilDate: '2027-01-31', centerName: 'CIP' } as const;
    await client.submitSets({ SAMPLE: Buffer.from('<SAMPLE_SET/>') }, action);
    expect(seen[0]?.path).toBe('/ena/submit/drop-box/submit/');
    expect(seen[0]?.body).toMatch(/name="ACTION"\r\n\r\nVALIDATE,ADD\r\n/);
    expect(seen[0]?.body).toMatch(/name="HOLD_DATE"\r\n\r\n31-01-2027\r\n/);
    expect(seen[0]?.body).toMatch(/name="CENTER_NAME"\r\n\r\nCIP\r\n/);
    expect(seen[0]?.body).toMatch(/name="SAMPLE"; filename="sample.xml"/);
    await expect(client.submitSets({}, { action: 'ADD' })).rejects.toThrow('hold date: is missing');
    await expect(client.submitSets({}, { action: 'ADD', holdUntilDate: '2027-02-30' })).rejects.toThrow(
      'is not a date',
    );
    expect(seen).toHaveLength(1);
  });
});

describe('an object read back', () => {
  const sample =
    '<SAMPLE_SET><SAMPLE alias="SQDB1" accession="ERS1234567" center_name=""><TITLE/></SAMPLE></SAMPLE_SET>';

  it('comes with its alias, alone or in a set', async () => {
    const { client, seen } = await against(({ path }) => ({
      body: path.includes('samples') ? sample : '<ANALYSIS alias="A" accession="ERZ1"/>',
    }));
    expect(await client.readObject('sample', 'ERS1234567')).toMatchObject({
      alias: 'SQDB1',
      accession: 'ERS1234567',
      centerName: null,
      bytes: Buffer.from(sample),
    });
    expect(await client.readObject('analysis', 'ERZ/../1')).toMatchObject({ alias: 'A' });
    expect(seen.map(({ path }) => path)).toEqual([
      '/ena/submit/drop-box/samples/ERS1234567?format=xml',
      '/ena/submit/drop-box/analyses/ERZ%2F..%2F1?format=xml',
    ]);
  });

  it.each([
    ['nothing there', { status: 404 }, 'not_found'],
    ['an error page', html, 'unknown'],
    ['another type', { body: '<RUN_SET><RUN alias="a"/></RUN_SET>' }, 'unknown'],
    ['several', { body: '<SAMPLE_SET><SAMPLE/><SAMPLE/></SAMPLE_SET>' }, 'unknown'],
    ['none', { body: '<SAMPLE_SET/>' }, 'unknown'],
    ['half of one', { body: sample.slice(0, 50) }, 'unknown'],
    ['nothing', {}, 'unknown'],
    ['entities', { body: `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sample}` }, 'unknown'],
    ['an outage', { status: 503 }, 'unknown'],
  ])('is not made of %s', async (_what, answer, failure) => {
    const { client } = await against(() => answer);
    expect(await webinFailure(client.readObject('sample', 'ERS1'))).toMatchObject({ failure });
  });
});

describe('a report', () => {
  it('is asked for by kind, object and filters', async () => {
    const { client, seen } = await against(() => json([]));
    expect(await client.report('run-process', { processStatus: 'FAILED', maxResults: 5 })).toEqual([]);
    await client.report('samples', { id: 'an alias/&?' });
    expect(seen.map(({ path }) => path)).toEqual([
      '/ena/submit/report/run-process?process-status=FAILED&max-results=5&format=json',
      '/ena/submit/report/samples/an%20alias%2F%26%3F?format=json',
    ]);
  });

  it('has no rows for what ENA does not know, and fails for what it cannot say', async () => {
    const missing = await against(() => ({ status: 404 }));
    expect(await missing.client.report('samples', { id: 'ERS1' })).toEqual([]);
    expect(await webinFailure(missing.client.report('samples'))).toMatchObject({ failure: 'not_found' });
    for (const answer of [
      html,
      {},
      { body: '{"error":"x"}' },
      json('x'),
      json([{ report: { alias: 'no id' } }]),
    ]) {
      const { client } = await against(() => answer);
      expect(await webinFailure(client.report('samples'))).toMatchObject({ failure: 'unknown' });
    }
  });
});

describe('a token', () => {
  const tokenFor = (seconds: number) => {
    const claims = { principle: 'Webin-1', exp: Math.floor(Date.now() / 1000) + seconds };
    return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln${seconds}`;
  };
  const isToken = ({ path }: SeenRequest) => path.endsWith('/token');

  it('is fetched once, with name and password in the body, and goes with every request', async () => {
    const token = tokenFor(18_000);
    const { client, seen } = await against(
      (request) => (isToken(request) ? { type: 'text/plain', body: token } : { body: receipt }),
      { auth: 'bearer' },
    );
    await Promise.all([client.submitAndWait(new Uint8Array(1)), client.poll('ERA1')]);
    await client.poll('ERA1');
    expect(seen.filter(isToken)).toEqual([
      expect.objectContaining({
        authorization: undefined,
        body: '{"authRealms":["ENA"],"username":"Webin-1","password":"x"}',
      }),
    ]);
    const others = seen.filter((request) => !isToken(request));
    expect(others.map(({ authorization }) => authorization)).toEqual(Array(3).fill(`Bearer ${token}`));
  });

  it('is fetched anew shortly before its end, and when it does not tell one it is kept a while', async () => {
    for (const [body, count] of [
      [tokenFor(60), 2],
      ['opaque.token', 1],
    ] as const) {
      const { client, seen } = await against((request) => (isToken(request) ? { body } : { body: receipt }), {
        auth: 'bearer',
      });
      await client.poll('ERA1');
      await client.poll('ERA1');
      expect(seen.filter(isToken)).toHaveLength(count);
    }
  });

  it('that is refused is replaced, once, and only if it had been good before', async () => {
    let tokens = 0;
    const { client, seen } = await against(
      (request) => {
        if (isToken(request)) return { body: tokenFor(18_000 + tokens++) };
        const isOld = request.authorization?.endsWith('c2ln18000') ?? false;
        return isOld && request.method === 'POST' ? { status: 401 } : { body: receipt };
      },
      { auth: 'bearer' },
    );
    expect(await webinFailure(client.submitAndWait(new Uint8Array(1)))).toMatchObject({ failure: 'auth' });
    expect(seen).toHaveLength(2);
    await client.poll('ERA1');
    expect(await client.submitAndWait(new Uint8Array(1))).toMatchObject({ httpStatus: 200 });
    expect(seen.map((request) => (isToken(request) ? 'token' : request.method))).toEqual([
      'token',
      'POST',
      'GET',
      'POST',
      'token',
      'POST',
    ]);
  });

  it.each([
    ['a refusal', { status: 401 }, 'auth'],
    ['an outage', { status: 503 }, 'not_sent'],
    ['an error page', html, 'not_sent'],
    ['too many requests', { status: 429 }, 'throttled'],
  ])('that cannot be had because of %s means that nothing was sent', async (_what, answer, failure) => {
    const { client, seen } = await against((request) => (isToken(request) ? answer : { body: receipt }), {
      auth: 'bearer',
    });
    expect(await webinFailure(client.submitAndWait(new Uint8Array(1)))).toMatchObject({ failure });
    expect(seen.map(({ path }) => path)).toEqual(['/ena/submit/webin/auth/token']);
  });

  it('does not let a POST be made twice after any other doubt', async () => {
    for (const status of [500, 503, 403, 408]) {
      const { client, seen } = await against(
        (request) =>
          isToken(request)
            ? { body: tokenFor(18_000) }
            : request.method === 'GET'
              ? { body: receipt }
              : { status },
        { auth: 'bearer' },
      );
      await client.poll('ERA1');
      await webinFailure(client.submitAndWait(new Uint8Array(1)));
      expect(seen.filter(({ method, path }) => method === 'POST' && !path.endsWith('/token'))).toHaveLength(
        1,
      );
    }
  });
});

describe('the connection test', () => {
  const good = json({ authenticated: true, principle: 'Webin-1' });
  const cases: [string, MadeUpAnswer, MadeUpAnswer, string, string | null][] = [
    ['everything is well', good, json([]), 'ok', null],
    ['the password is wrong', { status: 401 }, { status: 401 }, 'wrong_password', 'ENA_PASSWORD'],
    ['the account is locked out', { status: 403 }, { status: 403 }, 'forbidden', 'helpdesk'],
    ['only the login says no', { status: 401 }, json([]), 'doubtful', 'change nothing'],
    ['the login says no in an outage', { status: 401 }, { status: 503 }, 'doubtful', 'in trouble itself'],
    ['only the reports say no', good, { status: 401 }, 'doubtful', 'report service refuses'],
    ['ENA is down', { status: 503 }, { status: 503 }, 'outage', 'not in question'],
    ['ENA shows a page instead', html, html, 'outage', 'not in question'],
    ['the reports are down', good, html, 'outage', 'no report'],
    [
      'it is another account',
      json({ authenticated: true, principle: 'Webin-2' }),
      json([]),
      'other_account',
      'Webin-2',
    ],
    [
      'ENA says no with 200',
      json({ authenticated: false }),
      { status: 401 },
      'wrong_password',
      'ENA_PASSWORD',
    ],
  ];
  it.each(cases)('says what is so when %s', async (_what, login, report, state, problem) => {
    const { client } = await against(({ path }) => (path.includes('/report/') ? report : login));
    const check = await checkConnection(client);
    expect(check.state).toBe(state);
    if (problem === null) expect(check.problem).toBeNull();
    else expect(check.problem).toContain(problem);
    expect(check.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('says when nobody is there', async () => {
    const { client } = await against(() => ({}));
    await stops.pop()?.();
    expect(await checkConnection(client)).toMatchObject({
      state: 'unreachable',
      problem: expect.stringContaining('network'),
    });
  });
});
