// The queue with everything that may happen to Redis, through a connection that the test can cut.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createApi } from '../../server/src/api.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { defineTask } from '../../server/src/platform/queue/define-task.ts';
import { Postponed, TaskHandlers } from '../../server/src/platform/queue/task-handlers.ts';
import { eventually } from '../factories/eventually.ts';
import { Link } from '../factories/link.ts';
import { useApp } from '../setup/app.ts';

const count = defineTask('test.count', z.object({ number: z.int() }));
const slow = defineTask('test.slow', z.object({ number: z.int() }));

const counted: number[] = [];
let postponeOnce = false;
let slowRuns = 0;
let slowAborts = 0;

@Injectable()
class TestHandlers implements OnModuleInit {
  constructor(private readonly handlers: TaskHandlers) {}

  onModuleInit(): void {
    this.handlers.handle(count, async ({ number }) => {
      if (postponeOnce) {
        postponeOnce = false;
        throw new Postponed(1);
      }
      counted.push(number);
    });
    this.handlers.handle(slow, async (_, { signal }) => {
      slowRuns += 1;
      if (slowRuns > 1) return;
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
      slowAborts += 1;
      signal.throwIfAborted();
    });
  }
}

let link: Link;
let redis: Redis;
const app = useApp({
  env: async (env) => {
    link = await new Link(env['REDIS_URL'] ?? '').mend();
    redis = new Redis(env['REDIS_URL'] ?? '');
    return { REDIS_URL: link.through };
  },
});

beforeAll(() => Logger.overrideLogger(false));
afterEach(async () => {
  postponeOnce = false;
  await link.mend().catch(() => undefined); // still mended
  await app.get(DataSource).query('DELETE FROM tasks');
  counted.length = 0;
});
afterAll(async () => {
  redis.disconnect();
  await link.cut();
});

const enqueue = (numbers: readonly number[]) =>
  app.get(UnitOfWork).run(async (tx) => {
    for (const number of numbers) await tx.enqueue(count, { number });
  });
const handled = (numbers: readonly number[]) =>
  eventually(() => numbers.every((number) => counted.includes(number)));
const isReady = async () => (await app.request('GET', 'health/ready')).status === 200;
const numbers = Array.from({ length: 40 }, (_, index) => index);

it('takes each task once', async () => {
  const worker = await app.startWorker([TestHandlers]);
  await eventually(isReady);
  await enqueue(numbers);
  await handled(numbers);
  await new Promise((resolve) => {
    setTimeout(resolve, 3_000); // the sweeper passes by, several times
  });
  expect(counted.length).toBe(numbers.length);
  await worker.close();
});

it('is announced at its commit, and found again when Redis forgets it', async () => {
  await enqueue(numbers);
  await eventually(async () => (await redis.keys('bull:tasks:*-0')).length === numbers.length);
  await redis.flushall();
  const worker = await app.startWorker([TestHandlers]);
  await handled(numbers);
  await redis.flushall();
  await enqueue([100]);
  await handled([100]);
  await worker.close();
});

it('commits without Redis, says that it is away, and goes on by itself when it is back', async () => {
  const worker = await app.startWorker([TestHandlers]);
  await eventually(isReady);
  await link.cut();
  const began = performance.now();
  await enqueue(numbers);
  expect(performance.now() - began).toBeLessThan(5_000);
  const { status, body } = await app.request('GET', 'health/ready');
  expect(status).toBe(503);
  expect(body).toMatchObject({
    status: 'not ready',
    checks: { redis: { ok: false }, database: { ok: true }, storage: { ok: true } },
  });
  expect((await app.request('GET', 'health')).status).toBe(200);
  expect(counted).toEqual([]);

  await link.mend();
  await handled(numbers);
  await eventually(isReady);
  await worker.close();
});

it('starts without Redis and works once it is there; it also stops without it', async () => {
  await link.cut();
  await enqueue([1]);
  const worker = await app.startWorker([TestHandlers]);
  await link.mend();
  await handled([1]);

  await link.cut();
  const began = performance.now();
  await worker.close();
  expect(performance.now() - began).toBeLessThan(5_000);
});

it('leaves the API without Redis able to start, to work and to say so', async () => {
  await link.cut();
  const api = await createApi(app.config);
  await api.listen(0, '127.0.0.1');
  const { port } = api.getHttpServer().address() as { port: number };
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).status;
  expect(await status('health')).toBe(200);
  expect(await status('health/ready')).toBe(503);
  await app.signIn((await app.person('depositor')).email); // its limits are counted in Redis
  await link.mend();
  await eventually(async () => (await status('health/ready')) === 200);
  await api.close();
});

it('brings a postponed task back', async () => {
  const worker = await app.startWorker([TestHandlers]);
  postponeOnce = true;
  await enqueue([7]);
  await handled([7]);
  const [row] = await app.get(DataSource).query('SELECT attempt, state FROM tasks');
  expect(row).toMatchObject({ attempt: 1, state: 'done' });
  await worker.close();
});

it('hands a running task to the next worker when one is stopped', async () => {
  const first = await app.startWorker([TestHandlers]);
  const id = await app.get(UnitOfWork).run((tx) => tx.enqueue(slow, { number: 1 }));
  await eventually(() => slowRuns === 1);
  const second = await app.startWorker([TestHandlers]);
  await first.close();
  expect(slowAborts).toBe(1);
  await eventually(() => slowRuns === 2);
  await eventually(async () => {
    const [row] = await app.get(DataSource).query('SELECT attempt, state FROM tasks WHERE id = $1', [id]);
    return row.state === 'done' && row.attempt === 1;
  });
  await second.close();
});
