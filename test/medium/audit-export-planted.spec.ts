// The application's database role can write the rows of exports. What it writes there moves no object that is not the
// export's own, and nothing that is complete leaves the bucket of scheduled exports.
import { createHash, randomUUID } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportHealth } from '../../server/src/audit/exporting/export-health.ts';
import { ExportLeavings } from '../../server/src/audit/exporting/export-leavings.service.ts';
import { insertExport } from '../../server/src/audit/exporting/export-rows.ts';
import { ExportWatch } from '../../server/src/audit/exporting/export-watch.ts';
import { ExportWriting } from '../../server/src/audit/exporting/export-writing.service.ts';
import { fileNameOf } from '../../server/src/audit/exporting/file-name.ts';
import { inEnglish } from '../../server/src/audit/health-sentences.contract.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { PermanentFailure, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { ObjectStore } from '../../server/src/platform/storage/object-store.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let auditor: Person;
let bucket: S3Client;
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const run: TaskRun = {
  id: 'a task',
  attempt: 1,
  signal: new AbortController().signal,
  fence: () => Promise.resolve(),
};

beforeAll(async () => {
  await app.worker?.get(ExportWatch).beforeApplicationShutdown(); // looks at the clock itself otherwise
  auditor = await app.person('auditor');
  const { config } = app;
  bucket = new S3Client({
    endpoint: config.S3_HOT_ENDPOINT ?? '',
    region: config.S3_HOT_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: config.S3_HOT_ACCESS_KEY_ID ?? '',
      secretAccessKey: config.S3_HOT_SECRET_ACCESS_KEY ?? '',
    },
  });
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 1);
});
afterAll(() => bucket.destroy());

const inBucket = (key: string) => ({
  Bucket: app.config.AUDIT_EXPORT_BUCKET ?? '',
  Key: `${app.config.AUDIT_EXPORT_PREFIX}${key}`,
});
const put = (key: string) => bucket.send(new PutObjectCommand({ ...inBucket(key), Body: 'kept' }));
const textAt = async (key: string) =>
  bucket.send(new GetObjectCommand(inBucket(key))).then(
    ({ Body }) => Body?.transformToString(),
    (error: unknown) => {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    },
  );
const stateOf = async (id: string) =>
  (
    await query<{ state: string; error: string | null }>(
      'SELECT state, error FROM audit_exports WHERE id = $1',
      [id],
    )
  )[0];

