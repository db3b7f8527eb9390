import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RedisClient } from '../platform/queue/redis.client.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { check, inWords, NotReady } from './check.ts';
import type { HealthDependency } from './health-report.contract.ts';

/** What nothing goes without. */
@Injectable()
export class Dependencies {
  private readonly logger = new Logger(Dependencies.name);

  constructor(
    private readonly database: DataSource,
    private readonly redis: RedisClient,
    private readonly store: ObjectStore,
  ) {}

  /** Asks all at the same time. */
  look(): Promise<HealthDependency[]> {
    return Promise.all([
      this.ask('database', () => this.database.query('SELECT 1')),
      this.ask('redis', () => this.askRedis()),
      this.ask('storage', () => this.store.ping()),
    ]);
  }

  private async ask(name: HealthDependency['name'], ask: () => Promise<unknown>): Promise<HealthDependency> {
    const asked = await check(ask);
    if (asked.ok) return { name, ok: true, ms: asked.ms, reason: null, says: null };
    this.logger.debug(`${name}: ${String(asked.error)}`);
    return { name, ok: false, ms: asked.ms, reason: asked.reason, says: inWords(asked.reason) };
  }

  /** With any other policy Redis drops announcements when memory is short. */
  private async askRedis(): Promise<void> {
    const memory = await this.redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1] ?? 'unknown';
    if (policy !== 'noeviction') throw new NotReady({ code: 'policy', params: { policy } });
  }
}
