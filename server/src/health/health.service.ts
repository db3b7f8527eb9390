import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RedisClient } from '../platform/queue/redis.client.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import type { ReadyView } from './health.contract.ts';

const patienceMs = 3_000;

@Injectable()
export class HealthService {
  constructor(
    private readonly database: DataSource,
    private readonly redis: RedisClient,
    private readonly store: ObjectStore,
  ) {}

  /** Asks each thing we depend on, at the same time, and names what does not answer. */
  async ready(): Promise<ReadyView> {
    const [database, redis, storage] = await Promise.all([
      check(() => this.database.query('SELECT 1')),
      check(() => this.askRedis()),
      check(() => this.store.ping()),
    ]);
    const checks = { database, redis, storage };
    return { status: Object.values(checks).every(({ ok }) => ok) ? 'ready' : 'not ready', checks };
  }

  /** With any other policy Redis drops announcements when memory is short. */
  private async askRedis(): Promise<void> {
    const memory = await this.redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
    if (policy !== 'noeviction')
      throw new Error(`maxmemory-policy is ${policy ?? 'unknown'} and must be noeviction`);
  }
}

async function check(
  ask: () => Promise<unknown>,
): Promise<{ ok: boolean; ms: number; detail: string | null }> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    await Promise.race([ask(), tooLong]);
    return { ok: true, ms: ms(), detail: null };
  } catch (error) {
    return {
      ok: false,
      ms: ms(),
      detail: error instanceof Error ? error.message || error.name : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
}
