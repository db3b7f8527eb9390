// Readiness names what is missing, and says it soon.
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../server/src/health/version.ts';
import { Link } from '../factories/link.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';

const links: Record<string, Link> = {};
let redis: Redis;
const app = useApp({
  env: async (env) => {
    redis = new Redis(env['REDIS_URL'] ?? '');
    links['database'] = await new Link(env['DATABASE_URL'] ?? '').mend();
    links['redis'] = await new Link(env['REDIS_URL'] ?? '').mend();
    links['storage'] = await new Link(env['S3_HOT_ENDPOINT'] ?? '').mend();
    return {
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
