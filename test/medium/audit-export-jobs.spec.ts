// Exports that are kept: people's, which are written in the background, and the schedule's.
import { createHash, randomUUID } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import readWorkbook from 'read-excel-file/node';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import {
  type AuditExportTicket,
  auditExportTicket,
  type AuditExportView,
  auditExportView,
} from '../../server/src/audit/exporting/export.contract.ts';
import { readManifest } from '../../server/src/audit/exporting/export-format.ts';
import { ExportEndings } from '../../server/src/audit/exporting/export-endings.ts';
import { ExportHealth } from '../../server/src/audit/exporting/export-health.ts';
import { exportColumns, type ExportRow, insertExport } from '../../server/src/audit/exporting/export-rows.ts';
import { ExportLeavings } from '../../server/src/audit/exporting/export-leavings.service.ts';
import { ExportWatch } from '../../server/src/audit/exporting/export-watch.ts';
import { ExportStore } from '../../server/src/audit/exporting/export-store.ts';
import { writeExport } from '../../server/src/audit/exporting/export.task.ts';
import { fileNameOf } from '../../server/src/audit/exporting/file-name.ts';
import { keptActor } from '../../server/src/audit/exporting/kept-actor.ts';
import { DueExports } from '../../server/src/audit/exporting/schedule/due-exports.service.ts';
import { nextAt, startOf } from '../../server/src/audit/exporting/schedule/export-periods.ts';
import { inEnglish } from '../../server/src/audit/health-sentences.contract.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_EXPORT_JOB_ABOVE: '20' } });
let auditor: Person;
let admin: Person;
const root = randomUUID();
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada Lovelace',
  roles: ['curator'],
  origin: { requestId: 'req-ada', address: '192.0.2.7', client: '=HYPERLINK("http://evil")' },
};
const record = (event: Partial<AuditEvent>) =>
  app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, ada, {
      action: 'submission.update',
      target: { type: 'Submission', id: root, label: 'Potato' },
      ...event,
    }),
  );
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  [auditor, admin] = [await app.person('auditor'), await app.person('admin')];
  for (let number = 1; number <= 12; number += 1)
    await record({
      reason: `=${number}+1`,
      target: { type: 'User', id: root, label: personal('Grace', 'grace') },
      changes: [{ field: 'title', before: null, after: `_x0041_ ${number}` }],
    });
  // The key is registered by the worker with its first segment.
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 0);
});

const ask = async (body: object, as = auditor): Promise<AuditExportTicket> =>
  auditExportTicket.parse((await app.request('POST', 'audit/exports', { as, body })).body);
const get = async (id: string, as = auditor): Promise<AuditExportView> =>
  auditExportView.parse((await app.request('GET', `audit/exports/${id}`, { as })).body);
