// A worker that is killed between any two steps of an export that is kept: the next one goes on, and the export is made
// once, with one end and one mail; or it fails, and nothing of it lies there. A dead worker does nothing more: from the
// n-th step on, each of its steps fails, also those that would clear up.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../server/src/audit/exporting/export-format.ts';
import { ExportHealth } from '../../server/src/audit/exporting/export-health.ts';
import { ExportLeavings } from '../../server/src/audit/exporting/export-leavings.service.ts';
import { insertExport } from '../../server/src/audit/exporting/export-rows.ts';
import { ExportStore } from '../../server/src/audit/exporting/export-store.ts';
import { writeExport } from '../../server/src/audit/exporting/export.task.ts';
import { ExportWriting } from '../../server/src/audit/exporting/export-writing.service.ts';
import { fileNameOf } from '../../server/src/audit/exporting/file-name.ts';
import { keptActor } from '../../server/src/audit/exporting/kept-actor.ts';
import { inEnglish } from '../../server/src/audit/health-sentences.contract.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { LeaseLost, PermanentFailure, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
let auditor: Person;
beforeAll(async () => {
  Logger.overrideLogger(false);
  auditor = await app.person('auditor');
  // The key is registered by the worker with its first segment.
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 0);
});
afterAll(() => Logger.overrideLogger(new Logger()));

/** An export whose task the worker leaves alone: its attempts are made here. */
async function asked(): Promise<string> {
  const id = randomUUID();
  const inAnHour = new Date(Date.now() + 3_600_000);
  await app.get(UnitOfWork).run(async (tx) => {
    await insertExport(tx, {
      id,
      origin: 'job',
      requestedBy: auditor.id,
      requestedAt: new Date(),
      actor: keptActor({ ...systemActor('audit'), type: 'user', id: auditor.id }),
      format: 'jsonl',
      compression: null,
      filter: { action: ['user.create'] },
      state: 'waiting',
      fileName: 'x.jsonl',
    });
    await tx.enqueue(writeExport, { exportId: id }, { runAt: inAnHour });
  });
  return id;
}

const steps = ['begin', 'send', 'putManifest', 'abort', 'remove'] as const;

/** One attempt, by a worker that dies at the given step. @returns the steps it took */
async function attempt(id: string, number: number, lastStep = Number.POSITIVE_INFINITY): Promise<number> {
  const store = app.get(ExportStore) as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
  const death = new AbortController();
  let step = 0;
  const next = () => {
    step += 1;
    if (step < lastStep) return;
    death.abort();
    throw new Error('killed');
  };
  for (const name of steps) {
    const real = ExportStore.prototype[name] as (...given: unknown[]) => Promise<unknown>;
    store[name] = async (...given) => {
      next();
      return real.apply(store, given);
    };
  }
  const run: TaskRun = { id: 'a task', attempt: number, signal: death.signal, fence: async () => next() };
  try {
    await app.get(ExportWriting).write(id, run);
  } catch (error) {
    if (!death.signal.aborted) throw error;
  } finally {
    for (const name of steps) delete store[name];
  }
  return step;
}

const rowOf = async (id: string) =>
  (
    await query<{ state: string; key: string | null; sha256: string; manifest: string; uploadId: string }>(
      `SELECT state, object_key AS key, sha256, manifest, upload_id AS "uploadId" FROM audit_exports WHERE id = $1`,
      [id],
    )
  )[0];
async function textOf(key: string): Promise<string> {
  const { stream } = await app.get(ExportStore).open('job', key);
  return (await stream.toArray()).map(String).join('');
}
const countsOf = async (id: string) => {
  const [{ ends = 0, mails = 0 } = {}] = await query<{ ends: number; mails: number }>(
    `SELECT (SELECT count(*)::int FROM audit_events WHERE target_id = $1 AND action = 'audit.export_end') AS ends,
            (SELECT count(*)::int FROM mails WHERE about_id = $1) AS mails`,
    [id],
  );
  return { ends, mails };
};
const startsOf = async (id: string) =>
  (
    await query<{ attempt: number }>(
      `SELECT coalesce((body::jsonb #>> '{facts,attempt}')::int, 1) AS attempt FROM audit_events
        WHERE target_id = $1 AND action = 'audit.export' ORDER BY occurred_at, id`,
      [id],
    )
  ).map(({ attempt: number }) => number);

async function expectMadeOnce(id: string): Promise<void> {
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: 'complete', uploadId: null });
  const text = await textOf(row?.key ?? '');
  expect(createHash('sha256').update(text).digest('hex')).toBe(row?.sha256);
  const [last = ''] = text.trimEnd().split('\n').slice(-1);
  expect(readManifest(last)?.manifest.id).toBe(id);
  expect(await textOf(`${row?.key}.manifest.json`)).toBe(`${row?.manifest}\n`);
  expect(await countsOf(id)).toEqual({ ends: 1, mails: 1 });
  const starts = await startsOf(id);
  expect(new Set(starts).size).toBe(starts.length); // each says which attempt it is
}

