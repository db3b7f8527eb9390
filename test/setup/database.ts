// A database for one spec file: a copy of the migrated template, made before its tests and dropped after them.
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, dropDatabase, envForDatabase } from '../../server/local/postgres.ts';
import { assertEverythingLogged } from './change-recorder.ts';
import { TEMPLATE } from './template.ts';

export interface TestDatabase {
  /**
   * The whole environment for `loadConfig`: the database is this file's own, and so are the number of its Redis
   * database (emptied) and the prefix of its objects. Only from `beforeAll` on.
   */
  env: Record<string, string>;
}

/**
 * Call at the top of a spec file, before its own `beforeAll`. In the e2e tests every database notes what changes, and
 * the file fails in the end when the change log does not know of a change.
 */
export function useDatabase(): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const database: TestDatabase = { env: {} };
  beforeAll(async () => {
    const env = inject('env');
    await createDatabase(inject('adminUrl'), name, TEMPLATE);
    const REDIS_URL = await ownRedis(env.REDIS_URL ?? '');
    database.env = { ...env, ...envForDatabase(env, name), REDIS_URL };
    for (const prefix of ['S3_HOT_PREFIX', 'AUDIT_HEADS_PREFIX', 'AUDIT_EXPORT_PREFIX'])
      database.env[prefix] = `${name}/`;
  });
  afterAll(async () => {
    try {
      if (database.env.DATABASE_MIGRATION_URL)
        await assertEverythingLogged(database.env.DATABASE_MIGRATION_URL);
    } finally {
      await dropDatabase(inject('adminUrl'), name);
    }
  });
  return database;
}

/** Redis has 16 databases; files that run at the same time have different workers. */
async function ownRedis(url: string): Promise<string> {
  const own = new URL(url);
  own.pathname = `/${1 + (Number(process.env.VITEST_POOL_ID ?? 0) % 15)}`;
  const client = new Redis(own.href);
  try {
    await client.flushdb();
  } finally {
    client.disconnect();
  }
  return own.href;
}
