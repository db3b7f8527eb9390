// Heads outside the database: in a bucket, locked where it can be, and told to a webhook; what fails does not stop the seal.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeadBucket } from '../../server/src/audit/publication/head-bucket.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { useApp } from '../setup/app.ts';

type Told = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

/** Answers as told, and keeps what it was asked. */
class Listener {
  readonly told: Told[] = [];
  url = '';
  answer: (told: Told) => [status: number, body: string] = () => [200, ''];
  private readonly server: Server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const told = { method, url, headers, body: await text(request) };
    this.told.push(told);
    const [status, body] = this.answer(told);
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve());
    });
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}/`;
    return this;
  }
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const hook = new Listener();
let storage: Link;
const app = useApp({
  worker: true,
  env: async (env) => {
    storage = await new Link(env['S3_HOT_ENDPOINT'] ?? '').mend();
    return {
      AUDIT_HEADS_ENDPOINT: storage.through.replace(/\/$/, ''),
      AUDIT_HEADS_WEBHOOK_URL: (await hook.start()).url,
      AUDIT_HEADS_SECONDS: '0.2',
    };
  },
});
afterAll(async () => {
  hook.stop();
  await storage.cut();
});

type Newest = { number: number; closedAt: Date; head: string };
const newest = async (): Promise<Newest> =>
  (
    await app
      .get(DataSource)
      .query(
        'SELECT number::int, closed_at AS "closedAt", head FROM audit_segments ORDER BY number DESC LIMIT 1',
      )
  )[0];
const states = async (): Promise<
  Record<string, { segment: number | null; failing: boolean; locked: boolean | null }>
> =>
  Object.fromEntries(
    (
      await app
        .get(DataSource)
        .query(
          'SELECT place, segment::int, failing_since IS NOT NULL AS failing, is_locked AS locked FROM audit_publications',
        )
    ).map(({ place, ...state }: { place: string }) => [place, state]),
  );
const health = async () => (await app.request('GET', 'health/ready')).body;

beforeAll(async () => {
  await app.person('depositor');
  await eventually(async () => (await states())['webhook']?.segment === (await newest())?.number);
});

describe('a head', () => {
  it('lies in the bucket as it was signed', async () => {
    await eventually(async () => (await states())['bucket']?.segment === (await newest()).number);
    const head = await newest();
    expect(await app.get(HeadBucket).read(head)).toBe(head.head);
    expect(await app.get(HeadBucket).read({ ...head, number: 999 })).toBeUndefined();
  });

  it('is told to the webhook', async () => {
    const head = await newest();
    const told = hook.told.at(-1);
    expect(told).toMatchObject({ method: 'POST', headers: { 'x-seqdb-segment': String(head.number) } });
    expect(parseHead(told?.body ?? '')?.checkpoint.size).toBe(head.number);
  });

  it('is not told again when nothing has happened', async () => {
    const before = hook.told.length;
    await app.person('depositor');
    await eventually(() => hook.told.length > before);
    const sizes = hook.told.map(({ body }) => parseHead(body)?.checkpoint.size ?? 0);
    expect(new Set(sizes).size).toBe(sizes.length);
  });
});

describe('a place that cannot be reached', () => {
  it('shows on the health page, does not stop the seal, and gets the newest head once it is back', async () => {
    await eventually(async () => (await health()).status === 'ready');
    await storage.cut();
    hook.answer = () => [500, ''];
    await app.person('depositor');
    await eventually(async () => (await states())['bucket']?.failing === true);
    await eventually(async () => (await states())['webhook']?.failing === true);
    const { status, body } = await app.request('GET', 'health/ready');
    expect([status, body.status]).toEqual([200, 'degraded']);
    expect(body.checks.audit).toMatchObject({
      ok: false,
      detail: 'change log: signed heads do not reach the bucket and the webhook',
    });
    const before = (await newest()).number;
    await app.person('depositor');
    await eventually(async () => (await newest()).number > before);
    await storage.mend();
    hook.answer = () => [200, ''];
    await eventually(async () => (await health()).status === 'ready');
    const head = await newest();
    expect(await states()).toMatchObject({
      bucket: { segment: head.number },
      webhook: { segment: head.number },
    });
    expect(await app.get(HeadBucket).read(head)).toBe(head.head);
  });
});

describe('a bucket', () => {
  const head = { number: 7, closedAt: new Date('2026-11-21T10:00:00Z'), note: 'note' };
  const config = (url: string) =>
    ({
      S3_HOT_REGION: 'us-east-1',
      AUDIT_HEADS_ENDPOINT: url,
      AUDIT_HEADS_BUCKET: 'heads',
      AUDIT_HEADS_PREFIX: 'p/',
      AUDIT_HEADS_ACCESS_KEY_ID: 'k',
      AUDIT_HEADS_SECRET_ACCESS_KEY: 's',
      AUDIT_HEADS_LOCK_MODE: 'COMPLIANCE',
      AUDIT_HEADS_LOCK_DAYS: 10,
    }) as Config;
  const error = (code: string): string => `<Error><Code>${code}</Code><Message>x</Message></Error>`;
  const on = `<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>`;

  it.each([
    ['that locks', 200, on, true],
    ['that may not be asked', 403, error('AccessDenied'), true],
    ['that cannot lock', 404, error('ObjectLockConfigurationNotFoundError'), false],
    ['of a store that knows no lock', 501, error('NotImplemented'), false],
  ])('%s gets heads accordingly', async (_, status, body, locks) => {
    const store = await new Listener().start();
    store.answer = ({ method }) => (method === 'GET' ? [status, body] : [200, '']);
    const bucket = new HeadBucket(config(store.url));
    expect(await bucket.publish(head)).toBe(locks);
    bucket.onApplicationShutdown();
    store.stop();
    const put = store.told.find(({ method }) => method === 'PUT');
    expect(put?.url).toMatch(/^\/heads\/p\/heads\/2026\/11\/21\/000000000000007\.note/);
    expect(put?.headers['x-amz-object-lock-mode']).toBe(locks ? 'COMPLIANCE' : undefined);
    const until = put?.headers['x-amz-object-lock-retain-until-date'] as string | undefined;
    expect(until && Date.parse(until)).toBe(locks ? Date.parse('2026-12-01T10:00:00Z') : undefined);
  });

  it('that is in trouble is not taken for one without a lock', async () => {
    const store = await new Listener().start();
    store.answer = () => [400, error('NoSuchBucket')];
    const bucket = new HeadBucket(config(store.url));
    await expect(bucket.publish(head)).rejects.toThrow();
    bucket.onApplicationShutdown();
    store.stop();
  });
});
