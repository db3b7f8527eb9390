import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { defineTask } from '../../server/src/platform/queue/define-task.ts';
import {
  PermanentFailure,
  Postponed,
  type TaskHandler,
  TaskHandlers,
} from '../../server/src/platform/queue/task-handlers.ts';
import { TaskRunner } from '../../server/src/platform/queue/task.runner.ts';
import { leaseSeconds, TaskStore } from '../../server/src/platform/queue/task-store.ts';
import { useDatabase } from '../setup/database.ts';

const probe = defineTask('test.probe', z.object({ note: z.string() }), { maxAttempts: 3 });

const database = useDatabase();
let source: DataSource;
let uow: UnitOfWork;
beforeAll(async () => {
  Logger.overrideLogger(false); // failing is what these handlers are for
  source = await new DataSource({ type: 'postgres', url: database.env['DATABASE_URL'] ?? '' }).initialize();
  uow = new UnitOfWork(source, { ring: () => undefined });
});
afterAll(() => source.destroy());

type Row = { state: string; attempt: number; lastError: string | null; waits: number; lease: string | null };
const rowOf = async (id: string): Promise<Row> =>
  (
    await source.query(
      `SELECT state, attempt, last_error AS "lastError", lease_token AS lease,
              round(extract(epoch FROM run_at - updated_at))::int AS waits FROM tasks WHERE id = $1`,
      [id],
    )
  )[0];
const enqueue = (note = 'x', options: { runAt?: Date } = {}) =>
  uow.run((tx) => tx.enqueue(probe, { note }, options));
