// A store that takes a connection and then says nothing: whatever is asked of it ends.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import { NoExport } from './export-place.ts';
import { ExportStore } from './export-store.ts';

const servers: Server[] = [];
const stores: ExportStore[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.onApplicationShutdown();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** @param idleMs how long it may say nothing */
async function storeAt(answer: RequestListener, idleMs = 300): Promise<ExportStore> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = {
    S3_HOT_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    S3_HOT_REGION: 'eu',
    S3_HOT_BUCKET: 'hot',
    S3_HOT_PREFIX: '',
    S3_HOT_ACCESS_KEY_ID: 'x',
    S3_HOT_SECRET_ACCESS_KEY: 'x',
    AUDIT_EXPORT_BUCKET: 'scheduled',
    AUDIT_EXPORT_PREFIX: '',
  } as unknown as Config;
  const store = new ExportStore(config, { connectionTimeout: 10_000, socketTimeout: idleMs });
  stores.push(store);
  return store;
}
const silence: RequestListener = () => undefined;
async function* chunks(...given: Buffer[]) {
  yield* given;
}
const never = new AbortController().signal;
const own = 'audit-exports/0198a000-0000-7000-8000-000000000001/seqdb-change-log-20261121T170000Z.csv';
const scheduled = 'daily/2026/seqdb-change-log-2026-11-20.jsonl.gz';
const part = Buffer.alloc(1024, 'x');

describe('a store that says nothing', () => {
  it.each([
    ['begin', (store: ExportStore) => store.begin('job', own, 'text/csv')],
    ['send', (store: ExportStore) => store.send('job', own, 'u', chunks(part), never)],
    ['abort', (store: ExportStore) => store.abort('schedule', scheduled, 'u')],
    ['putManifest', (store: ExportStore) => store.putManifest('schedule', scheduled, '{}')],
    ['open', (store: ExportStore) => store.open('job', own)],
    ['remove', (store: ExportStore) => store.remove('job', own)],
  ])('does not hold who asks it: %s', { timeout: 60_000 }, async (_, ask) => {
    const store = await storeAt(silence);
    await expect(ask(store)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is named where a file may stay because of it', { timeout: 60_000 }, async () => {
    const store = await storeAt(silence);
    expect(await store.withdraw('schedule', scheduled)).toContain('could not be removed (TimeoutError');
  });

  it('in the middle of a file ends the file', { timeout: 60_000 }, async () => {
    const store = await storeAt((_, answer) => {
      answer.writeHead(200, { 'content-length': '1000' }).write('the beginning');
    });
    const { stream, bytes } = await store.open('job', own);
    expect(bytes).toBe(1000);
    await expect(text(stream)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

it('a store that is slow is waited for, longer than it may say nothing', { timeout: 60_000 }, async () => {
  const idleMs = 2_000;
  const store = await storeAt(async (request, answer) => {
    for await (const _ of request) void _;
    answer.writeHead(200, { 'content-type': 'application/octet-stream', etag: '"e"' });
    for (let step = 0; step < 12; step++) {
      answer.write('x');
      await pause(idleMs / 8);
    }
    answer.end();
  }, idleMs);
  const begun = performance.now();
  const { stream } = await store.open('job', own);
  expect(await text(stream)).toBe('x'.repeat(12));
  expect(performance.now() - begun).toBeGreaterThan(idleMs);
});

describe('a key of which no export can be', () => {
  it.each([
    ['job', 'archive/2026-03-0123456789.jsonl.gz'],
    ['job', 'files/0198a000-0000-7000-8000-000000000001'],
    ['job', 'sheets/a/b'],
    ['job', `${own}/../../files/x`],
    ['job', 'audit-exports/0198a000-0000-7000-8000-000000000001/../x'],
    ['job', 'audit-exports//x'],
    ['job', scheduled],
    ['schedule', 'archive/2026-03-0123456789.jsonl.gz'],
    ['schedule', 'daily/2026/../../archive/2026-03-0123456789.jsonl.gz'],
    ['schedule', own],
    ['schedule', ''],
    ['stream', own],
  ] as const)('is not asked for, put or removed: %s %s', async (origin, key) => {
    const asked: string[] = [];
    const store = await storeAt((request, answer) => {
      asked.push(`${request.method} ${request.url}`);
      answer.end();
    });
    const all = [
      () => store.begin(origin, key, 'text/csv'),
      () => store.send(origin, key, 'u', chunks(part), never),
      () => store.abort(origin, key, 'u'),
      () => store.putManifest(origin, key, '{}'),
      () => store.open(origin, key),
      () => store.remove(origin, key),
    ];
    for (const ask of all) await expect(ask()).rejects.toThrow(NoExport);
    expect(asked).toEqual([]);
  });
});
