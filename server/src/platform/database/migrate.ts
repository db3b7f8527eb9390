import { DataSource } from 'typeorm';
import { migrations } from '../../../../migrations/index.ts';
import { SnakeCase } from './naming.strategy.ts';
import { searchPath } from './search-path.ts';
import { assertServerVersion } from './server-version.ts';

/** Any number: one lock for "somebody migrates", so that two starts at once run the migrations one after the other. */
const migrationLock = 7_331_201;

/**
 * Brings a database to the newest schema.
 *
 * @param url connection of the role that owns the schema (`DATABASE_MIGRATION_URL`)
 * @returns names of the migrations that were run now, in order
 * @throws ServerTooOld before anything is changed; pg's errors
 */
export async function migrate(url: string): Promise<string[]> {
  const source = await new DataSource({
    type: 'postgres',
    url,
    migrations,
    namingStrategy: new SnakeCase(),
    migrationsTableName: 'migrations',
    extra: { max: 2, options: `${searchPath} -c timezone=UTC` },
  }).initialize();
  try {
    await assertServerVersion(source);
    return await runUnderLock(source);
  } finally {
    await source.destroy();
  }
}

async function runUnderLock(source: DataSource): Promise<string[]> {
  const lock = source.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]).finally(() => lock.release());
  }
}
