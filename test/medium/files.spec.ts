// What becomes of files in the store and in the database when things go wrong, late, twice or all at once.
import { randomBytes, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import type { StoredFile } from '../../server/src/files/file.entity.ts';
import { FileObservers } from '../../server/src/files/file-observers.ts';
import { FilesService } from '../../server/src/files/files.service.ts';
import { Leavings } from '../../server/src/files/leavings.service.ts';
import { Verification } from '../../server/src/files/verification.service.ts';
import { may } from '../../server/src/platform/access/authorize.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { Postponed, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { ObjectStore } from '../../server/src/platform/storage/object-store.ts';
import { SignedUrls } from '../../server/src/platform/storage/signed-urls.ts';
import { eventually } from '../factories/eventually.ts';
import { md5Of, Sender, someReads } from '../factories/files.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const mebibyte = 1024 ** 2;
const app = useApp({
  env: {
    FILE_PART_BYTES: String(5 * mebibyte),
    FILE_MAX_BYTES: String(20 * mebibyte),
    SUBMISSION_FILES_MAX_BYTES: String(50 * mebibyte),
  },
});
let desk: Desk;
let sender: Sender;
let store: ObjectStore;
let submission: string;

beforeAll(async () => {
  await seedChecklists(app.api);
  desk = new Desk(app, await app.person('depositor'));
  sender = new Sender(app, desk.as);
  store = app.get(ObjectStore);
  submission = (await desk.create()).id;
});

/** One attempt at a task, by hand. */
const attempt = (signal = new AbortController().signal): TaskRun => ({
  id: randomUUID(),
  attempt: 1,
  signal,
  fence: async () => undefined,
});
const verify = (id: string, run = attempt()) => app.get(Verification).verify(id, run);
const textOf = async (stream: AsyncIterable<unknown>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};
const verified = async (name: string, content: string, root = submission) => {
  const { id } = await sender.send(root, name, content);
  await verify(id);
  const file = await sender.file(id);
  expect(file, JSON.stringify(file)).toMatchObject({ status: 'verified' });
  return file;
};

describe('verification', () => {
  it('that was stopped in the middle begins again and comes to an end', async () => {
    const { id } = await sender.send(submission, 'stopped.bam', someReads());
    const stop = new AbortController();
    stop.abort(new Error('the worker stops'));
    await expect(verify(id, attempt(stop.signal))).rejects.toThrow('the worker stops');
    expect((await sender.file(id)).status).toBe('verifying');
    await verify(id);
    expect((await sender.file(id)).status).toBe('verified');
    await verify(id); // and once more than needed
    expect((await sender.file(id)).status).toBe('verified');
  });

  it('by two workers at once ends once', async () => {
    const bytes = someReads();
    const { id } = await sender.send(submission, 'twice.bam', bytes);
    await Promise.all([verify(id), verify(id)]);
    expect(await textOf(await app.get(FilesService).open(id))).toBe(bytes);
    const events: unknown[] = await app
      .get(DataSource)
      .query(`SELECT 1 FROM audit_events WHERE target_id = $1 AND action = 'file.verify'`, [id]);
    expect(events).toHaveLength(1);
  });

  it('finds bytes that are not there any more', async () => {
    const { id } = await sender.send(submission, 'lost.bam', someReads());
    await store.remove(`uploads/${id}`);
    await verify(id);
    expect((await sender.file(id)).rejection?.code).toBe('file.missing');
  });

  it('counts bytes itself, whatever the store let in', async () => {
    const { id } = await sender.send(submission, 'longer.bam', 'ACGT');
    await store.put(`uploads/${id}`, Buffer.from('ACGTACGT'), 'application/octet-stream');
    await verify(id);
    expect((await sender.file(id)).rejection).toEqual({
      code: 'file.size_differs',
      message: 'The store holds 8 bytes; 4 were declared.',
    });
  });

  it('is of bytes that nobody can change afterwards, though their address still works', async () => {
    const upload = await sender.begin(submission, { name: 'changed.bam', size: 4 });
    await sender.put(upload, Buffer.from('good'));
    okay(await sender.complete(upload.id));
    await verify(upload.id);
    await sender.put(upload, Buffer.from('evil'));
    expect(await textOf(await app.get(FilesService).open(upload.id))).toBe('good');
    await app.get(Leavings).expire(upload.id, attempt());
    expect(await store.head(`uploads/${upload.id}`)).toBeUndefined();
    expect(await textOf(await app.get(FilesService).open(upload.id))).toBe('good');
  });

  it('by a worker that lost its task and wakes up late puts no other bytes in the place of those read', async () => {
    const upload = await sender.begin(submission, { name: 'late.bam', size: 4 });
    await sender.put(upload, Buffer.from('good'));
    okay(await sender.complete(upload.id));
    const copy = vi.spyOn(store, 'copy');
    // The first worker stands still just before it copies; meanwhile another one does all, and other bytes land.
    copy.mockImplementationOnce(async (...place) => {
      await verify(upload.id);
      await sender.put(upload, Buffer.from('evil'));
      return store.copy(...place);
    });
    await verify(upload.id);
    expect(copy).toHaveBeenCalledTimes(3);
    copy.mockRestore();
    expect((await sender.file(upload.id)).status).toBe('verified');
    expect(await textOf(await app.get(FilesService).open(upload.id))).toBe('good');
  });

  it('of a file and the checksum file against it at one moment lets none of both slip', async () => {
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const name = `race-${round}.bam`;
      const sent = await Promise.all([
        sender.send(submission, name, someReads()),
        sender.send(submission, `${name}.md5`, '0'.repeat(32)),
      ]);
      await Promise.all(sent.map(({ id }) => verify(id)));
      const [file, sidecar] = await Promise.all(sent.map(({ id }) => sender.file(id)));
      expect([file?.status, file?.rejection?.code, sidecar?.status]).toEqual([
        'rejected',
        'file.sidecar_differs',
        'verified',
      ]);
    }
  });

  it('tells those above, in its transaction', async () => {
    const told: string[] = [];
    app.get(FileObservers).add(async (_, file) => void told.push(`${file.name} ${file.status}`));
    const file = await verified('told.bam', someReads());
    okay(await sender.remove(submission, file.id), 204);
    expect(told.filter((line) => line.startsWith('told'))).toEqual(['told.bam verified', 'told.bam removed']);
  });
});

