// Heads outside the database: in a bucket, locked where it can be, and told to a webhook; what fails does not stop the seal.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeadBucket } from '../../server/src/audit/publication/head-bucket.ts';
import { HeadContradicted, headKey } from '../../server/src/audit/publication/head-place.ts';
import { webhookSignature } from '../../server/src/audit/publication/head-webhook.ts';
import { inEnglish } from '../../server/src/audit/health-sentences.contract.ts';
import { PublicationHealth } from '../../server/src/audit/publication/publication-health.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { readHeads } from '../../server/src/audit/verifier/trust.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { useApp } from '../setup/app.ts';

const webhookSecret = 'what the two of us know and nobody else';

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
      AUDIT_HEADS_WEBHOOK_SECRET: webhookSecret,
      AUDIT_HEADS_MAIL: 'auditor@heads.example',
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
  await eventually(async () => {
    const { bucket, webhook } = await states();
    const number = (await newest())?.number;
    return number !== undefined && bucket?.segment === number && webhook?.segment === number;
  });
});

describe('a head', () => {
  it('lies in the bucket as it was signed', async () => {
    const head = await newest();
    await eventually(async () => (await app.get(HeadBucket).read(head)) === head.head);
    expect(await app.get(HeadBucket).read({ ...head, number: 999 })).toBeUndefined();
  });

  it('is told to the webhook', async () => {
    const number = (await states())['webhook']?.segment ?? 0;
    const told = hook.told.find(({ headers }) => headers['x-seqdb-segment'] === String(number));
    expect(told?.method).toBe('POST');
    expect(parseHead(told?.body ?? '')?.checkpoint.size).toBe(number);
    const signature = String(told?.headers['x-seqdb-signature']);
    const [, seconds = ''] = /^t=(\d+),/.exec(signature) ?? [];
    expect(signature).toBe(webhookSignature(webhookSecret, Number(seconds), told?.body ?? ''));
    expect(Math.abs(Date.now() / 1000 - Number(seconds))).toBeLessThan(3_600);
  });

  it('is mailed to the auditor, once a day', async () => {
    const mails = () =>
      app
        .get(DataSource)
        .query(`SELECT recipient, text, about_id AS about FROM mails WHERE about_type = 'AuditCheckpoint'`);
    await eventually(async () => (await mails()).length === 1);
    const before = hook.told.length;
    await app.person('depositor');
    await eventually(() => hook.told.length > before); // others have got the next head
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail.recipient).toBe('auditor@heads.example');
    const file = join(mkdtempSync(join(tmpdir(), 'seqdb-mail-')), 'mail.txt');
    writeFileSync(file, mail.text);
    const [head, ...more] = readHeads(file);
    expect([head?.checkpoint.size, more]).toEqual([Number(mail.about), []]);
  });

  it('that a mail server refuses for good is known on the health page until one arrives', async () => {
    const end = (state: string, error: string | null) =>
      app
        .get(DataSource)
        .query(
          `UPDATE mails SET state = $1, error = $2, ended_at = now() WHERE about_type = 'AuditCheckpoint'`,
          [state, error],
        );
    await end('failed', '550 no such mailbox');
    await eventually(async () => Boolean((await health()).checks.audit.detail?.includes('reach the mail')));
    await end('sent', null);
    await eventually(async () => (await states())['mail']?.failing === false);
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
    // Another head may be sealed at any moment.
    await eventually(async () => {
      const { number } = await newest();
      const { bucket, webhook } = await states();
      return bucket?.segment === number && webhook?.segment === number;
    });
    const head = await newest();
    await eventually(async () => (await app.get(HeadBucket).read(head)) === head.head);
  });
});

describe('where a head belongs that lies there already', () => {
  /** As somebody with the credentials could do it: without asking what lies there. */
  async function lay(head: Newest, note: string): Promise<void> {
    const { config } = app;
    const s3 = new S3Client({
      endpoint: config.S3_HOT_ENDPOINT ?? '',
      region: config.S3_HOT_REGION,
      forcePathStyle: true,
      credentials: {
        accessKeyId: config.S3_HOT_ACCESS_KEY_ID ?? '',
        secretAccessKey: config.S3_HOT_SECRET_ACCESS_KEY ?? '',
      },
    });
    const place = { Bucket: config.AUDIT_HEADS_BUCKET, Key: `${config.AUDIT_HEADS_PREFIX}${headKey(head)}` };
    await s3.send(new PutObjectCommand({ ...place, Body: note }));
    expect(await (await s3.send(new GetObjectCommand(place))).Body?.transformToString()).toBe(note);
    s3.destroy();
  }
  const published = (head: Newest) => ({ ...head, note: head.head });

  it('the same is as good as published, and another is never written over', async () => {
    const bucket = app.get(HeadBucket);
    const head = await newest();
    await eventually(async () => (await bucket.read(head)) === head.head);
    await bucket.publish(published(head));
    const other = { ...published(head), note: 'another' };
    await expect(bucket.publish(other)).rejects.toBeInstanceOf(HeadContradicted);
    expect(await bucket.read(head)).toBe(head.head);
  });

  it('another raises an alarm that stands until the right one lies there', async () => {
    await eventually(async () => (await health()).status === 'ready');
    await storage.cut(); // so that the other comes first
    await app.person('depositor');
    await eventually(async () => (await states())['bucket']?.failing === true);
    const unsealed = () => app.get(DataSource).query('SELECT FROM audit_unsealed');
    await eventually(async () => (await unsealed()).length === 0); // nothing else will be sealed
    const waiting = await newest();
    await lay(waiting, 'forged');
    await storage.mend();
    await eventually(async () =>
      Boolean((await health()).checks.audit.detail?.includes('another head than the one that was signed')),
    );
    const told = (action: string) =>
      app.get(DataSource).query('SELECT target_id FROM audit_events WHERE action = $1', [action]);
    const alarms = () => told('audit.publication_alarm');
    expect(await alarms()).toEqual([{ target_id: String(waiting.number) }]);
    // The next head has a place of its own; the alarm stands.
    await app.person('depositor');
    await eventually(
      async () =>
        (await states())['bucket']?.failing === false &&
        ((await states())['bucket']?.segment ?? 0) > waiting.number,
    );
    const { status, checks } = await health();
    expect(status).toBe('degraded');
    expect(checks.audit.detail).toContain(
      `another head than the one that was signed lies in the bucket (segment ${waiting.number})`,
    );
    expect(await app.get(HeadBucket).read(waiting)).toBe('forged');
    expect(await told('audit.publication_alarm_end')).toEqual([]);
    await lay(waiting, waiting.head);
    await app.person('depositor');
    await eventually(async () => (await health()).status === 'ready');
    expect(await alarms()).toHaveLength(1);
    expect(await told('audit.publication_alarm_end')).toEqual([{ target_id: String(waiting.number) }]);
  });
});