async function expectNothingThere(id: string): Promise<void> {
  const key = `audit-exports/${id}/x.jsonl`;
  for (const each of [key, `${key}.manifest.json`])
    await expect(textOf(each)).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect((await app.request('POST', `audit/exports/${id}/links`, { as: auditor })).body.code).toBe(
    'audit.no_file',
  );
  expect((await app.request('GET', `audit/exports/${id}/manifest`, { as: auditor })).body.code).toBe(
    'audit.no_manifest',
  );
}

/** As if the worker had died in the last attempt of the task. */
async function abandoned(id: string): Promise<void> {
  await query(`UPDATE tasks SET state = 'failed' WHERE payload ->> 'exportId' = $1`, [id]);
  await app.get(ExportLeavings).endAbandoned();
}

describe('a killed worker', () => {
  it('at any step, and its successor at any step, too', async () => {
    const whole = await asked();
    const count = await attempt(whole, 1);
    await expectMadeOnce(whole);
    expect(count).toBeGreaterThan(4);
    for (let first = 1; first <= count; first++) {
      const id = await asked();
      await attempt(id, 1, first);
      expect((await rowOf(id))?.state).toMatch(/waiting|running/);
      expect(await countsOf(id)).toEqual({ ends: 0, mails: 0 });
      await attempt(id, 2, 1 + (first % 5));
      await attempt(id, 3);
      await expectMadeOnce(id);
      await attempt(id, 4); // whose predecessor died before the task was done
      await expectMadeOnce(id);
    }
  }, 120_000);

  it('at any step of the last attempt leaves a failed export, and nothing lying', async () => {
    const count = await attempt(await asked(), 1);
    for (let last = 1; last <= count; last++) {
      const id = await asked();
      await attempt(id, writeExport.maxAttempts, last);
      await abandoned(id);
      await app.get(ExportLeavings).endAbandoned();
      expect((await rowOf(id))?.state).toBe('failed');
      await expectNothingThere(id);
      expect(await countsOf(id)).toEqual({ ends: 1, mails: 1 });
      await attempt(id, 1); // a task that was on its way all the same
      expect((await rowOf(id))?.state).toBe('failed');
      await expectNothingThere(id);
    }
  }, 120_000);
});

describe('a manifest that cannot be put', () => {
  const failing = async (id: string, number: number) => {
    const store = app.get(ExportStore);
    store.putManifest = () => Promise.reject(new Error('the store is full'));
    try {
      const run = { id: 't', attempt: number, signal: new AbortController().signal, fence: async () => {} };
      await app.get(ExportWriting).write(id, run);
    } finally {
      delete (store as { putManifest?: unknown }).putManifest;
    }
  };

  it('is put by the next attempt, and until then nothing is made', async () => {
    const id = await asked();
    await expect(failing(id, 1)).rejects.toThrow('full');
    expect((await rowOf(id))?.state).toBe('running');
    expect((await app.request('POST', `audit/exports/${id}/links`, { as: auditor })).status).toBe(409);
    await attempt(id, 2);
    await expectMadeOnce(id);
  });

  it('fails the export for good in the last attempt, and the file goes', async () => {
    const id = await asked();
    await expect(failing(id, writeExport.maxAttempts)).rejects.toThrow(PermanentFailure);
    expect((await rowOf(id))?.state).toBe('failed');
    await expectNothingThere(id);
    expect(await countsOf(id)).toEqual({ ends: 1, mails: 1 });
  });

  describe('of the schedule', () => {
    let days = 0;
    const planned = async () => {
      const id = randomUUID();
      const period = `2026-03-${String(++days).padStart(2, '0')}`;
      const inAnHour = new Date(Date.now() + 3_600_000);
      await app.get(UnitOfWork).run(async (tx) => {
        await insertExport(tx, {
          id,
          origin: 'schedule',
          cadence: 'daily',
          period,
          requestedBy: 'audit',
          requestedAt: new Date(),
          actor: null,
          format: 'jsonl',
          compression: null,
          filter: { action: ['user.create'] },
          state: 'waiting',
          fileName: fileNameOf(period, 'jsonl', null),
        });
        await tx.enqueue(writeExport, { exportId: id }, { runAt: inAnHour });
      });
      return { id, key: `daily/2026/${fileNameOf(period, 'jsonl', null)}` };
    };
    const lies = (key: string) =>
      app
        .get(ExportStore)
        .open('schedule', key)
        .then(
          async ({ stream }) => (await stream.toArray()).length > 0,
          (error: Error) => {
            expect(error.name).toBe('NoSuchKey');
            return false;
          },
        );
    const standing = async (id: string) =>
      (
        await query<{ state: string; error: string | null }>(
          'SELECT state, error FROM audit_exports WHERE id = $1',
          [id],
        )
      )[0];

    it('takes its file along, in any attempt', async () => {
      const { id, key } = await planned();
      await expect(failing(id, 1)).rejects.toThrow('full');
      expect([await lies(key), (await standing(id))?.state]).toEqual([false, 'running']);
      await attempt(id, 2);
      expect([await lies(key), await lies(`${key}.manifest.json`)]).toEqual([true, true]);
      expect(await standing(id)).toEqual({ state: 'complete', error: null });
      const other = await planned();
      await expect(failing(other.id, writeExport.maxAttempts)).rejects.toThrow(PermanentFailure);
      expect(await lies(other.key)).toBe(false);
      expect(await standing(other.id)).toEqual({ state: 'failed', error: 'the store is full' });
    });

    it('says that its file stays, where the bucket does not let it go', async () => {
      const { id, key } = await planned();
      const store = app.get(ExportStore);
      store.remove = () =>
        Promise.reject(Object.assign(new Error('locked until 2036'), { name: 'AccessDenied' }));
      try {
        await expect(failing(id, writeExport.maxAttempts)).rejects.toThrow(PermanentFailure);
      } finally {
        delete (store as { remove?: unknown }).remove;
      }
      expect(await lies(key)).toBe(true);
      expect(await standing(id)).toEqual({
        state: 'failed',
        error:
          'the store is full; its file may lie in the bucket without a manifest, and could not be removed (AccessDenied: locked until 2036)',
      });
    });

    it('leaves the file to who has taken the task over', async () => {
      const { id, key } = await planned();
      let isOurs = true;
      const store = app.get(ExportStore);
      store.putManifest = () => {
        isOurs = false;
        return Promise.reject(new Error('the store is full'));
      };
      const fence = () => (isOurs ? Promise.resolve() : Promise.reject(new LeaseLost('t')));
      const run = { id: 't', attempt: 1, signal: new AbortController().signal, fence };
      try {
        await expect(app.get(ExportWriting).write(id, run)).rejects.toThrow(LeaseLost);
      } finally {
        delete (store as { putManifest?: unknown }).putManifest;
      }
      expect([await lies(key), (await standing(id))?.state]).toEqual([true, 'running']);
    });

    it('takes its file along when the worker has ended before', async () => {
      const count = await attempt((await planned()).id, 1);
      for (let last = 1; last <= count; last++) {
        const { id, key } = await planned();
        await attempt(id, writeExport.maxAttempts, last);
        await abandoned(id);
        expect(await standing(id)).toMatchObject({ state: 'failed' });
        expect([await lies(key), await lies(`${key}.manifest.json`)]).toEqual([false, false]);
      }
    });
  });
});

