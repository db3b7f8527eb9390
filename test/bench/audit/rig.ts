// What all parts of the benchmark of the change log share: the application, its databases' clients, and the log.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { createApi } from '../../../server/src/api.ts';
import { ExportKeys } from '../../../server/src/audit/sealing/export-keys.ts';
import { KeyRegister } from '../../../server/src/audit/sealing/key-register.ts';
import { LogKeys } from '../../../server/src/audit/sealing/log-keys.ts';
import { sealOnce } from '../../../server/src/audit/sealing/seal.ts';
import { SealerDatabase } from '../../../server/src/audit/sealing/sealer.database.ts';
import { type SigningKey, signingKey } from '../../../server/src/audit/sealing/signing-key.ts';
import { systemActor } from '../../../server/src/platform/access/actor.ts';
import { loadConfig } from '../../../server/src/platform/config/config.ts';
import { poolOf } from '../../../server/src/platform/database/pool.ts';
import { UsersService } from '../../../server/src/users/users.service.ts';
import { fillLog } from './fill.ts';
import { say, secondsOf } from './measure.ts';

export const auditor = { email: 'auditor@bench.example', password: 'bench-bench-bench' };

export class AuditRig {
  readonly key: SigningKey;
  /** Gone at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'seqdb-bench-'));
  /** Owns the tables. */
  readonly owner: Client;
  private readonly sealers: Pool;
  private api: INestApplicationContext | undefined;
  /** The folder that `--data` named holds the log of an earlier time. */
  private isKept = false;

  constructor(
    readonly env: Record<string, string>,
    /** How many the log is filled with, or was. */
    public events: number,
  ) {
    this.key = signingKey('bench.example/audit', env['AUDIT_SIGNING_KEY'] ?? '');
    this.sealers = new Pool({ connectionString: env['DATABASE_SEALER_URL'], max: 2 });
    this.owner = new Client({ connectionString: env['DATABASE_MIGRATION_URL'] });
  }

  async start(): Promise<void> {
    await this.owner.connect();
    const config = loadConfig(this.apiEnv());
    const api = await createApi(config);
    this.api = api;
    this.isKept = await this.isFilled();
    if (this.isKept) return;
    await api
      .get(UsersService)
      .create(systemActor('bench'), { ...auditor, name: 'Bench', roles: ['auditor' as const] });
    const database = new SealerDatabase(config);
    await new KeyRegister(database, new LogKeys(config), new ExportKeys(config)).register();
    await database.onApplicationShutdown();
  }

  async fill(): Promise<void> {
    if (this.isKept) return say('fill', `the log of an earlier time, ${this.events} events`);
    const filled = await secondsOf(() => fillLog(this.owner, this.events));
    const sealed = await secondsOf(() => this.sealAll());
    await this.owner.query(
      'VACUUM ANALYZE audit_events, audit_leaves, audit_personal_values, audit_segments, audit_unsealed',
    );
    await this.owner.query('CREATE TABLE bench_log AS SELECT $1::int AS events', [this.events]);
    say(
      'fill',
      `${this.events} events written in ${filled.toFixed(0)} s, sealed in ${sealed.toFixed(0)} s (${Math.round(this.events / sealed)}/s)`,
    );
  }

  async stop(): Promise<void> {
    await this.api?.close();
    await this.sealers.end();
    await this.owner.end();
    rmSync(this.folder, { recursive: true });
  }

  /** @throws Error for a log that somebody stopped filling */
  private async isFilled(): Promise<boolean> {
    const { rows } = await this.owner.query(
      `SELECT to_regclass('bench_log') IS NOT NULL AS filled, EXISTS (SELECT FROM users WHERE email = $1) AS begun`,
      [auditor.email],
    );
    const { filled, begun } = rows[0] as { filled: boolean; begun: boolean };
    if (begun && !filled)
      throw new Error('the log in this folder was not filled to its end: remove the folder');
    if (filled) this.events = (await this.owner.query('SELECT events FROM bench_log')).rows[0].events;
    return filled;
  }

  get app(): INestApplicationContext {
    if (!this.api) throw new Error('the application does not run');
    return this.api;
  }

  /** The application's connections. */
  get pool(): Pool {
    return poolOf(this.app.get(DataSource));
  }

  apiEnv(): Record<string, string> {
    return { ...this.env, ENA_ENVIRONMENT: 'test', NODE_ENV: 'test', LOG_LEVEL: 'error' };
  }

  async sealOne() {
    const client = await this.sealers.connect();
    try {
      await client.query('BEGIN');
      const sealed = await sealOnce(client, { origin: this.key.name, keys: [this.key] });
      await client.query('COMMIT');
      return sealed;
    } finally {
      client.release();
    }
  }

  /** What is due is made due at once: nobody waits for the next second here. */
  private async sealAll(): Promise<void> {
    for (;;) {
      const sealed = await this.sealOne();
      if (sealed && sealed.events === 0) return;
      if (!sealed && (await this.owner.query('SELECT FROM audit_unsealed LIMIT 1')).rowCount === 0) return;
      if (!sealed) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
