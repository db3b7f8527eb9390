// The archive of months that leave the log: what is handed out of it, what is refused, and what is cleared away.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { monthAfter } from '../../server/src/audit/archive/retained-month.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { ArchiveLeavings } from '../../server/src/audit/retention/archive-leavings.service.ts';
import { ArchiveStore } from '../../server/src/audit/retention/archive-store.ts';
import { MonthLeaving } from '../../server/src/audit/retention/month-leaving.ts';
import { RetentionRuns } from '../../server/src/audit/retention/retention-runs.service.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { bucketClient } from '../../server/src/platform/storage/bucket-client.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { madeRoomFor } from '../factories/audit-room.ts';
import { eventually } from '../factories/eventually.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const folder = mkdtempSync(join(tmpdir(), 'seqdb-archive-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  Logger.overrideLogger(new Logger());
});
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const sealed = () => eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0);
const thisMonth = monthOfFile();
const [first = '', second = '', stays = ''] = [-4, -3, -2].map((by) => monthAfter(thisMonth, by));

let auditor: Person;
let admin: Person;
beforeAll(async () => {
  Logger.overrideLogger(false);
  await madeRoomFor(app.config, [first, second, stays]);
  [auditor, admin] = [await app.person('auditor'), await app.person('admin')];
  for (const month of [first, second]) await wrote(month);
  await sealed();
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 1);
});

/** An event as if it were then. */
async function wrote(month: string): Promise<void> {
  app.get(Clock).standAt(new Date(`${month}-15T10:00:00Z`));
  await app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, systemActor('test'), {
      action: 'test.update',
      target: { type: 'Test', id: randomUUID(), label: month },
    }),
  );
  app.get(Clock).standAt(undefined);
}
const leaving = () => app.worker?.get(MonthLeaving) as MonthLeaving;
const store = () => app.worker?.get(ArchiveStore) as ArchiveStore;
const alone = { fence: () => Promise.resolve(), signal: new AbortController().signal };
const s3 = () =>
  bucketClient(app.config, {
    endpoint: app.config.AUDIT_EXPORT_ENDPOINT,
    region: app.config.AUDIT_EXPORT_REGION,
    accessKeyId: app.config.AUDIT_EXPORT_ACCESS_KEY_ID,
    secretAccessKey: app.config.AUDIT_EXPORT_SECRET_ACCESS_KEY,
  });
type Stated = { id: string; bucket: string; key: string; sha256: string; bytes: number };
const statedOf = (month: string): Promise<Stated[]> =>
  query(
    'SELECT id, bucket, object_key AS key, sha256, bytes::int AS bytes FROM audit_retentions WHERE month = $1 ORDER BY archived_at',
    [month],
  );
const inLog = async () =>
  (await query<{ month: string }>('SELECT month FROM audit_months() AS month')).map(({ month }) => month);
async function run() {
  const { id } = await app.get(RetentionRuns).request(systemActor('test'));
  await eventually(async () => (await app.get(RetentionRuns).get(id))?.finishedAt !== null, 120);
  return app.get(RetentionRuns).get(id);
}
async function contentOf({ bucket, key }: Stated): Promise<Buffer> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
const put = ({ bucket, key }: Stated, Body: Buffer) =>
  s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
const linkTo = (month: string, as = auditor) =>
  app.request('POST', `audit/retention/months/${month}/links`, { as });
const eventsOf = (action: string, month: string) =>
  query<{ actor: string; facts: Record<string, unknown> }>(
    `SELECT actor_id AS actor, body::json -> 'facts' AS facts FROM audit_events WHERE action = $1 AND target_id = $2 ORDER BY id`,
    [action, month],
  );