describe('a store that takes connections and says nothing', () => {
  /** Until `speak`, what either process asks of the store comes to no answer. */
  async function fallsSilent() {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const S3_HOT_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const mute = new ExportStore(
      { ...app.config, S3_HOT_ENDPOINT },
      { connectionTimeout: 10_000, socketTimeout: 300 },
    );
    const places = [app.get(ExportStore), app.worker?.get(ExportStore)] as unknown as { hot: object }[];
    const real = places.map(({ hot }) => hot);
    for (const place of places) place.hot = (mute as unknown as { hot: object }).hot;
    return () => {
      for (const [index, place] of places.entries()) place.hot = real[index] as object;
      mute.onApplicationShutdown();
      server.close().closeAllConnections();
    };
  }

  it('holds no attempt: what is wrong is told, and the export is made when it speaks again', async () => {
    const speak = await fallsSilent();
    let id = '';
    try {
      const { body } = await app.request('POST', 'audit/exports', {
        as: auditor,
        body: { format: 'jsonl', delivery: 'job', filter: { action: ['user.create'] } },
      });
      id = body.exportId;
      await eventually(async () => {
        const [task] = await query<{ error: string | null }>(
          `SELECT last_error AS error FROM tasks WHERE payload ->> 'exportId' = $1`,
          [id],
        );
        return /timed out after 300 ms of inactivity/.test(task?.error ?? '');
      }, 60);
    } finally {
      speak();
    }
    await eventually(async () => (await rowOf(id))?.state === 'complete', 120);
    await expectMadeOnce(id);
    expect((await startsOf(id)).length).toBeGreaterThan(1);
  }, 200_000);

  it('in the last attempt holds back its end, which is told, until it speaks again', async () => {
    const id = await asked();
    const speak = await fallsSilent();
    try {
      const run: TaskRun = {
        id: 'a task',
        attempt: writeExport.maxAttempts,
        signal: new AbortController().signal,
        fence: () => Promise.resolve(),
      };
      await expect(app.get(ExportWriting).write(id, run)).rejects.toMatchObject({ name: 'TimeoutError' });
      await query(
        `UPDATE audit_exports SET object_key = 'audit-exports/' || id || '/' || file_name WHERE id = $1`,
        [id],
      );
      await abandoned(id);
      expect((await rowOf(id))?.state).toBe('running');
      expect(inEnglish(await app.get(ExportHealth).troubles())).toContain('could not be removed');
    } finally {
      speak();
    }
    await query(`UPDATE audit_exports SET put_off_at = now() - interval '1 hour' WHERE id = $1`, [id]);
    await app.get(ExportLeavings).endAbandoned();
    expect((await rowOf(id))?.state).toBe('failed');
    await expectNothingThere(id);
  }, 200_000);
});
