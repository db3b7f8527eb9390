// Files on their way in: over HTTP to the API, and straight to the store as a browser sends them.
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { filePage, fileView } from '../../server/src/files/file.contract.ts';
import { uploadView } from '../../server/src/submissions/uploads/upload.contract.ts';
import { md5Of, Sender, sha256Of, someReads } from '../factories/files.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const mebibyte = 1024 ** 2;
const app = useApp({ worker: true, env: { FILE_PART_BYTES: String(5 * mebibyte) } });
let desk: Desk;
let curator: Desk;
let sender: Sender;
let other: Sender;
let submission: string;

beforeAll(async () => {
  await seedChecklists(app.api);
  desk = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
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
const ended = async (id: string) => {
  const file = await sender.file(id);
  return { status: file.status, code: file.rejection?.code };
};

describe('a file', () => {
  it('of one part is put, verified, listed and given back as it was', async () => {
    const bytes = someReads();
    const declared = { md5: md5Of(bytes).toUpperCase(), sha256: sha256Of(bytes) };
    const upload = await sender.send(submission, 'leaf (1).fastq', bytes, declared);
    expect(uploadView.parse(upload)).toMatchObject({ status: 'uploaded', parts: [], expiresAt: null });
    const file = await sender.settled(upload.id, 'verified');
    expect(fileView.parse(file)).toMatchObject({
      name: 'leaf (1).fastq',
      size: bytes.length,
      md5: md5Of(bytes),
      sha256: sha256Of(bytes),
      visibility: 'private',
      hints: ['uncompressed_fastq'],
      rejection: null,
    });
    const { url } = okay(await sender.download(file.id));
    const answer = await fetch(url);
    expect(await answer.text()).toBe(bytes);
    expect(answer.headers.get('content-disposition')).toContain('filename="leaf (1).fastq"');
    expect(await actionsOn(file.id)).toEqual([
      'upload.begin',
      'upload.complete',
      'file.verify',
      'file.download',
    ]);
  });

  it('of several parts is put together from them', async () => {
    const bytes = randomBytes(12 * mebibyte + 7);
    const upload = await sender.begin(submission, { name: 'large.bam', size: bytes.byteLength });
    expect(upload.parts.map(({ size }) => size)).toEqual([5 * mebibyte, 5 * mebibyte, 2 * mebibyte + 7]);
    const parts = await sender.put(upload, bytes);
    // In any order, and said twice at once: the answer is one.
    const answers = await Promise.all([1, 2].map(() => sender.complete(upload.id, parts.toReversed())));
    for (const answer of answers) expect(okay(answer).id).toBe(upload.id);
    const file = await sender.settled(upload.id, 'verified');
    expect(file).toMatchObject({ md5: md5Of(bytes), sha256: sha256Of(bytes) });
    expect(okay(await sender.complete(upload.id, parts)).status).toBe('verified');
    expect((await actionsOn(file.id)).filter((action) => action === 'upload.complete')).toHaveLength(1);
  });

  it.each([
    ['MD5', { md5: 'a'.repeat(32) }, 'file.md5_differs'],
    ['SHA-256', { sha256: 'b'.repeat(64) }, 'file.sha256_differs'],
  ])('with another %s than declared is rejected, and says both', async (_, declared, code) => {
    const bytes = someReads();
    const { id } = await sender.send(submission, `wrong-${code}.fq.gz`, bytes, declared);
    const file = await sender.settled(id, 'rejected');
    expect(file.rejection?.code).toBe(code);
    expect(file.rejection?.message).toContain(Object.values(declared)[0]);
    expect((await sender.download(id)).status).toBe(409);
    expect(await actionsOn(id)).toContain('file.reject');
  });

  it('takes the place of the one of its name, which is recorded', async () => {
    const first = await sender.verified(submission, 'again.bam', someReads());
    const second = await sender.verified(submission, 'again.bam', someReads());
    expect((await sender.list(submission, 'q=again')).map(({ id }) => id)).toEqual([second.id]);
    expect(await ended(first.id)).toEqual({ status: 'removed', code: undefined });
    expect((await sender.download(first.id)).status).toBe(409);
  });

  it('is taken out, and its name is free again', async () => {
    const file = await sender.verified(submission, 'gone.bam', someReads());
    expect((await other.remove(submission, file.id)).status).toBe(404);
    expect((await sender.remove(submission, file.id)).status).toBe(204);
    expect((await sender.remove(submission, file.id)).status).toBe(409);
    expect(await sender.list(submission, 'q=gone')).toEqual([]);
    expect(await sender.list(submission, 'q=gone&status=removed')).toHaveLength(1);
    await sender.verified(submission, 'gone.bam', someReads());
  });
});

describe('a checksum file', () => {
  it.each(['before', 'after'])(
    'that comes %s its file and says otherwise has it rejected; a right one mends it',
    async (when) => {
      const [name, bytes] = [`sidecar-${when}.bam`, someReads()];
      const wrong = `${'0'.repeat(32)}  ${name}\n`;
      if (when === 'before') await sender.verified(submission, `${name}.md5`, wrong);
      const { id } = await sender.send(submission, name, bytes);
      if (when === 'after') {
        await sender.settled(id, 'verified');
        await sender.verified(submission, `${name}.md5`, wrong);
      }
      expect((await sender.settled(id, 'rejected')).rejection?.code).toBe('file.sidecar_differs');
      await sender.verified(submission, `${name}.md5`, `${md5Of(bytes)}  ${name}\n`);
      await sender.settled(id, 'verified');
    },
  );

  it('that goes takes its word with it', async () => {
    const { id } = await sender.verified(submission, 'freed.bam', someReads());
    const sidecar = await sender.verified(submission, 'freed.bam.md5', '0'.repeat(32));
    await sender.settled(id, 'rejected');
    expect((await sender.remove(submission, sidecar.id)).status).toBe(204);
    expect(await ended(id)).toEqual({ status: 'verified', code: undefined });
  });

  it('that holds none is rejected itself', async () => {
    const { id } = await sender.send(submission, 'odd.bam.md5', 'see the e-mail');
    expect((await sender.settled(id, 'rejected')).rejection?.code).toBe('file.sidecar_unreadable');
  });
});

describe('who sees what', () => {
  it('curators from the moment it was submitted; support and administrators never', async () => {
    const draft = await desk.draft(1);
    const file = await sender.verified(draft.id, 'reads.bam', someReads());
    const reader = new Sender(app, curator.as);
    expect((await reader.download(file.id)).status).toBe(404);
    await desk.do(draft, 'submit');
    expect((await reader.list(draft.id)).map(({ id }) => id)).toEqual([file.id]);
    expect(okay(await reader.download(file.id)).url).toContain('http');
    for (const role of ['support', 'admin'] as const) {
      const sees = new Sender(app, await app.person(role));
      expect((await sees.download(file.id)).status).toBe(403);
      expect((await app.request('GET', `files/${file.id}`, { as: sees.as })).status).toBe(403);
    }
    const auditor = new Sender(app, await app.person('auditor'));
    expect((await auditor.file(file.id)).name).toBe('reads.bam');
    expect((await auditor.download(file.id)).status).toBe(403);
  });

  it("a submission's history tells of its steps, not of its files", async () => {
    const draft = await desk.draft(1);
    await sender.verified(draft.id, 'secret.bam', someReads());
    await desk.do(draft, 'submit');
    const ask = { as: await app.person('support') };
    const { items } = okay(await app.request('GET', `submissions/${draft.id}/timeline`, ask));
    expect(JSON.stringify(items)).not.toContain('secret.bam');
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'submission.submit',
      'submission.upload_sheet',
      'submission.create',
    ]);
  });

  it('nobody changes the files of what was submitted', async () => {
    const draft = await desk.draft(1);
    const file = await sender.verified(draft.id, 'reads.bam', someReads());
    const open = await sender.begin(draft.id, { name: 'late.bam', size: 4 });
    await sender.put(open, Buffer.from('text'));
    await desk.do(draft, 'submit');
    const answers = [
      await sender.ask(draft.id, { name: 'more.bam', size: 4 }),
      await sender.complete(open.id),
      await sender.remove(draft.id, file.id),
    ];
    for (const answer of answers)
      expect(answer.body).toMatchObject({ status: 409, code: 'submission.not_editable' });
  });
});