describe('what is left behind', () => {
  it('by an upload that nobody came back to goes, with its parts', async () => {
    const bytes = randomBytes(6 * mebibyte);
    const upload = await sender.begin(submission, { name: 'abandoned.bam', size: bytes.byteLength });
    const parts = await sender.put(upload, bytes);
    const [task] = await app
      .get(DataSource)
      .query(
        `SELECT run_at > now() + interval '48 hours' AS late FROM tasks WHERE name = 'upload.expire' AND payload ->> 'fileId' = $1`,
        [upload.id],
      );
    expect(task).toEqual({ late: true });
    await app.get(Leavings).expire(upload.id, attempt());
    expect((await sender.complete(upload.id, parts)).body).toMatchObject({ code: 'upload.over' });
    const late = await fetch(upload.parts[0]?.url ?? '', {
      method: 'PUT',
      body: bytes.subarray(0, 5 * mebibyte),
    });
    expect(late.status).toBe(404); // NoSuchUpload: the store knows nothing of it any more
  });

  it('by an upload that was completed is its file alone', async () => {
    const file = await verified('kept.bam', someReads());
    await app.get(Leavings).expire(file.id, attempt());
    await app.get(Leavings).discard(file.id);
    expect(await store.head(`uploads/${file.id}`)).toBeUndefined();
    expect(await store.head(`files/${file.id}`)).toMatchObject({ size: file.size });
  });

  it('while a file waits for its worker is not touched', async () => {
    const { id } = await sender.send(submission, 'waiting.bam', someReads());
    await app.get(Leavings).expire(id, attempt());
    await verify(id);
    expect((await sender.file(id)).status).toBe('verified');
  });

  it('by a file that was replaced is to go', async () => {
    const replaced = await verified('replaced.bam', someReads());
    await verified('replaced.bam', someReads());
    expect(await store.head(`files/${replaced.id}`)).toBeDefined();
    const due: unknown[] = await app
      .get(DataSource)
      .query(`SELECT 1 FROM tasks WHERE name = 'file.discard' AND payload ->> 'fileId' = $1`, [replaced.id]);
    expect(due).toHaveLength(1);
    await app.get(Leavings).discard(replaced.id);
    expect(await store.head(`files/${replaced.id}`)).toBeUndefined();
  });

  it('by a file whose row names another object is not that object', async () => {
    const [replaced, other] = [
      await verified('astray.bam', someReads()),
      await verified('other.bam', someReads()),
    ];
    await verified('astray.bam', someReads());
    const kept = `audit-exports/${replaced.id}/x.csv`;
    await store.put(kept, Buffer.from('an export'), 'text/csv');
    for (const key of [kept, `files/${other.id}`]) {
      await app.get(DataSource).query('UPDATE files SET key = $2 WHERE id = $1', [replaced.id, key]);
      await app.get(Leavings).discard(replaced.id);
      expect(await store.head(key)).toBeDefined();
    }
    const { id } = await sender.send(submission, 'over.bam', someReads());
    await app.get(DataSource).query('UPDATE files SET key = $2 WHERE id = $1', [id, kept]);
    await verify(id);
    expect(String(await store.get(kept))).toBe('an export');
    expect(await store.head(`files/${id}`)).toBeDefined();
  });

  it('by an upload is kept for its sender for as long as they come back to it', async () => {
    const { id } = await sender.begin(submission, { name: 'slow.bam', size: 4 });
    okay(await app.request('GET', `uploads/${id}`, { as: desk.as }));
    const tooEarly = await app
      .get(Leavings)
      .expire(id, attempt())
      .catch((error: unknown) => error);
    expect(tooEarly).toBeInstanceOf(Postponed);
    expect((tooEarly as Postponed).seconds).toBeGreaterThan(48 * 3_600);
    expect((await sender.file(id)).status).toBe('pending');
    await app
      .get(DataSource)
      .query(`UPDATE files SET renewed_at = renewed_at - interval '30 days' WHERE id = $1`, [id]);
    await app.get(Leavings).expire(id, attempt());
    expect((await sender.file(id)).status).toBe('aborted');
  });

  it('by a file that was taken out is nothing, unless it was submitted before', async () => {
    const draft = await desk.draft(1);
    const [unseen, seen] = [
      await verified('unseen.bam', someReads(), draft.id),
      await verified('seen.bam', someReads(), draft.id),
    ];
    okay(await sender.remove(draft.id, unseen.id), 204);
    const submitted = await desk.do(draft, 'submit');
    const curator = new Desk(app, await app.person('curator'));
    const claimed = await curator.do(submitted, 'claim');
    await curator.do(claimed, 'request-changes', 'One file too many.');
    okay(await sender.remove(draft.id, seen.id), 204);
    for (const { id } of [unseen, seen]) await app.get(Leavings).discard(id);
    expect(await store.head(`files/${unseen.id}`)).toBeUndefined();
    expect(await store.head(`files/${seen.id}`)).toBeDefined();
  });
});

