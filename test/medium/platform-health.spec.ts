// Readiness names what is missing, and says it soon; the report says more, to those who look after it.
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HealthReport, healthReport } from '../../server/src/health/health-report.contract.ts';
import { version } from '../../server/src/health/version.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { makeUser } from '../factories/users.ts';
import { type Person, useApp } from '../setup/app.ts';

const links: Record<string, Link> = {};
let redis: Redis;
const app = useApp({
  env: async (env) => {
    redis = new Redis(env['REDIS_URL'] ?? '');
    links['database'] = await new Link(env['DATABASE_URL'] ?? '').mend();
    links['redis'] = await new Link(env['REDIS_URL'] ?? '').mend();
    links['storage'] = await new Link(env['S3_HOT_ENDPOINT'] ?? '').mend();
    // Nobody listens there: they carry nothing before they are mended.
    links['heads'] = await new Link(env['S3_HOT_ENDPOINT'] ?? '').mend();
    links['witness'] = await new Link('http://127.0.0.1:9').mend();
    await Promise.all([links['heads'].cut(), links['witness'].cut()]);
    return {
      AUDIT_HEADS_ENDPOINT: links['heads'].through.replace(/\/$/, ''),
      AUDIT_HEADS_WEBHOOK_URL: `${links['witness'].through}hooks/a-secret-of-the-witness`,
      AUDIT_HEADS_MAIL: 'auditor@heads.example',
      AUDIT_HEADS_SECONDS: '0.2',
      DATABASE_URL: links['database'].through,
      REDIS_URL: links['redis'].through,
      S3_HOT_ENDPOINT: links['storage'].through.replace(/\/$/, ''),
    };
  },
});
afterAll(async () => {
  redis.disconnect();
  for (const link of Object.values(links)) await link.cut();
});

const ready = () => app.request('GET', 'health/ready');
const isReady = async () => (await ready()).status === 200;
beforeAll(() => eventually(isReady));

describe('readiness', () => {
  it('is a matter of all three', async () => {
    const { status, body } = await ready();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        checks: { database: { ok: true }, redis: { ok: true }, storage: { ok: true } },
      },
    });
    expect((await app.request('GET', 'health')).body).toEqual({ status: 'up', version });
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each(['database', 'redis', 'storage'])(
    'names the %s when it is away, and nothing else',
    async (name) => {
      await links[name]?.cut();
      const began = performance.now();
      const { status, body, text } = await ready();
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(status).toBe(503);
      expect(body.status).toBe('not ready');
      for (const [each, check] of Object.entries(body.checks as Record<string, { ok: boolean }>))
        expect(check.ok, each).toBe(each !== name);
      expect(text).not.toMatch(/127\.0\.0\.1|password|seqdb_app/);
      expect((await app.request('GET', 'health')).status).toBe(200);
      await links[name]?.mend();
      await eventually(isReady);
    },
  );

  it('refuses a Redis that would drop what it was told', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      expect(await ready()).toMatchObject({
        status: 503,
        body: {
          checks: { redis: { ok: false, detail: 'maxmemory-policy is allkeys-lru and must be noeviction' } },
        },
      });
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
    }
    expect(await isReady()).toBe(true);
  });
});