describe('the way itself', () => {
  it('begins once for one key, however often it is asked', async () => {
    const body = { name: 'once.bam', size: 4 };
    const first = okay(await sender.ask(submission, body, 'key-of-an-upload'), 201);
    const second = okay(await sender.ask(submission, body, 'key-of-an-upload'), 201);
    expect(second.id).toBe(first.id);
    expect(await sender.list(submission, 'q=once.bam')).toHaveLength(1);
  });

  it("is open to the console's pages: the store lets them PUT and read the ETag", async () => {
    const upload = await sender.begin(submission, { name: 'cors.bam', size: 4 });
    const url = upload.parts[0]?.url ?? '';
    const origin = app.config.PUBLIC_URL;
    const asked = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(asked.status).toBe(200);
    expect(['*', origin]).toContain(asked.headers.get('access-control-allow-origin'));
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    const sent = await fetch(url, { method: 'PUT', body: 'text', headers: { origin } });
    expect(sent.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(sent.headers.get('etag')).toContain(md5Of('text'));
  });

  it('gives new addresses while bytes are awaited', async () => {
    const { id } = await sender.begin(submission, { name: 'anew.bam', size: 4 });
    const again = okay(await app.request('GET', `uploads/${id}`, { as: sender.as }));
    await sender.put(again, Buffer.from('text'));
    expect(okay(await sender.complete(id)).status).toBe('uploaded');
  });

  it('answers pages as the contract says', async () => {
    const answer = await app.request('GET', `submissions/${submission}/files?sort=-size&limit=3`, {
      as: sender.as,
    });
    const page = filePage.parse(okay(answer));
    const sizes = page.items.map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const ids = page.items.map(({ id }) => id);
    expect((await sender.list(submission, `ids=${ids.join(',')}`)).map(({ id }) => id).sort()).toEqual(
      ids.sort(),
    );
  });
});