const download = async (url: string) => {
  const answer = await fetch(new URL(url, app.url));
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
/** Asks for a job and waits for its end. */
async function written(body: object, as = auditor): Promise<AuditExportView> {
  const { exportId, url } = await ask({ delivery: 'job', ...body }, as);
  expect(url).toBeNull();
  const id = exportId ?? '';
  await eventually(async () => !['waiting', 'running'].includes((await get(id, as)).state));
  return get(id, as);
}
const linkTo = async (id: string, as = auditor) =>
  auditExportTicket.parse((await app.request('POST', `audit/exports/${id}/links`, { as })).body).url ?? '';
const actionsOf = async (id: string) =>
  (
    await query<{ action: string }>(
      'SELECT action FROM audit_events WHERE root_id = $1 ORDER BY occurred_at, id',
      [id],
    )
  ).map(({ action }) => action);

const placeOf = (id: string) => `audit-exports/${id}/x`;

describe('a workbook', () => {
  it('is a report bound by its hash, with every text a string', async () => {
    const { url } = await ask({ format: 'xlsx', filter: { rootId: root } });
    const { bytes, headers } = await download(url ?? '');
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(headers.get('content-disposition')).toMatch(/\.xlsx"$/);
    const [events, about] = await readWorkbook(bytes);
    expect(events?.data).toHaveLength(13);
    const [headings = [], ...rows] = events?.data ?? [];
    const cell = (row: number, heading: string) => rows[row]?.[headings.indexOf(heading)];
    expect([cell(0, 'Reason'), cell(0, 'Client'), cell(0, 'Record')]).toEqual([
      '=1+1',
      ada.origin.client,
      'Grace',
    ]);
    expect(cell(0, 'Time (UTC)')).toBeInstanceOf(Date);
    expect(cell(11, 'Changes')).toContain('12');
    expect(JSON.stringify(about?.data)).toContain(root);
    const id = headers.get('x-audit-export') ?? '';
    await eventually(async () => (await get(id)).state === 'complete');
    expect(await get(id)).toMatchObject({
      sha256: sha256(bytes),
      bytes: bytes.length,
      events: 12,
      matching: 12,
    });
    const manifest = readManifest(
      (await app.request('GET', `audit/exports/${id}/manifest`, { as: auditor })).text.trim(),
    );
    const text = JSON.stringify(
      (await app.request('GET', `audit/exports/${id}/manifest`, { as: auditor })).body,
    );
    expect(manifest ?? readManifest(text)).toMatchObject({
      manifest: { sha256: sha256(bytes), rows: 12, format: 'xlsx' },
    });
  });

  it('of nothing has its heading and tells of itself', async () => {
    const { url } = await ask({ format: 'xlsx', filter: { rootId: randomUUID() } });
    const [events, about] = await readWorkbook((await download(url ?? '')).bytes);
    expect(events?.data).toHaveLength(1);
    expect(JSON.stringify(about?.data)).toContain('Events in this file');
  });
});

describe('a job', () => {
  it('is what a large export becomes, and a small one does not', async () => {
    expect((await ask({ format: 'csv', filter: { rootId: root } })).delivery).toBe('link');
    for (let number = 0; number < 21; number += 1)
      await record({ target: { type: 'T', id: 'many', label: 'm' } });
    const { delivery, exportId } = await ask({ format: 'csv', filter: { rootId: 'many' } });
    expect(delivery).toBe('job');
    expect(await get(exportId ?? '')).toMatchObject({ origin: 'job', expected: 21 });
  });

  it.each([
    ['csv', 'gzip'],
    ['jsonl', undefined],
    ['xlsx', undefined],
  ] as const)(
    'writes %s into object storage, mails, and gives it once a link',
    async (format, compression) => {
      const filter = { rootId: root };
      const done = await written({ format, filter, ...(compression && { compression }) });
      expect(done).toMatchObject({
        state: 'complete',
        events: 12,
        matching: 12,
        hasFile: true,
        hasManifest: true,
        filter,
      });
      expect(Date.parse(done.expiresAt ?? '')).toBeGreaterThan(Date.now() + 6 * 86_400_000);
      const [mail] = await query<{ recipient: string; text: string }>(
        'SELECT recipient, text FROM mails WHERE about_id = $1',
        [done.id],
      );
      expect(mail?.recipient).toBe(auditor.email);
      expect(mail?.text).toContain(`/log-exports?export=${done.id}`);
      const url = await linkTo(done.id);
      const { bytes, headers } = await download(url);
      expect(headers.get('content-length')).toBe(String(bytes.length));
      const content = compression ? gunzipSync(bytes) : bytes;
      expect([sha256(content), content.length]).toEqual([done.sha256, done.bytes]);
      expect((await download(url)).status).toBe(404);
      expect(await actionsOf(done.id)).toEqual([
        'audit.export_request',
        'audit.export',
        'audit.export_end',
        'audit.export_download',
      ]);
    },
  );

  it('of nothing is an empty file with its manifest', async () => {
    const done = await written({ format: 'jsonl', filter: { rootId: randomUUID() } });
    expect(done).toMatchObject({ state: 'complete', events: 0 });
    const lines = (await download(await linkTo(done.id))).bytes.toString().trimEnd().split('\n');
    expect(lines.length).toBe(2);
    expect(readManifest(lines[1] ?? '')?.manifest.rows).toBe(0);
  });

  it('is nobody else’s', async () => {
    const { id } = await written({ format: 'jsonl', filter: { rootId: randomUUID() } });
    for (const [method, path] of [
      ['GET', `audit/exports/${id}`],
      ['GET', `audit/exports/${id}/manifest`],
      ['POST', `audit/exports/${id}/links`],
    ] as const)
      expect((await app.request(method, path, { as: admin })).status).toBe(404);
    const { body } = await app.request('GET', 'audit/exports', { as: admin });
    expect(body.items.map((each: AuditExportView) => each.id)).not.toContain(id);
    const curator = await app.person('curator');
    expect((await app.request('GET', 'audit/exports', { as: curator })).status).toBe(403);
    expect((await app.request('POST', `audit/exports/${id}/links`, { as: curator })).status).toBe(403);
  });

  it('is removed when its time is over', async () => {
    const { id } = await written({ format: 'jsonl', filter: { rootId: randomUUID() } });
    const url = await linkTo(id);
    await query(`UPDATE audit_exports SET expires_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    await app.get(ExportLeavings).expire();
    expect(await get(id)).toMatchObject({ state: 'expired', hasFile: false });
    expect((await download(url)).status).toBe(409);
    expect((await app.request('POST', `audit/exports/${id}/links`, { as: auditor })).body.code).toBe(
      'audit.no_file',
    );
    expect((await actionsOf(id)).at(-1)).toBe('audit.export_expire');
  });

  it('that the store does not let go holds back no other, is told of, and goes later', async () => {
    await app.worker?.get(ExportWatch).beforeApplicationShutdown(); // looks at the clock itself otherwise
    const trouble = async () => inEnglish(await app.get(ExportHealth).troubles());
    expect(await trouble()).toBeNull();
    const [stuck, abandoned, other]: [string, string, string] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [id = '', state, ago] of [
      [stuck, 'complete', '3 days'],
      [abandoned, 'running', '2 days'],
      [other, 'complete', '1 day'],
    ])
      await query(
        `INSERT INTO audit_exports (id, origin, requested_by, requested_at, format, filter, state, file_name, object_key, expires_at)
         VALUES ($1::uuid, 'job', $2, now() - $4::interval, 'csv', '{}', $3, 'x', $5,
                 CASE WHEN $3 = 'complete' THEN now() - interval '1 minute' END)`,
        [id, auditor.id, state, ago, placeOf(id)],
      );
    const asked: string[] = [];
    const ours = [stuck, abandoned, other].map(placeOf);
    const remove = vi.spyOn(app.get(ExportStore), 'remove').mockImplementation(async (_, key) => {
      asked.push(key);
      if (key !== placeOf(other)) throw new Error('refused');
    });
    const leavings = app.get(ExportLeavings);
    const stateOf = async (id: string) => (await get(id)).state;
    for (const _ of [1, 2]) {
      await leavings.endAbandoned();
      await leavings.expire();
    }
    // Each once: what was refused is put off, and the other is gone.
    expect(asked.filter((key) => ours.includes(key)).sort()).toEqual(ours.sort());
    expect(await Promise.all([stuck, abandoned, other].map(stateOf))).toEqual([
      'complete',
      'running',
      'expired',
    ]);
    expect(await trouble()).toBe('the files of 2 exports that should be gone could not be removed');
    remove.mockRestore();
    await query(`UPDATE audit_exports SET put_off_at = now() - interval '11 minutes' WHERE id = ANY ($1)`, [
      [stuck, abandoned],
    ]);
    await leavings.endAbandoned();
    await leavings.expire();
    expect(await Promise.all([stuck, abandoned].map(stateOf))).toEqual(['expired', 'failed']);
    expect(await trouble()).toBeNull();
    expect((await actionsOf(stuck)).at(-1)).toBe('audit.export_expire');
  });

  it('whose worker ended without a word is told, and mailed', async () => {
    const id = randomUUID();
    await query(
      `INSERT INTO audit_exports (id, origin, requested_by, requested_at, format, filter, state, file_name)
       VALUES ($1, 'job', $2, now(), 'csv', '{}', 'running', 'x')`,
      [id, auditor.id],
    );
    await app.get(ExportLeavings).endAbandoned();
    expect(await get(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('worker') });
    expect(await actionsOf(id)).toEqual(['audit.export_end']);
    const [mail] = await query<{ subject: string }>('SELECT subject FROM mails WHERE about_id = $1', [id]);
    expect(mail?.subject).toContain('failed');
  });

  it('whose worker ended when the file was whole leaves no file', async () => {
    const { id } = await written({ format: 'jsonl', filter: { rootId: randomUUID() } });
    const [row] = await query<{ key: string }>('SELECT object_key AS key FROM audit_exports WHERE id = $1', [
      id,
    ]);
    const { stream } = await app.get(ExportStore).open('job', row?.key ?? '');
    stream.destroy();
    await query('DELETE FROM mails WHERE about_id = $1', [id]); // goes with the note
    await query(
      `UPDATE audit_exports SET state = 'running', finished_at = NULL, expires_at = NULL WHERE id = $1`,
      [id],
    );
    await eventually(
      async () =>
        (
          await query(
            `SELECT FROM tasks WHERE payload ->> 'exportId' = $1 AND state IN ('ready', 'running')`,
            [id],
          )
        ).length === 0,
    );
    await app.get(ExportLeavings).endAbandoned();
    expect((await get(id)).state).toBe('failed');
    await expect(app.get(ExportStore).open('job', row?.key ?? '')).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('whose filter means nobody any more fails at once, says so, and keeps nobody’s name', async () => {
    const id = randomUUID();
    await app.get(UnitOfWork).run(async (tx) => {
      await insertExport(tx, {
        id,
        origin: 'job',
        requestedBy: auditor.id,
        requestedAt: new Date(),
        actor: keptActor(ada),
        format: 'csv',
        compression: null,
        filter: { reason: 'ab' },
        state: 'waiting',
        fileName: 'x.csv',
      });
      await tx.enqueue(writeExport, { exportId: id });
    });
    await eventually(async () => (await get(id)).state === 'failed');
    expect((await get(id)).error).toMatch(/needs \d letters/);
    expect(await actionsOf(id)).toEqual(['audit.export_end']);
    expect(await query('SELECT actor FROM audit_exports WHERE id = $1', [id])).toEqual([{ actor: null }]);
    const [task] = await query<{ attempt: number }>(
      `SELECT attempt FROM tasks WHERE payload ->> 'exportId' = $1`,
      [id],
    );
    expect(task?.attempt).toBe(1);
    const [mail] = await query<{ text: string }>('SELECT text FROM mails WHERE about_id = $1', [id]);
    expect(mail?.text).toMatch(/needs \d letters/);
  });

  it('is written for who has signed out, and not for who has another role by now', async () => {
    const [stays, goes] = [await app.person('auditor'), await app.person('auditor')];
    for (const { id: userId, name } of [stays, goes]) {
      const id = randomUUID();
      const sessionId = (
        await query<{ id: string }>(
          `UPDATE sessions SET revoked_at = now(), revoked_because = 'signed out' WHERE user_id = $1 RETURNING id`,
          [userId],
        ).then((rows) => rows.flat() as { id: string }[])
      )[0]?.id;
      if (userId === goes.id)
        await app.request('PUT', `users/${userId}/roles`, {
          as: admin,
          ifMatch: 1,
          body: { roles: ['depositor'], reason: 'left' },
        });
      await app.get(UnitOfWork).run(async (tx) => {
        await insertExport(tx, {
          id,
          origin: 'job',
          requestedBy: userId,
          requestedAt: new Date(),
          actor: keptActor({ ...ada, id: userId, name, roles: ['auditor'], sessionId: sessionId ?? null }),
          format: 'jsonl',
          compression: null,
          filter: { rootId: root },
          state: 'waiting',
          fileName: 'x.jsonl',
        });
        await tx.enqueue(writeExport, { exportId: id });
      });
      const ended = async () =>
        (
          await query<{ state: string; error: string | null }>(
            'SELECT state, error FROM audit_exports WHERE id = $1',
            [id],
          )
        )[0];
      await eventually(async () => !['waiting', 'running'].includes((await ended())?.state ?? ''));
      expect(await ended()).toEqual(
        userId === goes.id
          ? { state: 'failed', error: expect.stringContaining('may no longer export') }
          : { state: 'complete', error: null },
      );
    }
  });

  it('ends once, however many find that its worker has ended', async () => {
    const id = randomUUID();
    await query(
      `INSERT INTO audit_exports (id, origin, requested_by, requested_at, format, filter, state, file_name)
       VALUES ($1, 'job', $2, now(), 'csv', '{}', 'running', 'x')`,
      [id, auditor.id],
    );
    const [row] = await query<ExportRow>(`SELECT ${exportColumns} FROM audit_exports WHERE id = $1`, [id]);
    if (!row) throw new Error('the export is not there');
    const facts = { id, format: row.format, filter: row.filter, resolved: {} };
    const fail = () => app.get(ExportEndings).fail({ row, actor: systemActor('audit'), facts }, 'it ended');
    expect((await Promise.all([fail(), fail(), fail()])).filter(Boolean)).toEqual([true]);
    expect(await actionsOf(id)).toEqual(['audit.export_end']);
    expect(await query('SELECT FROM mails WHERE about_id = $1', [id])).toHaveLength(1);
  });

  it('is asked for once with one key, and not without end', async () => {
    const asked = {
      as: auditor,
      idempotencyKey: randomUUID(),
      body: { format: 'csv', delivery: 'job', filter: { rootId: root } },
    };
    const [first, second] = [
      await app.request('POST', 'audit/exports', asked),
      await app.request('POST', 'audit/exports', asked),
    ];
    expect(second.body.exportId).toBe(first.body.exportId);
    const link = { ...asked, idempotencyKey: randomUUID(), body: { ...asked.body, delivery: 'link' } };
    const links = [
      auditExportTicket.parse((await app.request('POST', 'audit/exports', link)).body).url,
      auditExportTicket.parse((await app.request('POST', 'audit/exports', link)).body).url,
    ];
    expect(links).toEqual([expect.any(String), expect.any(String)]);
    expect(links[1]).not.toBe(links[0]);
    expect(await query(`SELECT FROM idempotency_keys WHERE body::text LIKE '%/export-links/%'`)).toEqual([]);
    await query(
      `INSERT INTO audit_exports (id, origin, requested_by, requested_at, format, filter, state, file_name)
       SELECT gen_random_uuid(), 'job', $1, now(), 'csv', '{}', 'waiting', 'x' FROM generate_series(1, 5)`,
      [admin.id],
    );
    const refused = await app.request('POST', 'audit/exports', {
      as: admin,
      body: { format: 'csv', delivery: 'job' },
    });
    expect([refused.status, refused.body.code]).toEqual([429, 'audit.exports_open']);
  });
});

it('a link that nobody has followed goes with the next look, and others stay', async () => {
  const hashOf = ({ url }: AuditExportTicket) => sha256(url?.split('/').at(-1) ?? '');
  const asked = { format: 'csv', filter: { rootId: root } };
  const [over, good] = [await ask(asked), await ask(asked)];
  await query(
    `UPDATE audit_export_links SET expires_at = now() - interval '1 second' WHERE token_sha256 = $1`,
    [hashOf(over)],
  );
  await app.worker?.get(ExportWatch).look();
  const left = await query<{ hash: string }>('SELECT token_sha256 AS hash FROM audit_export_links');
  expect(left.map(({ hash }) => hash)).toContain(hashOf(good));
  expect(left.map(({ hash }) => hash)).not.toContain(hashOf(over));
  const { url } = good;
  expect((await download(url ?? '')).status).toBe(200);
});

describe('the schedule', () => {
  const set = (as: Person, version: number, body: object, cadence = 'daily') =>
    app.request('PUT', `audit/export-schedules/${cadence}`, { as, ifMatch: version, body });
  const on = { isOn: true, format: 'jsonl', compression: 'gzip' };
  let onSince: Date;

  it('is set by an administrator, read by auditors, with an event', async () => {
    const { body } = await app.request('GET', 'audit/export-schedules', { as: auditor });
    expect(body).toMatchObject({
      bucket: app.config.AUDIT_EXPORT_BUCKET,
      items: [{ cadence: 'daily', isOn: false }, { cadence: 'monthly' }],
    });
    expect((await set(auditor, 1, on)).status).toBe(403);
    expect((await set(admin, 7, on)).status).toBe(412);
    expect((await set(admin, 1, { ...on, format: 'xlsx' })).body.code).toBe('audit.already_compressed');
    const changed = await set(admin, 1, on);
    expect(changed.body).toMatchObject({ isOn: true, version: 2 });
    onSince = new Date(changed.body.onSince);
    expect(Date.parse(changed.body.nextAt)).toBeGreaterThan(onSince.getTime());
    expect(await actionsOf('daily')).toEqual(['audit.export_schedule']);
  });

  it('writes each day once, however many look, and puts it with its manifest into the bucket', async () => {
    const clock = app.get(Clock);
    const day = onSince.toISOString().slice(0, 10);
    // The moment at which its day and the one after are due, whatever the hour is now.
    clock.standAt(nextAt('daily', startOf('daily', onSince, 1), onSince));
    const asked = await Promise.all([1, 2, 3].map(() => app.get(DueExports).request())).finally(() =>
      clock.standAt(undefined),
    );
    expect(asked.sort()).toEqual([0, 0, 2]);
    const list = async () =>
      (await app.request('GET', 'audit/exports?origin=schedule', { as: admin })).body
        .items as AuditExportView[];
    await eventually(async () => (await list()).every(({ state }) => state === 'complete'));
    const today = (await list()).find(({ period }) => period === day);
    expect(today).toMatchObject({
      cadence: 'daily',
      period: day,
      filter: { since: day, until: day },
      expiresAt: null,
    });
    const { config } = app;
    const client = new S3Client({
      endpoint: config.S3_HOT_ENDPOINT ?? '',
      region: config.S3_HOT_REGION,
      forcePathStyle: true,
      credentials: {
        accessKeyId: config.S3_HOT_ACCESS_KEY_ID ?? '',
        secretAccessKey: config.S3_HOT_SECRET_ACCESS_KEY ?? '',
      },
    });
    const place = { Bucket: config.AUDIT_EXPORT_BUCKET ?? '' };
    const key = `${config.AUDIT_EXPORT_PREFIX}daily/${day.slice(0, 4)}/seqdb-change-log-${day}.jsonl.gz`;
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ ...place, Prefix: config.AUDIT_EXPORT_PREFIX }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(expect.arrayContaining([key, `${key}.manifest.json`]));
    expect(Contents).toHaveLength(4);
    const { Body } = await client.send(new GetObjectCommand({ ...place, Key: key }));
    const content = gunzipSync(Buffer.from((await Body?.transformToByteArray()) ?? []));
    expect(sha256(content)).toBe(today?.sha256);
    client.destroy();
  });

  it('tries again what failed, and leaves what is switched off', async () => {
    const id = randomUUID();
    const yesterday = new Date(onSince.getTime() - 86_400_000).toISOString().slice(0, 10);
    await query(
      `INSERT INTO audit_exports (id, origin, cadence, period, requested_by, requested_at, format, filter, state, finished_at, file_name)
       VALUES ($1, 'schedule', 'daily', $2, 'audit', now(), 'jsonl', $3, 'failed', now() - interval '2 hours', $4)`,
      [id, yesterday, { since: yesterday, until: yesterday }, fileNameOf(yesterday, 'jsonl', null)],
    );
    // While it will be tried again it is trouble; what is too old for that is none.
    const trouble = async () => inEnglish(await app.get(ExportHealth).troubles());
    expect(await trouble()).toMatch(/^scheduled exports failed \(daily of/);
    const shift = (by: string) =>
      query(`UPDATE audit_exports SET requested_at = requested_at + $2::interval WHERE id = $1`, [id, by]);
    await shift('-40 days');
    expect(await trouble()).toBeNull();
    await app.get(DueExports).retry();
    expect((await get(id, admin)).state).toBe('failed');
    await shift('40 days');
    await app.get(DueExports).retry();
    await eventually(async () => (await get(id, admin)).state === 'complete');
    expect(await actionsOf(id)).toContain('audit.export_retry');
    expect((await set(admin, 2, { ...on, isOn: false })).body).toMatchObject({
      isOn: false,
      onSince: null,
      nextAt: null,
    });
    expect(await app.get(DueExports).request()).toBe(0);
    await query(`UPDATE audit_exports SET state = 'failed', finished_at = now() WHERE id = $1`, [id]);
    expect(await trouble()).toBeNull();
  });
});