describe('an archive that is replaced', () => {
  it('between archiving and dropping drops nothing, and the month is archived once more', async () => {
    await leaving().archive(first, alone);
    await sealed();
    const [stated] = await statedOf(first);
    await put(stated as Stated, randomBytes(stated?.bytes ?? 0));
    await expect(leaving().drop(first)).rejects.toThrow('is not the archive');
    await s3().send(new DeleteObjectCommand({ Bucket: stated?.bucket, Key: stated?.key }));
    await expect(leaving().drop(first)).rejects.toThrow('is not the archive');
    expect(await inLog()).toContain(first);
  });

  it('each time it is put there leaves the month in the log, and a run archives it no third time', async () => {
    const real = ArchiveStore.prototype.put;
    const puts = vi.spyOn(store(), 'hashOf').mockResolvedValue('another');
    const again = vi.spyOn(store(), 'put').mockImplementation(async function (this: ArchiveStore, ...given) {
      await real.apply(store(), given);
    });
    const before = (await statedOf(first)).length;
    const failed = await run();
    expect(failed).toMatchObject({ state: 'failed', months: [], says: expect.stringMatching(/is not/) });
    // Once in each attempt of the task, whatever became of the one before.
    expect((await statedOf(first)).length - before).toBeLessThanOrEqual(3);
    expect(again.mock.calls.length).toBe((await statedOf(first)).length - before);
    puts.mockRestore();
    again.mockRestore();
    expect(await inLog()).toContain(first);
  });
});

describe('what attempts leave lying', () => {
  it('is removed once the month has left by another, and told', async () => {
    const lost = vi.spyOn(store(), 'fetch').mockRejectedValueOnce(new Error('the connection was lost'));
    await expect(leaving().archive(first, alone)).rejects.toThrow('lost');
    lost.mockRestore();
    const attempts = () =>
      query<{ key: string; bucket: string; removed: boolean }>(
        `SELECT object_key AS key, bucket, removed_at IS NOT NULL AS removed FROM audit_archive_attempts ORDER BY begun_at`,
      );
    const [given] = (await attempts()).slice(-1);
    expect(await store().sizeOf(given?.bucket ?? '', given?.key ?? '')).toBeGreaterThan(0);
    expect(await run()).toMatchObject({ state: 'done', months: [first, second] });
    const dropped = await query<{ key: string }>(
      'SELECT object_key AS key FROM audit_retentions WHERE dropped_at IS NOT NULL',
    );
    const keys = new Set(dropped.map(({ key }) => key));
    for (const { key, bucket, removed } of await attempts()) {
      expect([key, removed]).toEqual([key, !keys.has(key)]);
      expect([key, (await store().sizeOf(bucket, key)) === undefined]).toEqual([key, removed]);
    }
    const told = await eventsOf('audit.archive_remove', first);
    expect(told.map(({ facts }) => facts['key'])).toContain(given?.key);
    expect(told.filter(({ facts }) => keys.has(String(facts['key'])))).toEqual([]);
  });

  it('stays where a lock keeps it, and is asked for again when that is over', async () => {
    const leavings = app.worker?.get(ArchiveLeavings) as ArchiveLeavings;
    const [{ bucket = '' } = {}] = await statedOf(first);
    const key = store().keyOf(`${first}-0123456789`);
    await leavings.note(first, bucket, key);
    const until = new Date(Date.now() + 3_600_000);
    const remove = vi.spyOn(store(), 'remove').mockResolvedValue({ lockedUntil: until });
    await leavings.clear(alone);
    await leavings.clear(alone);
    expect(remove).toHaveBeenCalledTimes(1);
    await query(`UPDATE audit_archive_attempts SET locked_until = now() WHERE object_key = $1`, [key]);
    remove.mockRejectedValueOnce(new Error('the store is away')); // which stands in nobody's way
    await leavings.clear(alone);
    await leavings.clear(alone);
    expect(remove).toHaveBeenCalledTimes(2);
    remove.mockRestore();
    const open = () =>
      query('SELECT FROM audit_archive_attempts WHERE object_key = $1 AND removed_at IS NULL', [key]);
    expect(await open()).toHaveLength(1);
    await query(`UPDATE audit_archive_attempts SET refused_at = now() - interval '25 hours'`);
    const before = (await eventsOf('audit.archive_remove', first)).length;
    await leavings.clear(alone);
    expect(await open()).toEqual([]);
    expect(await eventsOf('audit.archive_remove', first)).toHaveLength(before); // nothing was there
  });

  it('is removed only where an attempt of that month can have put it: no other file that the key reaches', async () => {
    const leavings = app.worker?.get(ArchiveLeavings) as ArchiveLeavings;
    const [{ bucket = '' } = {}] = await statedOf(first);
    const key = store().keyOf(`${first}-0123456789`);
    const foreign: [month: string, bucket: string, key: string][] = [
      [first, bucket, 'an-upload.fastq.gz'],
      [first, bucket, store().keyOf(first)],
      [first, bucket, store().keyOf(`${second}-0123456789`)],
      [first, bucket, `x${key}`],
      [first, bucket, `${key}.gz`],
      [second, bucket, key],
      ['', bucket, store().keyOf('-0123456789')],
      [first, `${bucket}-other`, key],
    ];
    for (const one of foreign) await leavings.note(...one);
    const remove = vi.spyOn(store(), 'remove');
    await leavings.clear(alone);
    expect(remove).not.toHaveBeenCalled();
    remove.mockRestore();
    await query('UPDATE audit_archive_attempts SET removed_at = now() WHERE removed_at IS NULL');
  });
});