describe('the store', () => {
  it('refuses an address whose time is over', async () => {
    const url = await app.get(SignedUrls).put('uploads/late', 4, 1);
    let status = 0;
    await eventually(async () => {
      status = (await fetch(url, { method: 'PUT', body: 'text' })).status;
      return status !== 200;
    });
    expect(status).toBe(403);
  });

  it('gives a verified file from any byte on', async () => {
    const { id } = await verified('range.txt', '0123456789');
    expect(await textOf(await app.get(FilesService).open(id, { start: 4 }))).toBe('456789');
    const { id: pending } = await sender.begin(submission, { name: 'none.txt', size: 1 });
    await expect(app.get(FilesService).open(pending)).rejects.toMatchObject({ code: 'file.not_verified' });
  });

  it('answers for what it cannot put together', async () => {
    const bytes = randomBytes(6 * mebibyte);
    const upload = await sender.begin(submission, { name: 'answer-lost.bam', size: bytes.byteLength });
    const parts = await sender.put(upload, bytes);
    // As if the process had ended after the store put the parts together, before the row knew.
    okay(await sender.complete(upload.id, parts));
    await app
      .get(DataSource)
      .query(`UPDATE files SET status = 'pending', uploaded_at = NULL WHERE id = $1`, [upload.id]);
    expect(okay(await sender.complete(upload.id, parts)).status).toBe('uploaded');
    await verify(upload.id);
    expect((await sender.file(upload.id)).md5).toBe(md5Of(bytes));
  });
});

