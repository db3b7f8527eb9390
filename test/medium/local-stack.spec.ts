// The local stack as `npm start` uses it: what survives a restart, what a kill leaves, and who may do what.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { remove } from '../../scripts/lib/local-data.mjs';
import { isPortFree } from '../../scripts/lib/ports.mjs';
import {
  createDatabase,
  dropDatabase,
  envForDatabase,
  type PostgresService,
  startPostgres,
} from '../../server/local/postgres.ts';
import { startRedis } from '../../server/local/redis.ts';
import { startStack } from '../../server/local/stack.ts';
import { useDatabase } from '../setup/database.ts';

const dir = mkdtempSync(join(tmpdir(), 'local-'));
chmodSync(dir, 0o755);
const quiet = { log: () => undefined };
afterAll(() => remove(dir));

async function query(url: string | undefined, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url ?? '' });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const pidOf = (service: string): number =>
  (JSON.parse(readFileSync(join(dir, service, 'process.json'), 'utf8')) as { pid: number }).pid;

describe('PostgreSQL', () => {
  let postgres: PostgresService;
  const start = async () => {
    postgres = await startPostgres({ dir: join(dir, 'postgres'), ...quiet });
  };
  beforeAll(start);
  afterAll(() => postgres.stop());

  it('gives the owner the schema and the application only what is granted', async () => {
    const { DATABASE_URL, DATABASE_MIGRATION_URL, DATABASE_SEALER_URL } = postgres.env;
    await query(
      DATABASE_MIGRATION_URL,
      'CREATE TABLE kept (id int); GRANT INSERT, SELECT ON kept TO seqdb_app',
    );
    await query(DATABASE_URL, 'INSERT INTO kept VALUES (1)');
    await expect(query(DATABASE_URL, 'CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(DATABASE_URL, 'DELETE FROM kept')).rejects.toMatchObject({ code: '42501' });
    await expect(query(DATABASE_SEALER_URL, 'SELECT * FROM kept')).rejects.toMatchObject({ code: '42501' });
    const rights =
      'SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls AS more FROM pg_roles WHERE rolname = current_user';
    for (const url of [DATABASE_URL, DATABASE_MIGRATION_URL, DATABASE_SEALER_URL]) {
      expect(await query(url, rights)).toEqual([{ more: false }]);
    }
    expect(await query(DATABASE_URL, `SELECT similarity('potato', 'potatoes') > 0.5 AS alike`)).toEqual([
      { alike: true },
    ]);
  });

  it('takes no connection without the password, and listens on this machine only', async () => {
    const url = new URL(postgres.env.DATABASE_URL ?? '');
    url.password = 'wrong';
    await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(postgres.adminUrl, 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
  });

  it('keeps data and address over a restart and over a kill', async () => {
    const before = postgres.env;
    await postgres.stop();
    await start();
    expect(postgres.env).toEqual(before);
    process.kill(pidOf('postgres'), 'SIGKILL');
    await expect(postgres.ended).resolves.toMatch(/SIGKILL/);
    await start();
    expect(postgres.env).toEqual(before);
    expect(await query(postgres.env.DATABASE_URL, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
  });

  it('is not fooled by a lock file that names a process of somebody else', async () => {
    await postgres.stop();
    const [{ data }] = (await dataFolder()) as [{ data: string }];
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n0 0\n`);
    await start();
    expect(await query(postgres.env.DATABASE_URL, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
  });

  async function dataFolder(): Promise<Record<string, unknown>[]> {
    await start();
    const rows = await query(postgres.adminUrl, `SELECT current_setting('data_directory') AS data`);
    await postgres.stop();
    return rows;
  }

  it('copies a database with everything in it', async () => {
    await createDatabase(postgres.adminUrl, 'copy', 'seqdb');
    const env = envForDatabase(postgres.env, 'copy');
    expect(await query(env.DATABASE_URL, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
    await expect(query(env.DATABASE_URL, 'DELETE FROM kept')).rejects.toMatchObject({ code: '42501' });
    await expect(createDatabase(postgres.adminUrl, 'copy', 'seqdb')).rejects.toMatchObject({ code: '42P04' });
    await dropDatabase(postgres.adminUrl, 'copy');
    await dropDatabase(postgres.adminUrl, 'copy');
    await expect(query(env.DATABASE_URL, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});

describe('Redis', () => {
  it('evicts nothing and keeps what it acknowledged over a kill', async () => {
    const options = { dir: join(dir, 'redis'), ...quiet };
    let redis = await startRedis(options);
    const first = new Redis(redis.env.REDIS_URL ?? '', { retryStrategy: () => null });
    first.on('error', () => undefined); // it is about to lose its server
    expect(await first.info('memory')).toContain('maxmemory_policy:noeviction');
    await first.set('kept', 'yes');
    process.kill(pidOf('redis'), 'SIGKILL');
    await redis.ended;
    first.disconnect();
    const before = redis.env;
    redis = await startRedis(options);
    expect(redis.env).toEqual(before);
    const second = new Redis(redis.env.REDIS_URL ?? '');
    expect(await second.get('kept')).toBe('yes');
    second.disconnect();
    await redis.stop();
  });
});

describe('the stack', () => {
  it('starts only what no variable names, and leaves what is named alone', async () => {
    const own = join(dir, 'partial');
    mkdirSync(own);
    const env = {
      DATABASE_URL: 'postgres://real',
      REDIS_URL_FILE: '/run/redis',
      SMTP_URL: 'None',
      ENA_ENVIRONMENT: 'test',
    };
    const stack = await startStack({ dir: own, env, ...quiet });
    expect(stack.services.map((service) => service.name).sort()).toEqual(['mail', 'storage']);
    expect(stack.env).not.toHaveProperty('DATABASE_URL');
    expect(stack.env).not.toHaveProperty('ENA_ENVIRONMENT');
    expect(stack.env.DEMO_DATA).toBe('false'); // that database is somebody's
    expect(stack.env.SMTP_URL).toMatch(/^smtp:\/\/127\.0\.0\.1:/);
    await stack.stop();
  });

  it('stops what had started when one cannot', async () => {
    const own = join(dir, 'failing');
    mkdirSync(own);
    writeFileSync(join(own, 'redis'), 'a file where a folder has to be');
    const only = ['redis', 'mail', 'storage'] as const;
    await expect(startStack({ dir: own, env: {}, only, ...quiet })).rejects.toThrow(/redis/);
    for (const name of ['mail', 'storage']) {
      expect(await isPortFree(Number(readFileSync(join(own, name, 'port'), 'utf8')))).toBe(true);
    }
  });

  it('leaves a service alone that another start runs', async () => {
    const own = join(dir, 'other');
    const file = join(import.meta.dirname, '..', '..', 'server', 'local', 'redis.ts');
    const env = { ...process.env, SEQDB_LOCAL_DIR: own };
    const other = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(other.stdout, 'data')) as [Buffer];
    await expect(startRedis({ dir: join(own, 'redis'), ...quiet })).rejects.toThrow(
      `is already running (started by process ${other.pid})`,
    );
    const redis = new Redis(String(line).trim().replace('REDIS_URL=', ''));
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    other.kill('SIGINT');
    await once(other, 'exit');
  });
});

describe('a spec file', () => {
  const database = useDatabase();

  it('has a migrated database, an empty Redis and a prefix of its own', async () => {
    const tables = `SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'`;
    const [{ n }] = (await query(database.env.DATABASE_MIGRATION_URL, tables)) as [{ n: number }];
    expect(n).toBeGreaterThan(5);
    expect(database.env.DATABASE_URL).not.toBe(inject('env').DATABASE_URL);
    const redis = new Redis(database.env.REDIS_URL ?? '');
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
    expect(database.env.S3_HOT_PREFIX).toMatch(/^test_\w+\/$/);
  });
});
