// Against a store that does what no good one does.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import { ArchiveStore } from '../retention/archive-store.ts';
import { ArchiveFiles } from './archive-files.ts';

class HastyStore extends ArchiveStore {
  protected override readonly patienceMs = 100;
}
class PatientStore extends ArchiveStore {
  protected override readonly patienceMs = 600_000;
}
const file = { month: '2026-01', bucket: 'bucket', key: 'key', bytes: 10, sha256: 'a' };
const size = { 'content-length': '10' };

let server: Server | undefined;
let store: ArchiveStore | undefined;
afterEach(() => {
  store?.onApplicationShutdown();
  server?.closeAllConnections();
  server?.close();
});

async function archive(answer: RequestListener, Store: typeof HastyStore | typeof PatientStore) {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  store = new Store({
    S3_HOT_REGION: 'us-east-1',
    S3_HOT_ACCESS_KEY_ID: 'k',
    S3_HOT_SECRET_ACCESS_KEY: 's',
    S3_HOT_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  } as Config);
  return new ArchiveFiles(store);
}
const unread = {
  archives: null,
  archivesDoubt: { code: 'archive_unreachable', params: {}, says: 'the archive could not be read' },
};

it('does not wait for ever for an answer', async () => {
  const files = await archive(() => undefined, HastyStore);
  expect(await files.check([file], true)).toEqual(unread);
});

it('does not wait for ever for the rest of a file', async () => {
  const files = await archive((request, response) => {
    response.writeHead(200, size);
    if (request.method === 'HEAD') response.end();
    else response.write('12345');
  }, HastyStore);
  expect(await files.check([file], true)).toEqual(unread);
});

it('gives up in the middle of a file when it is told to', async () => {
  const given = new AbortController();
  const files = await archive((request, response) => {
    response.writeHead(200, size);
    if (request.method === 'HEAD') response.end();
    else response.write('12345', () => given.abort(new Error('the lease was lost')));
  }, PatientStore);
  await expect(files.check([file], true, given.signal)).rejects.toThrow('the lease was lost');
});

it('says what else a refusal may mean', async () => {
  const files = await archive((_, response) => response.writeHead(403).end(), PatientStore);
  expect((await files.check([file], false)).archivesDoubt).toMatchObject({
    code: 'archive_refused',
    says: expect.stringMatching(/a file that is gone looks the same/),
  });
});