describe('what the store does not let go', () => {
  it('holds back neither the others nor a month: it is tried once in a run, and a day later', async () => {
    const leavings = app.worker?.get(ArchiveLeavings) as ArchiveLeavings;
    const [{ bucket = '' } = {}] = await statedOf(first);
    const keys = Array.from({ length: 51 }, (_, index) =>
      store().keyOf(`${first}-fffffff0${String(index).padStart(2, '0')}`),
    );
    for (const key of keys) await leavings.note(first, bucket, key);
    const asked: string[] = [];
    const remove = vi.spyOn(store(), 'remove').mockImplementation(async ({ key }) => {
      asked.push(key);
      if (key !== keys.at(-1)) throw new Error('refused');
      return 'removed';
    });
    expect(await run()).toMatchObject({ state: 'done' });
    expect(asked).toEqual(keys.slice(0, 50));
    expect(await run()).toMatchObject({ state: 'done' });
    expect(asked).toEqual(keys);
    expect(await run()).toMatchObject({ state: 'done' });
    expect(asked).toEqual(keys);
    const told = (await eventsOf('audit.archive_remove', first)).map(({ facts }) => facts['key']);
    expect(told.filter((key) => keys.includes(String(key)))).toEqual(keys.slice(-1));
    await query(
      `UPDATE audit_archive_attempts SET refused_at = now() - interval '25 hours' WHERE object_key = $1`,
      [keys[0]],
    );
    await run();
    expect(asked.slice(51)).toEqual(keys.slice(0, 1));
    remove.mockRestore();
    await query(`UPDATE audit_archive_attempts SET removed_at = now() WHERE object_key LIKE '%-fffffff0%'`);
  });
});

describe('an archive larger than a part', () => {
  it('lies there as it was sent', async () => {
    const path = join(folder, 'large');
    const file = randomBytes(11 * 1024 ** 2);
    writeFileSync(path, file);
    Object.assign(store(), { partBytes: 5 * 1024 ** 2 });
    const key = store().keyOf(`0000-01-${randomUUID()}`);
    const uploads: string[] = [];
    await store().put(key, path, { begun: async (id) => void uploads.push(id) });
    expect(uploads).toHaveLength(1);
    Object.assign(store(), { partBytes: 64 * 1024 ** 2 });
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(await store().hashOf(store().bucket ?? '', key)).toBe(sha256);
    expect(await store().fetch(store().bucket ?? '', key, join(folder, 'back'))).toEqual({
      bytes: file.length,
      sha256,
    });
    const place = { bucket: store().bucket ?? '', key };
    expect(await store().remove({ ...place, uploadId: uploads[0] ?? '' })).toBe('removed');
    expect(await store().sizeOf(place.bucket, key)).toBeUndefined();
  });
});

