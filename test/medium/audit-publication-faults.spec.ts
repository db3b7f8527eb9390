// Receivers of heads that misbehave: none holds a publication for longer than it has patience, none leads it elsewhere,
// and each says what was wrong.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { HeadBucket } from '../../server/src/audit/publication/head-bucket.ts';
import type { HeadMail } from '../../server/src/audit/publication/head-mail.ts';
import type { PublishedHead } from '../../server/src/audit/publication/head-place.ts';
import { HeadPublisher } from '../../server/src/audit/publication/head-publisher.ts';
import { HeadWebhook } from '../../server/src/audit/publication/head-webhook.ts';
import type { PublicationAlarm } from '../../server/src/audit/publication/publication-alarm.ts';
import type { SealerDatabase } from '../../server/src/audit/sealing/sealer.database.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { eventually } from '../factories/eventually.ts';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const head = { number: 7, closedAt: new Date('2026-11-21T10:00:00Z'), note: 'note' };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(behave: Behaviour): Promise<string> {
  const server = createServer(behave);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

const told = (url: string) =>
  new HeadWebhook({ AUDIT_HEADS_WEBHOOK_URL: url } as Config, new Clock()).publish(head);

/** An error and what caused it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return `no error: ${String(error)}`;
  const { cause } = error;
  return `${error.name}: ${error.message}${cause === undefined ? '' : `: ${wordsOf(cause)}`}`;
}

/** Bytes, one after the other, until the other side has had enough. */
function drip(response: ServerResponse, byte: string): void {
  const timer = setInterval(() => response.socket?.write(byte), 20);
  response.socket?.on('close', () => clearInterval(timer));
}

describe('a webhook', () => {
  const timedOut = /^TimeoutError: /;
  const lostBefore = /^TypeError: fetch failed: (SocketError|HTTPParserError|Error): /;
  const faults: [what: string, says: RegExp, Behaviour][] = [
    ['that never answers', timedOut, () => undefined],
    [
      'that answers byte by byte and never ends its headers',
      timedOut,
      (_, response) => {
        response.socket?.write('HTTP/1.1 200 OK\r\nx: ');
        drip(response, 'y');
      },
    ],
    ['that closes early', lostBefore, (request) => request.socket.destroy()],
    ['that breaks off in its headers', lostBefore, (request) => request.socket.end('HTTP/1.1 200 OK\r\nx')],
    ['that speaks something else', lostBefore, (request) => request.socket.end('+OK ready\r\n')],
    ['that fails', /^Error: the webhook answered 500$/, (_, response) => response.writeHead(500).end()],
    [
      'that is over its limit',
      /^Error: the webhook answered 429$/,
      (_, response) => response.writeHead(429, { 'retry-after': '86400' }).end(),
    ],
  ];
  it.each(faults)(
    '%s is an error within its patience',
    async (_, says, behave) => {
      const url = await serve(behave);
      const begun = performance.now();
      const error = await told(url).catch((thrown: unknown) => thrown);
      const took = performance.now() - begun;
      expect(wordsOf(error)).toMatch(says);
      // Its patience of ten seconds is used up where nothing else ends it. The rest is for slow machines.
      if (says === timedOut) expect(took).toBeGreaterThan(9_500);
      expect(took).toBeLessThan(25_000);
    },
    60_000,
  );

  it.each([301, 302, 303, 307, 308])('that redirects (%i) leads nowhere', async (status) => {
    const asked: string[] = [];
    const inside = await serve(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    const url = await serve((_, response) =>
      response.writeHead(status, { location: `${inside}secret` }).end(),
    );
    expect(wordsOf(await told(url).catch((thrown: unknown) => thrown))).toMatch(/unexpected redirect/);
    expect(asked).toEqual([]);
  });

  it('that took the head and goes on talking is let go', async () => {
    let isLetGo: () => void = () => undefined;
    const letGo = new Promise<void>((resolve) => {
      isLetGo = resolve;
    });
    const url = await serve((_, response) => {
      response.socket?.on('close', isLetGo);
      response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      drip(response, 'z');
    });
    expect(await told(url)).toBeNull();
    await letGo;
  }, 60_000);
});

describe('a place that hangs', () => {
  it('keeps no other from its heads, however many, and is not asked a second time meanwhile', async () => {
    let number = 1;
    const published = new Map<string, number>();
    const database = {
      isConfigured: true,
      query: async (sql: string, [name = '', segment]: [string?, number?] = []) => {
        if (sql.includes('INSERT INTO audit_publications')) published.set(name, Number(segment));
        if (!sql.includes('FROM audit_segments') || number <= (published.get(name) ?? 0)) return [];
        return [{ number: String(number), closed_at: head.closedAt, head: head.note }];
      },
    } as unknown as SealerDatabase;
    let letGo: (isLocked: boolean) => void = () => undefined;
    const hanging = new Promise<boolean>((resolve) => {
      letGo = resolve;
    });
    const asked: number[] = [];
    const got: number[] = [];
    const bucket = {
      name: 'bucket',
      isConfigured: true,
      publish: (each: PublishedHead) => (asked.push(each.number), hanging),
    };
    const webhook = {
      name: 'webhook',
      isConfigured: true,
      publish: async (each: PublishedHead) => {
        got.push(each.number);
        number = Math.min(3, each.number + 1);
        return null;
      },
    };
    const publisher = new HeadPublisher(
      database,
      { AUDIT_HEADS_SECONDS: 0.01 } as Config,
      { lookAgain: async () => undefined } as unknown as PublicationAlarm,
      bucket as unknown as HeadBucket,
      webhook as unknown as HeadWebhook,
      { isConfigured: false } as HeadMail,
    );
    publisher.onApplicationBootstrap();
    await eventually(() => got.length === 3);
    expect([asked, got, published.get('bucket')]).toEqual([[1], [1, 2, 3], undefined]);
    letGo(true);
    await eventually(() => published.get('bucket') === 3); // the newest covers those in between
    expect(asked).toEqual([1, 3]);
    await publisher.beforeApplicationShutdown();
  });
});

describe('a bucket', () => {
  const error = (code: string) => `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  const configFor = (url: string) =>
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

  it.each([
    ['that refuses', 403, 'AccessDenied'],
    ['that is not there', 404, 'NoSuchBucket'],
    ['that is overloaded', 503, 'SlowDown'],
    ['that is full', 507, 'InsufficientStorage'],
    ['that fails', 500, 'InternalError'],
  ])('%s when a head is put is an error, and takes the head once it is mended', async (_, status, code) => {
    let isMended = false;
    const lying = new Map<string, string>();
    const url = await serve((request, response) => {
      const answer = (with_: number, body = '') =>
        response.writeHead(with_, { 'content-type': 'application/xml' }).end(body);
      const { method, url: path = '' } = request;
      request.resume();
      if (path.includes('object-lock')) answer(404, error('ObjectLockConfigurationNotFoundError'));
      else if (method === 'GET') answer(lying.has(path) ? 200 : 404, lying.get(path) ?? error('NoSuchKey'));
      else if (!isMended) answer(status, error(code));
      else {
        lying.set(path.split('?')[0] ?? '', head.note);
        answer(200);
      }
    });
    const bucket = new HeadBucket(configFor(url));
    await expect(bucket.publish(head)).rejects.toThrow(code);
    expect(lying.size).toBe(0);
    isMended = true;
    expect(await bucket.publish(head)).toBe(false);
    expect(lying.size).toBe(1);
    bucket.onApplicationShutdown();
  });
});
