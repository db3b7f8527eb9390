// Uploads that must not come in, over HTTP to the API and straight to the store.
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { md5Of, Sender } from '../factories/files.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const mebibyte = 1024 ** 2;
const app = useApp({ worker: true, env: { FILE_PART_BYTES: String(5 * mebibyte) } });
let desk: Desk;
let sender: Sender;
let other: Sender;
let submission: string;

beforeAll(async () => {
  desk = new Desk(app, await app.person('depositor'));
  sender = new Sender(app, desk.as);
  other = new Sender(app, await app.person('depositor'));
  submission = (await desk.create()).id;
});

const actionsOn = async (id: string): Promise<string[]> => {
  const rows: { action: string }[] = await app
    .get(DataSource)
    .query('SELECT action FROM audit_events WHERE target_id = $1 ORDER BY occurred_at, id', [id]);
  return rows.map(({ action }) => action);
};
describe('what is refused', () => {
  it.each([
    ['no bytes', { name: 'a.bam', size: 0 }, 422],
    ['half a byte', { name: 'a.bam', size: 1.5 }, 422],
    ['an MD5 that is too short', { name: 'a.bam', size: 1, md5: 'a'.repeat(31) }, 422],
    ['an MD5 that is none', { name: 'a.bam', size: 1, md5: 'g'.repeat(32) }, 422],
    ['a SHA-256 of the wrong length', { name: 'a.bam', size: 1, sha256: 'a'.repeat(32) }, 422],
    ['a way out of the folder', { name: '../../etc/passwd', size: 1 }, 422],
    ['a header in the name', { name: 'a.bam\r\nX-Evil: 1', size: 1 }, 422],
    ['a letter ENA does not take', { name: 'Ñandú.bam', size: 1 }, 422],
    ['more than a file may have', { name: 'a.bam', size: 6 * 1024 ** 4 }, 413],
    ['a field that is not known', { name: 'a.bam', size: 1, key: 'files/other' }, 422],
  ])('%s', async (_, body, status) => {
    expect((await sender.ask(submission, body)).status).toBe(status);
  });

  it('a body that is longer or shorter than was signed, by the store', async () => {
    const upload = await sender.begin(submission, { name: 'length.bam', size: 10 });
    const url = upload.parts[0]?.url ?? '';
    for (const body of ['too short', 'much too long']) {
      expect((await fetch(url, { method: 'PUT', body })).status).toBe(403);
    }
    const answer = await sender.complete(upload.id);
    expect(answer).toMatchObject({ status: 409, body: { code: 'upload.not_arrived' } });
  });

  it('an address that was changed', async () => {
    const { parts } = await sender.begin(submission, { name: 'other.bam', size: 4 });
    const url = new URL(parts[0]?.url ?? '');
    url.pathname = `${url.pathname}0`;
    expect((await fetch(url, { method: 'PUT', body: 'text' })).status).toBe(403);
  });

  it('parts with wrong ETags, missing, twice or too many; the right ones are still good', async () => {
    const bytes = randomBytes(6 * mebibyte);
    const upload = await sender.begin(submission, { name: 'parts.bam', size: bytes.byteLength });
    const [one, two] = await sender.put(upload, bytes);
    if (!one || !two) throw new Error('two parts were expected');
    const wrong = { number: 2, etag: `"${'0'.repeat(32)}"` };
    for (const parts of [undefined, [one], [one, wrong], [one, one], [one, two, { number: 3, etag: 'x' }]]) {
      const answer = await sender.complete(upload.id, parts);
      expect(answer, answer.text).toMatchObject({ status: 422, body: { code: 'upload.bad_parts' } });
    }
    okay(await sender.complete(upload.id, [one, two]));
    await sender.settled(upload.id, 'verified');
  });

  it('an ETag of other bytes for one PUT', async () => {
    const upload = await sender.begin(submission, { name: 'etag.bam', size: 4 });
    await sender.put(upload, Buffer.from('text'));
    const answer = await sender.complete(upload.id, [{ number: 1, etag: md5Of('test') }]);
    expect(answer).toMatchObject({ status: 422, body: { code: 'upload.bad_parts' } });
  });

  it('what was given up', async () => {
    const upload = await sender.begin(submission, { name: 'aborted.bam', size: 4 });
    const drop = () => app.request('DELETE', `uploads/${upload.id}`, { as: sender.as });
    expect((await drop()).status).toBe(204);
    expect((await drop()).status).toBe(204);
    expect((await sender.complete(upload.id)).body).toMatchObject({ status: 409, code: 'upload.over' });
    expect(await actionsOn(upload.id)).toEqual(['upload.begin', 'upload.abort']);
  });

  it("anything of somebody else's", async () => {
    const upload = await sender.begin(submission, { name: 'mine.bam', size: 4 });
    await sender.put(upload, Buffer.from('text'));
    const { as } = other;
    const answers = [
      await other.ask(submission, { name: 'a.bam', size: 1 }),
      await other.complete(upload.id),
      await other.download(upload.id),
      await app.request('GET', `uploads/${upload.id}`, { as }),
      await app.request('DELETE', `uploads/${upload.id}`, { as }),
      await app.request('GET', `files/${upload.id}`, { as }),
      await app.request('GET', `submissions/${submission}/files`, { as }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  });
});