const makeDue = (id: string) => source.query('UPDATE tasks SET run_at = now() WHERE id = $1', [id]);
const endLease = (id: string) =>
  source.query(`UPDATE tasks SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);

/** One worker: its own store and runner over the same rows. */
function workerThat(handle: TaskHandler<{ note: string }>, store = new TaskStore(source)): TaskRunner {
  const handlers = new TaskHandlers();
  handlers.handle(probe, handle);
  return new TaskRunner(store, handlers);
}

function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { open, opened };
}

describe('a claim', () => {
  it('gives each task to one of many workers', async () => {
    const done: string[] = [];
    const workers = Array.from({ length: 6 }, () => workerThat(async (_, { id }) => void done.push(id)));
    const ids = await Promise.all(Array.from({ length: 25 }, () => enqueue()));
    await Promise.all(workers.flatMap((worker) => ids.map((id) => worker.run(id))));
    expect(done.sort()).toEqual(ids.sort());
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 1, lease: null });
  });

  it('is refused before the time, and for a task that is done or unknown', async () => {
    const worker = workerThat(async () => undefined);
    const later = await enqueue('later', { runAt: new Date(Date.now() + 60_000) });
    expect(await worker.run(later)).toBe(false);
    const now = await enqueue();
    expect(await worker.run(now)).toBe(true);
    expect(await worker.run(now)).toBe(false);
    expect(await worker.run('0191d2a0-0000-7000-8000-000000000000')).toBe(false);
  });

  it('passes to another worker when the first falls silent, and the first can change nothing more', async () => {
    const id = await enqueue();
    const [reached, goOn] = [gate(), gate()];
    let outcome: unknown;
    const silent = workerThat(async (_, run) => {
      reached.open();
      await goOn.opened;
      await uow
        .run(async (tx) => {
          await tx.query(`INSERT INTO idempotency_keys (user_id, key, request_hash, lease_until)
                          VALUES ('late', 'effect', '', now())`);
          await run.fence(tx);
        })
        .catch((error: unknown) => {
          outcome = error;
          throw error;
        });
    });
    const first = silent.run(id);
    await reached.opened;
    await endLease(id);

    const second = workerThat(async (_, run) => uow.run((tx) => run.fence(tx)));
    expect(await second.run(id)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2 });

    goOn.open();
    await first;
    expect(outcome).toMatchObject({ name: 'LeaseLost' });
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2, lastError: null });
    expect(await source.query(`SELECT 1 FROM idempotency_keys WHERE user_id = 'late'`)).toEqual([]);
  });

  it('does not let a worker whose lease went on to another report success or failure', async () => {
    for (const ending of ['succeeds', 'fails'] as const) {
      const id = await enqueue();
      const [reached, goOn, secondGoOn] = [gate(), gate(), gate()];
      const first = workerThat(async () => {
        reached.open();
        await goOn.opened;
        if (ending === 'fails') throw new Error('the first failed');
      }).run(id);
      await reached.opened;
      await endLease(id);
      const [secondReached] = [gate()];
      const second = workerThat(async () => {
        secondReached.open();
        await secondGoOn.opened;
      }).run(id);
      await secondReached.opened;
      goOn.open();
      await first;
      expect(await rowOf(id)).toMatchObject({ state: 'running', attempt: 2, lastError: null });
      secondGoOn.open();
      await second;
      expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2 });
    }
  });
});

describe('a transaction of a handler that takes longer than the lease', () => {
  it(
    'is done once: no other worker takes the task meanwhile or afterwards',
    { timeout: 60_000 },
    async () => {
      const id = await enqueue();
      const [reached, goOn, rest] = [gate(), gate(), gate()];
      let calls = 0;
      const slow = workerThat(async (_, run) => {
        calls += 1;
        await uow.run(async (tx) => {
          await run.fence(tx);
          reached.open();
          await goOn.opened;
          await tx.query(`INSERT INTO idempotency_keys (user_id, key, request_hash, lease_until)
                        VALUES ('slow', 'effect', '', now())`);
        });
        rest.open();
        await setTimeout(500);
        run.signal.throwIfAborted();
      });
      const other = workerThat(async () => {
        calls += 1;
      });
      const running = slow.run(id);
      await reached.opened;
      await setTimeout((leaseSeconds + 1) * 1_000);
      // Its lease has run out as others see it, and they neither take the task nor wait for it.
      expect(await new TaskStore(source).due(100)).toContainEqual(expect.objectContaining({ id }));
      expect(await other.run(id)).toBe(false); // who waited would wait for ever: that transaction ends below
      goOn.open();
      await rest.opened;
      expect(await other.run(id)).toBe(false);
      expect(await running).toBe(true);
      expect(calls).toBe(1);
      expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 1, lastError: null });
      expect(await source.query(`SELECT 1 FROM idempotency_keys WHERE user_id = 'slow'`)).toHaveLength(1);
    },
  );

  it('leaves the task to the next worker when its own is killed in the middle', async () => {
    const id = await enqueue();
    const store = new TaskStore(source);
    const task = await store.claim(id);
    const killed = uow.run(async (tx) => {
      await store.fence(tx, task!);
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(killed).rejects.toThrow();
    await endLease(id);
    expect(await workerThat(async () => undefined).run(id)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2 });
  });
});

describe('a handler that fails', () => {
  it('is called again after longer and longer waits, then the task waits for a person', async () => {
    const seen: number[] = [];
    const worker = workerThat(async (_, { attempt }) => {
      seen.push(attempt);
      throw new Error(`no luck with ${attempt} \0`);
    });
    const id = await enqueue();
    await worker.run(id);
    expect(await rowOf(id)).toMatchObject({
      state: 'ready',
      attempt: 1,
      waits: 2,
      lastError: 'no luck with 1 ',
    });
    await makeDue(id);
    await worker.run(id);
    expect(await rowOf(id)).toMatchObject({ state: 'ready', attempt: 2, waits: 4 });
    await makeDue(id);
    await worker.run(id);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 3, lastError: 'no luck with 3 ' });
    expect(await worker.run(id)).toBe(false);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('fails at once when it says that trying again cannot help', async () => {
    const id = await enqueue();
    await workerThat(async () => {
      throw new PermanentFailure('the file is gone');
    }).run(id);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 1, lastError: 'the file is gone' });
  });

  it('may come later without having failed', async () => {
    const id = await enqueue();
    const worker = workerThat(async () => {
      throw new Postponed(30);
    });
    for (let time = 0; time < 5; time += 1) {
      await worker.run(id);
      expect(await rowOf(id)).toMatchObject({ state: 'ready', attempt: 0, waits: 30, lastError: null });
      await makeDue(id);
    }
  });

  it('is not called again when every worker that tried it was killed', async () => {
    const id = await enqueue();
    const store = new TaskStore(source);
    for (let attempt = 1; attempt <= probe.maxAttempts; attempt += 1) {
      expect(await store.claim(id)).toMatchObject({ attempt });
      await endLease(id);
    }
    let isCalled = false;
    await workerThat(async () => {
      isCalled = true;
    }).run(id);
    expect(isCalled).toBe(false);
    expect(await rowOf(id)).toMatchObject({
      state: 'failed',
      lastError: 'the worker ended in the middle of the last attempt',
    });
  });
});

describe('a payload', () => {
  it('is checked when the task is written', async () => {
    await expect(uow.run((tx) => tx.enqueue(probe, { note: 7 } as never))).rejects.toThrow('test.probe');
  });

  it('that is not what the handler takes fails the task, and so does a name nobody handles', async () => {
    const id = await enqueue();
    await source.query(`UPDATE tasks SET payload = '{"note": 7}' WHERE id = $1`, [id]);
    await workerThat(async () => undefined).run(id);
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 1 });
    expect((await rowOf(id)).lastError).toContain('test.probe');

    const other = await enqueue();
    await source.query(`UPDATE tasks SET name = 'test.gone' WHERE id = $1`, [other]);
    await workerThat(async () => undefined).run(other);
    expect(await rowOf(other)).toMatchObject({ state: 'failed', lastError: 'nobody handles test.gone' });
  });
});

describe('the end of a worker', () => {
  it('tells its handlers, waits for them, and leaves their tasks as if they had not been tried', async () => {
    const id = await enqueue();
    const reached = gate();
    const worker = workerThat(async (_, { signal }) => {
      reached.open();
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
      signal.throwIfAborted();
    });
    const running = worker.run(id);
    await reached.opened;
    await worker.stop();
    expect(await rowOf(id)).toMatchObject({ state: 'ready', attempt: 0, waits: 0, lastError: null });
    expect(await running).toBe(true);
    expect(await worker.run(id)).toBe(false);
    expect(await rowOf(id)).toMatchObject({ state: 'ready', attempt: 0 });
  });

  it('lets a handler finish that does not listen', async () => {
    const id = await enqueue();
    const [reached, goOn] = [gate(), gate()];
    const worker = workerThat(async () => {
      reached.open();
      await goOn.opened;
    });
    void worker.run(id);
    await reached.opened;
    const stopped = worker.stop();
    goOn.open();
    await stopped;
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 1 });
  });
});

it('does the work again when its end could not be written down', async () => {
  const id = await enqueue();
  const store = new TaskStore(source);
  store.finish = () => Promise.reject(new Error('Connection terminated'));
  await expect(workerThat(async () => undefined, store).run(id)).rejects.toThrow('Connection terminated');
  // Not noted as a failure of the handler: it did what it should.
  expect(await rowOf(id)).toMatchObject({ state: 'running', lastError: null });
  await endLease(id);
  expect(await store.due(100)).toContainEqual(expect.objectContaining({ id }));
  expect(await workerThat(async () => undefined).run(id)).toBe(true);
  expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2 });
});

it('knows at the start what nobody handles', () => {
  const handlers = new TaskHandlers();
  expect(() => handlers.assertComplete()).toThrow('test.probe');
  handlers.handle(probe, async () => undefined);
  expect(() => handlers.handle(probe, async () => undefined)).toThrow('two handlers');
  expect(() => defineTask('test.probe', z.object({}))).toThrow('declared twice');
});