describe('a month of the archive', () => {
  it('is downloaded by an auditor or an admin, once a link, and the log tells of it', async () => {
    const [stated] = (await statedOf(first)).slice(-1);
    for (const as of [auditor, admin]) {
      const { status, body } = await linkTo(first, as);
      expect([status, body.sha256, body.bytes]).toEqual([201, stated?.sha256, stated?.bytes]);
      expect((await fetch(`${app.url}${body.url}`, { method: 'HEAD' })).status).toBe(200);
      const before = (await eventsOf('audit.archive_download', first)).length;
      const answer = await fetch(`${app.url}${body.url}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/gzip']);
      expect(answer.headers.get('content-disposition')).toContain(body.fileName);
      const file = Buffer.from(await answer.arrayBuffer());
      expect(createHash('sha256').update(file).digest('hex')).toBe(stated?.sha256);
      const path = join(folder, body.fileName);
      writeFileSync(path, file);
      const keys = join(folder, 'keys.json');
      writeFileSync(keys, (await app.request('GET', '/.well-known/seqdb-audit-keys.json')).text);
      expect(await verifyExport(path, { keys })).toMatchObject({ flaw: null, events: 1 });
      const events = await eventsOf('audit.archive_download', first);
      expect(events).toHaveLength(before + 1);
      const { key, bytes, sha256 } = stated as Stated;
      expect(events.at(-1)).toEqual({ actor: as.id, facts: { key, bytes, sha256 } });
      const over = await fetch(`${app.url}${body.url}`);
      expect([over.status, ((await over.json()) as { code: string }).code]).toEqual([
        404,
        'audit.export_link_over',
      ]);
    }
  });

  it('is nobody else’s, and no link leads to what another kind of link does', async () => {
    for (const role of ['depositor', 'curator', 'support'] as const)
      expect((await linkTo(first, await app.person(role))).status).toBe(403);
    const { body } = await linkTo(first);
    const token = body.url.split('/').at(-1);
    const other = await app.request('GET', `audit/export-links/${token}`);
    expect([other.status, other.body.code]).toEqual([404, 'audit.export_link_over']);
    const link = await app.request('POST', 'audit/exports', {
      as: auditor,
      body: { format: 'jsonl', delivery: 'link' },
    });
    const exported = link.body.url.split('/').at(-1);
    expect((await app.request('GET', `audit/archive-links/${exported}`)).status).toBe(404);
    expect((await fetch(`${app.url}${link.body.url}`)).status).toBe(200); // it was not used up
    expect((await fetch(`${app.url}${body.url}`)).status).toBe(200);
    expect((await app.request('GET', `audit/archive-links/${'x'.repeat(43)}`)).status).toBe(404);
  });

  it('that is none, or is not archived, is told', async () => {
    expect((await linkTo(thisMonth)).body).toMatchObject({ status: 404, code: 'audit.month_not_archived' });
    for (const month of ['2026-13', '2026-1', 'x', '2026-01-01'])
      expect((await linkTo(month)).status).toBe(422);
  });

  it('that is gone, altered or out of reach is refused, and says so', async () => {
    const [stated] = (await statedOf(second)).slice(-1) as [Stated];
    const whole = await contentOf(stated);
    const { body: early } = await linkTo(second);
    const { bucket, key } = stated;
    const told: unknown[] = [];
    const sha256Of = (file: Buffer) => createHash('sha256').update(file).digest('hex');
    for (const other of [randomBytes(whole.length), whole.subarray(0, -1), Buffer.concat([whole, whole])]) {
      await put(stated, other);
      const { status, body } = await linkTo(second);
      expect([status, body.code]).toEqual([409, 'audit.archive_altered']);
      // Each time somebody asks. Of another size it is not read.
      const sha256 = other.length === whole.length ? sha256Of(other) : null;
      told.push({ actor: auditor.id, facts: { bucket, key, sha256 } });
      expect(await eventsOf('audit.archive_altered', second)).toEqual(told);
    }
    // Altered after the link was made, and as long as it should be: nobody gets it whole, and the log tells of it.
    await put(stated, randomBytes(whole.length));
    const cut = fetch(`${app.url}${early.url}`).then(async (answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.arrayBuffer();
    });
    await expect(cut).rejects.toThrow();
    await eventually(
      async () => (await eventsOf('audit.archive_altered', second)).length === told.length + 1,
    );
    await s3().send(new DeleteObjectCommand({ Bucket: stated.bucket, Key: stated.key }));
    expect((await linkTo(second)).body).toMatchObject({ status: 410, code: 'audit.archive_gone' });
    const ask = vi.spyOn(app.get(ArchiveStore), 'sizeOf').mockRejectedValue(new Error('no route'));
    expect((await linkTo(second)).body).toMatchObject({ status: 503, code: 'audit.archive_unreachable' });
    ask.mockRestore();
    await put(stated, whole);
    expect((await linkTo(second)).status).toBe(201);
  });
});