type Planted = { origin: string; key: string; state: string; period?: string; fileName?: string };
async function plant({ origin, key, state, period, fileName = 'x' }: Planted): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO audit_exports (id, origin, cadence, period, requested_by, requested_at, format, filter, state, expires_at, file_name, object_key)
     VALUES ($1, $2, $3, $4, $5, now(), 'jsonl', '{}', $6, now() - interval '1 day', $7, $8)`,
    [id, origin, period ? 'daily' : null, period ?? null, auditor.id, state, fileName, key],
  );
  return id;
}

/** An export of the schedule, complete. */
async function scheduled(period: string): Promise<{ id: string; key: string }> {
  const id = randomUUID();
  const fileName = fileNameOf(period, 'jsonl', null);
  await app.get(UnitOfWork).run((tx) =>
    insertExport(tx, {
      id,
      origin: 'schedule',
      cadence: 'daily',
      period,
      requestedBy: 'audit',
      requestedAt: new Date(),
      actor: null,
      format: 'jsonl',
      compression: null,
      filter: { since: period, until: period },
      state: 'waiting',
      fileName,
    }),
  );
  await app.get(ExportWriting).write(id, run);
  expect(await stateOf(id)).toEqual({ state: 'complete', error: null });
  return { id, key: `daily/${period.slice(0, 4)}/${fileName}` };
}

describe('a row that names another object', () => {
  const archive = 'archive/2026-01-0123456789.jsonl.gz';
  const upload = `files/${randomUUID()}`;

  it('has nothing removed, whatever it says it is, and is told of', async () => {
    await put(archive);
    await app.get(ObjectStore).put(upload, Buffer.from('private'), 'text/plain');
    const days = ['2020-01-01', '2020-01-02', '2020-01-03'];
    const trouble = async () => inEnglish(await app.get(ExportHealth).troubles());
    expect(await trouble()).toBeNull();
    const ids = await Promise.all([
      plant({ origin: 'schedule', key: archive, state: 'complete', period: days[0] ?? '' }),
      plant({ origin: 'schedule', key: archive, state: 'running', period: days[1] ?? '' }),
      plant({
        origin: 'schedule',
        key: archive,
        state: 'running',
        period: archive.slice(0, -9),
        fileName: '..',
      }),
      plant({ origin: 'job', key: upload, state: 'complete' }),
      plant({ origin: 'job', key: upload, state: 'running' }),
      plant({ origin: 'job', key: upload, state: 'running', fileName: `../../${upload}` }),
      plant({ origin: 'stream', key: upload, state: 'complete' }),
    ]);
    await app.get(ExportLeavings).endAbandoned();
    await app.get(ExportLeavings).expire();
    expect(await textAt(archive)).toBe('kept');
    expect(String(await app.get(ObjectStore).get(upload))).toBe('private');
    expect(await trouble()).toBe('the files of 6 exports that should be gone could not be removed');
    await query('DELETE FROM audit_exports WHERE id = ANY ($1)', [ids]);
  });

  it('has nothing handed out', async () => {
    const own = await plant({ origin: 'job', key: upload, state: 'complete' });
    const strange = randomUUID();
    await query(
      `INSERT INTO audit_exports (id, origin, requested_by, requested_at, format, filter, state, file_name, object_key, sha256)
       VALUES ($1::uuid, 'job', $2, now(), 'jsonl', '{}', 'complete', 'x', 'audit-exports/' || $1::text || '/x', repeat('0', 64))`,
      [strange, auditor.id],
    );
    await query(`UPDATE audit_exports SET expires_at = NULL WHERE id = $1`, [own]);
    for (const id of [own, strange]) {
      const { body } = await app.request('POST', `audit/exports/${id}/links`, { as: auditor });
      const answer = await fetch(new URL(body.url, app.url));
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        409,
        'audit.no_file',
      ]);
    }
    await query('DELETE FROM audit_exports WHERE id = ANY ($1)', [[own, strange]]);
  });

  it('does not hand out another person’s export', async () => {
    const other = await app.person('auditor');
    const { body } = await app.request('POST', 'audit/exports', {
      as: auditor,
      body: { format: 'jsonl', delivery: 'job', filter: { action: ['user.create'] } },
    });
    await eventually(async () => (await stateOf(body.exportId))?.state === 'complete');
    await query('UPDATE audit_exports SET requested_by = $2 WHERE id = $1', [body.exportId, other.id]);
    const { body: link } = await app.request('POST', `audit/exports/${body.exportId}/links`, { as: other });
    expect((await fetch(new URL(link.url, app.url))).status).toBe(409);
    await query('UPDATE audit_exports SET requested_by = $2 WHERE id = $1', [body.exportId, auditor.id]);
    const { body: own } = await app.request('POST', `audit/exports/${body.exportId}/links`, { as: auditor });
    expect((await fetch(new URL(own.url, app.url))).status).toBe(200);
  });
});

describe('a complete export of the schedule', () => {
  const hash = (text: string | undefined) =>
    createHash('sha256')
      .update(text ?? '')
      .digest('hex');

  it('stays where it is, whatever its row says', async () => {
    const { id, key } = await scheduled('2026-03-01');
    const before = hash(await textAt(key));
    await query(`UPDATE audit_exports SET expires_at = now() - interval '1 day' WHERE id = $1`, [id]);
    await app.get(ExportLeavings).expire();
    expect((await stateOf(id))?.state).toBe('complete');
    await query(`UPDATE audit_exports SET state = 'running' WHERE id = $1`, [id]);
    await app.get(ExportLeavings).endAbandoned();
    expect((await stateOf(id))?.error).toContain('its file stays, for a complete export lies there');
    expect(hash(await textAt(key))).toBe(before);
    expect(await textAt(`${key}.manifest.json`)).toContain(id);
  });

  it('is not written over, also not by another row of that day', async () => {
    const { id, key } = await scheduled('2026-03-02');
    const before = hash(await textAt(key));
    await query(`UPDATE audit_exports SET state = 'waiting' WHERE id = $1`, [id]);
    await expect(app.get(ExportWriting).write(id, run)).rejects.toThrow(PermanentFailure);
    expect(await stateOf(id)).toEqual({
      state: 'failed',
      error: 'a complete export of this period lies in the bucket already, and is not written over',
    });
    await query('DELETE FROM audit_exports WHERE id = $1', [id]);
    await expect(scheduled('2026-03-02')).rejects.toThrow(PermanentFailure);
    await query(`UPDATE audit_exports SET state = 'running', object_key = $1 WHERE period = '2026-03-02'`, [
      key,
    ]);
    await app.get(ExportLeavings).endAbandoned();
    expect(hash(await textAt(key))).toBe(before);
    expect(await textAt(`${key}.manifest.json`)).toContain(id);
  });
});
