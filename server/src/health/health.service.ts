import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditHealth } from '../audit/audit-health.ts';
import { RedisClient } from '../platform/queue/redis.client.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import type { ReadyView } from './health.contract.ts';

const patienceMs = 3_000;

/** What stands in the way, in words that may be told to everybody. */
class NotReady extends Error {}

@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    private readonly database: DataSource,
    private readonly redis: RedisClient,
    private readonly store: ObjectStore,
    private readonly audit: AuditHealth,
  ) {}

  /** Asks each thing we depend on, at the same time, and names what does not answer. */
  async ready(): Promise<ReadyView> {
    const [database, redis, storage] = await Promise.all([
      this.check(() => this.database.query('SELECT 1').then(() => null)),
      this.check(() => this.askRedis()),
      this.check(() => this.store.ping().then(() => null)),
    ]);
    const checks = { database, redis, storage };
    if (Object.values(checks).some(({ ok }) => !ok)) return { status: 'not ready', checks };
    const audit = await this.check(() => this.askAudit());
    return { status: audit.ok ? 'ready' : 'degraded', checks: { ...checks, audit } };
  }

  /** A log that is behind with its seal does not keep anybody from working: it is told, and requests are served. */
  private async askAudit(): Promise<string | null> {
    const { trouble, note } = await this.audit.standing();
    if (trouble !== null) throw new NotReady(trouble);
    return note;
  }

  /** With any other policy Redis drops announcements when memory is short. */
  private async askRedis(): Promise<null> {
    const memory = await this.redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
    if (policy !== 'noeviction')
      throw new NotReady(`maxmemory-policy is ${policy ?? 'unknown'} and must be noeviction`);
    return null;
  }

  /** @param ask its answer is a note about what is well all the same */
  private async check(ask: () => Promise<string | null>): Promise<Check> {
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    try {
      const note = await inTime(ask());
      return { ok: true, ms: ms(), detail: note };
    } catch (error) {
      this.logger.debug(String(error));
      return { ok: false, ms: ms(), detail: wordingOf(error) };
    }
  }
}

type Check = ReadyView['checks'][string];

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReady(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Messages of others name hosts, ports and users; this page is open to everybody, so it gets their code only. */
function wordingOf(error: unknown): string {
  if (error instanceof NotReady) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'failed';
}