describe('the limits', () => {
  it('of one file and of all together hold, also for two who come at once', async () => {
    const { id } = await desk.create();
    const ask = (name: string, size: number) => sender.ask(id, { name, size });
    expect((await ask('big.bam', 21 * mebibyte)).body).toMatchObject({ status: 413, code: 'file.too_large' });
    okay(await ask('one.bam', 20 * mebibyte), 201);
    const answers = await Promise.all(['two.bam', 'three.bam'].map((name) => ask(name, 20 * mebibyte)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 413]);
    expect(answers.find(({ status }) => status === 413)?.body).toMatchObject({
      code: 'file.root_full',
      facts: { leftBytes: 10 * mebibyte },
    });
    // The same name again takes a place of its own for as long as the earlier attempt is not given up.
    expect((await ask('one.bam', 20 * mebibyte)).body).toMatchObject({ code: 'file.root_full' });
  });

  it('count every attempt at a name, but not the file that it will replace', async () => {
    const { id } = await desk.create();
    const ask = () => sender.ask(id, { name: 'again.bam', size: 20 * mebibyte });
    okay(await ask(), 201);
    const { id: replaced } = okay(await ask(), 201);
    expect((await ask()).body).toMatchObject({ code: 'file.root_full', facts: { leftBytes: 10 * mebibyte } });
    await app.get(DataSource).query(`UPDATE files SET status = 'uploaded' WHERE id = $1`, [replaced]);
    okay(await ask(), 201);
    expect((await ask()).body).toMatchObject({ code: 'file.root_full' });
  });
});

it('the list shows exactly what the policy lets each role see', async () => {
  const rows: Pick<StoredFile, 'id' | 'ownerId' | 'status' | 'visibility'>[] = await app
    .get(DataSource)
    .query(`SELECT id, owner_id AS "ownerId", status, visibility FROM files WHERE root_id = $1`, [
      submission,
    ]);
  expect(rows.length).toBeGreaterThan(10);
  for (const role of ['depositor', 'curator', 'support', 'auditor', 'admin'] as const)
    for (const id of [desk.as.id, randomUUID()]) {
      const actor = { ...systemActor('tests'), id, ability: abilityOf({ id, roles: [role] }) };
      const query = {
        limit: 500,
        status: ['pending', 'uploaded', 'verifying', 'verified', 'rejected', 'aborted', 'removed'] as never,
      };
      const { items } = JSON.parse(await app.get(FilesService).list(actor, submission, query));
      const allowed = rows.filter((row) => may(actor, 'read', 'File', row)).map((row) => row.id);
      expect(items.map((item: { id: string }) => item.id).sort(), role).toEqual(allowed.sort());
    }
});
