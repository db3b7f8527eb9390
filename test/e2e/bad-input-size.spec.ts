// Uploads that are too large, over plain connections: when the answer comes, what it costs, and what goes on after it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { Desk, form } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;
let stranger: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  stranger = new Desk(app, await app.person('depositor'));
});

/** One connection, as it is: what is sent and when is the test's own affair. */
async function connected(): Promise<{ socket: Socket; answer: () => Promise<string> }> {
  const { port, hostname } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const answer = async () => {
    let text = '';
    while (!/\r\n\r\n.*\}$/s.test(text)) text += String((await once(socket, 'data'))[0]);
    return text;
  };
  return { socket, answer };
}

describe('200 MB', () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'a');
  const start = Buffer.from('--xx\r\nContent-Disposition: form-data; name="file"; filename="x.tsv"\r\n\r\n');
  const end = Buffer.from('\r\n--xx--\r\n');

  /** The lines before the body of an upload of so many megabytes. */
  const headers = ({ id, version }: SubmissionView, megabytes: number, isChunked: boolean) =>
    [
      `POST /api/v1/submissions/${id}/sheets HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${depositor.as.token}`,
      `If-Match: "${version}"`,
      'Content-Type: multipart/form-data; boundary=xx',
      isChunked
        ? 'Transfer-Encoding: chunked'
        : `Content-Length: ${start.length + megabytes * megabyte.length + end.length}`,
      '\r\n',
    ].join('\r\n');

  async function send(socket: Socket, megabytes: number, isChunked: boolean): Promise<void> {
    const pieces = [start, ...Array.from({ length: megabytes }, () => megabyte), end];
    for (const piece of pieces) {
      if (isChunked) socket.write(`${piece.length.toString(16)}\r\n`);
      const isTaken = socket.write(piece);
      if (isChunked) socket.write('\r\n');
      if (!isTaken) await once(socket, 'drain');
    }
    if (isChunked) socket.write('0\r\n\r\n');
  }

  it.each([false, true])(
    'are refused with 413, memory stays flat, the connection goes on (chunked: %s)',
    async (isChunked) => {
      const draft = await depositor.create();
      const { socket, answer } = await connected();
      const base = process.memoryUsage().rss;
      let peak = base;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
      await expectNothingStored(app, async () => {
        socket.write(headers(draft, 200, isChunked));
        const [refused] = await Promise.all([answer(), send(socket, 200, isChunked)]);
        expect(refused).toMatch(/^HTTP\/1\.1 413 /);
        expect(refused).toContain('"code":"sheet.too_large"');
        expect(refused).toContain('Nothing was stored');
      });
      clearInterval(watch);
      // Client and server are this one process; up to 50 MB are collected before the limit is passed.
      expect((peak - base) / 1e6).toBeLessThan(180);
      socket.write(headers(draft, 1, isChunked));
      const [second] = await Promise.all([answer(), send(socket, 1, isChunked)]);
      expect(second).toMatch(/^HTTP\/1\.1 422 /);
      socket.destroy();
    },
  );

  it('are refused before they are sent where they announce themselves', async () => {
    const { socket, answer } = await connected();
    socket.write(headers(await depositor.create(), 200, false));
    expect(await answer()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('are not read for somebody else, even where they are allowed', async () => {
    const draft = await depositor.create();
    const answer = await app.request('POST', `submissions/${draft.id}/sheets`, {
      as: stranger.as,
      ifMatch: draft.version,
      body: form(Buffer.alloc(40_000_000, 'a')),
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'submission.not_found' } });
  });
});