describe('the health page', () => {
  it('says that heads are not locked, or that there is no bucket, and that all is well', async () => {
    const { status, checks } = await health();
    expect([status, checks.audit]).toEqual([
      'ready',
      expect.objectContaining({ ok: true, detail: expect.stringContaining('not locked against change') }),
    ]);
    const { AUDIT_HEADS_BUCKET: _bucket, ...without } = app.config;
    const standing = await new PublicationHealth(
      app.get(DataSource),
      new Clock(),
      app.get(HeadBucket),
      without as Config,
    ).look();
    expect(standing.troubles).toEqual([]);
    expect(inEnglish(standing.notes)).toContain('AUDIT_HEADS_BUCKET is not set');
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
    store.answer = ({ method, url }) => {
      if (method !== 'GET') return [200, ''];
      return url.includes('object-lock') ? [status, body] : [404, error('NoSuchKey')];
    };
    const bucket = new HeadBucket(config(store.url));
    expect(await bucket.publish(head)).toBe(locks);
    bucket.onApplicationShutdown();
    store.stop();
    const put = store.told.find(({ method }) => method === 'PUT');
    expect(put?.url).toMatch(/^\/heads\/p\/heads\/2026\/11\/21\/000000000000007\.note/);
    expect(put?.headers['if-none-match']).toBe('*');
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

  it.each([
    ['that may be read holds the same', [200, 'note'], undefined],
    ['that may be read holds another', [200, 'another'], 'another head lies there for segment 7'],
    ['that may not be read', [403, error('AccessDenied')], 'a head that cannot be read'],
  ] as const)('%s when somebody else was first', async (_, [status, body], problem) => {
    const store = await new Listener().start();
    let reads = 0;
    store.answer = ({ method, url }) => {
      if (url.includes('object-lock')) return [501, error('NotImplemented')];
      if (method === 'PUT') return [412, error('PreconditionFailed')];
      return status === 200 && reads++ === 0 ? [404, error('NoSuchKey')] : [status, body];
    };
    const bucket = new HeadBucket(config(store.url));
    const done = bucket.publish(head);
    await (problem === undefined ? expect(done).resolves.toBe(false) : expect(done).rejects.toThrow(problem));
    expect(store.told.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    bucket.onApplicationShutdown();
    store.stop();
  });

  it('of a store without conditions gets the head where nothing lies', async () => {
    const store = await new Listener().start();
    store.answer = ({ method, url, headers }) => {
      if (url.includes('object-lock')) return [501, error('NotImplemented')];
      if (method === 'GET') return [404, error('NoSuchKey')];
      return headers['if-none-match'] ? [501, error('NotImplemented')] : [200, ''];
    };
    const bucket = new HeadBucket(config(store.url));
    expect(await bucket.publish(head)).toBe(false);
    bucket.onApplicationShutdown();
    store.stop();
    expect(store.told.at(-1)).toMatchObject({ method: 'PUT', body: 'note' });
  });

  it('with more heads than fit on a page is listed to its end', async () => {
    const store = await new Listener().start();
    const key = (n: number) => `p/heads/2026/11/21/${String(n).padStart(15, '0')}.note`;
    const page = (numbers: number[], next?: string): string =>
      `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${numbers.map((n) => `<Contents><Key>${key(n)}</Key></Contents>`).join('')}<Contents><Key>p/heads/2026/11/21/other.txt</Key></Contents>${next ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` : '<IsTruncated>false</IsTruncated>'}</ListBucketResult>`;
    store.answer = ({ url }) => {
      const token = new URL(url, store.url).searchParams.get('continuation-token');
      if (token === null) return [200, page([1, 2], 'second')];
      return token === 'second' ? [200, page([3, 4], 'third')] : [200, page([5])];
    };
    const bucket = new HeadBucket(config(store.url));
    const names: string[] = [];
    for await (const name of bucket.namesSince(new Date('2026-11-21T05:00:00Z'))) names.push(name);
    bucket.onApplicationShutdown();
    store.stop();
    expect(names).toEqual([1, 2, 3, 4, 5].map(key));
    expect(new URL(store.told[0]?.url ?? '', store.url).searchParams.get('start-after')).toBe(
      'p/heads/2026/11/21',
    );
  });
});