describe('the report', () => {
  const people = new Map<Person['roles'][number], Person>();
  const report = async (as: Person | undefined = people.get('admin')): Promise<HealthReport> => {
    const { status, body } = await app.request('GET', 'health/report', { as });
    expect(status).toBe(200);
    return healthReport.parse(body);
  };
  const log = async (as?: Person) => {
    const { changeLog } = await report(as);
    if (changeLog === null) throw new Error('the log was not asked');
    return changeLog;
  };
  const place = async (name: string, as?: Person) => {
    const found = (await log(as)).publications.find((each) => each.place === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  const codes = async () => (await log()).troubles.map(({ code, params }) => [code, params['place'] ?? null]);
  const newest = async () => (await log()).newest?.segment ?? 0;

  beforeAll(async () => {
    for (const role of ['depositor', 'support', 'curator', 'auditor', 'admin'] as const)
      people.set(role, await app.person(role));
  });

  it('is for those who look after it or wait for it, and for nobody else', async () => {
    const statusFor = async (as?: Person) => (await app.request('GET', 'health/report', { as })).status;
    expect(await statusFor()).toBe(401);
    for (const [role, person] of people)
      expect([role, await statusFor(person)]).toEqual([
        role,
        ['curator', 'auditor', 'admin'].includes(role) ? 200 : 403,
      ]);
  });

  it('says that all is well, and which place of heads is set', async () => {
    const { status, dependencies, changeLog } = await report();
    expect([status, changeLog?.troubles, changeLog?.newest]).toEqual(['ready', [], null]);
    expect(dependencies.map(({ name, ok, reason, says }) => [name, ok, reason, says])).toEqual([
      ['database', true, null, null],
      ['redis', true, null, null],
      ['storage', true, null, null],
    ]);
    for (const { place: name, ...state } of changeLog?.publications ?? [])
      expect([name, state]).toEqual([
        name,
        expect.objectContaining({ isSet: true, segment: null, failingSince: null, retrySeconds: 0.2 }),
      ]);
  });

  it('names what is away by a code, and does not ask the log meanwhile', async () => {
    await report(); // who asks is remembered, for some seconds
    await links['storage']?.cut();
    const { status, dependencies, changeLog } = await report();
    expect([status, changeLog]).toEqual(['not ready', null]);
    expect(dependencies.map(({ name, ok, reason }) => [name, ok, reason?.code ?? null])).toEqual([
      ['database', true, null],
      ['redis', true, null],
      ['storage', false, 'error'],
    ]);
    await links['storage']?.mend();
    await eventually(async () => (await report()).status !== 'not ready');
  });

  it('tells since when events wait for the seal', async () => {
    const since = new Date(Date.now() - 120_000);
    app.get(Clock).standAt(since);
    await makeUser(app.get(UsersService), { roles: ['depositor'] });
    app.get(Clock).standAt(undefined);
    const { status, changeLog } = await report();
    expect(status).toBe('degraded');
    expect(changeLog?.troubles).toMatchObject([{ code: 'seal_behind', since: since.toISOString() }]);
  });

  it('tells that heads reach neither bucket nor webhook, since when and why, while the log is sealed on', async () => {
    const worker = await app.startWorker();
    await eventually(async () => (await place('bucket')).failingSince !== null);
    await eventually(async () => (await place('webhook')).failingSince !== null);
    await eventually(async () => (await place('mail')).segment !== null);
    const before = await newest();
    await app.person('depositor');
    await eventually(async () => (await newest()) > before);
    const { troubles, publications } = await log();
    expect(troubles.map(({ code, params, says, since }) => [code, params, says, since])).toEqual(
      publications
        .filter(({ place: name }) => name !== 'mail')
        .map(({ place: name, failingSince }) => [
          'heads_failing',
          { place: name },
          `signed heads do not reach the ${name}`,
          failingSince,
        ]),
    );
    const [bucket, webhook, mail] = publications;
    expect(bucket).toMatchObject({ segment: null, isLocked: null, restsUntil: null });
    expect(bucket?.lastError).toContain('ECONNREFUSED');
    expect(webhook).toMatchObject({ segment: null, restsUntil: null });
    expect(webhook?.lastError).toContain('ECONNREFUSED');
    expect(webhook?.address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(mail).toMatchObject({ failingSince: null, address: 'auditor@heads.example' });
    expect(Date.parse(mail?.restsUntil ?? '')).toBe(Date.parse(mail?.publishedAt ?? '') + 24 * 3_600_000);
    const { body } = await ready();
    expect([body.status, body.checks.audit.detail]).toEqual([
      'degraded',
      'change log: signed heads do not reach the bucket and the webhook',
    ]);
    await worker.close();
  });

  it('keeps where heads go, and what is answered there, from those who do not read the log', async () => {
    for (const role of ['auditor', 'admin'] as const)
      expect(await place('mail', people.get(role))).toMatchObject({ address: 'auditor@heads.example' });
    const seen = await log(people.get('curator'));
    expect(seen.troubles.map(({ code }) => code)).toEqual(['heads_failing', 'heads_failing']);
    expect(seen.publications.map(({ address, lastError }) => [address, lastError])).toEqual(
      seen.publications.map(() => [null, null]),
    );
    for (const [role, person] of people)
      if (role !== 'depositor' && role !== 'support')
        expect(JSON.stringify(await report(person))).not.toContain('a-secret-of-the-witness');
  });

  it('tells it no longer where heads arrive, or are not to go any more', async () => {
    const { AUDIT_HEADS_WEBHOOK_URL: _gone, ...config } = app.config;
    await links['heads']?.mend();
    const others = await app.startWorker([], config);
    await eventually(async () => (await codes()).length === 0);
    await app.person('depositor');
    await eventually(async () => (await place('bucket')).segment === (await newest()));
    expect(await place('bucket')).toMatchObject({ failingSince: null, lastError: null, isLocked: false });
    expect(await place('webhook')).toMatchObject({ failingSince: null, lastError: null, segment: null });
    expect((await log()).notes.map(({ code }) => code)).toEqual(['heads_unlocked']);
    await others.close();
  });

  it('tells that nothing is published any more, whatever was written down of it', async () => {
    const sealer = new Client({ connectionString: app.config.DATABASE_SEALER_URL });
    await sealer.connect();
    await sealer.query(
      `UPDATE audit_publications SET segment = segment - 1, published_at = '9998-01-01' WHERE place = 'bucket'`,
    );
    await sealer.end();
    expect(await codes()).toEqual([]);
    app.get(Clock).standAt(new Date(Date.now() + 3_600_000));
    // The webhook is set here, and no worker was told of it.
    expect(await codes()).toEqual([
      ['heads_late', 'bucket'],
      ['heads_late', 'webhook'],
    ]);
    app.get(Clock).standAt(undefined);
    const worker = await app.startWorker();
    await eventually(async () => (await place('bucket')).segment === (await newest()));
    await worker.close();
  });
});
