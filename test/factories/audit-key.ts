import { Client } from 'pg';
import { ExportKeys } from '../../server/src/audit/sealing/export-keys.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import type { Config } from '../../server/src/platform/config/config.ts';

/** As the worker does when it starts to sign with its keys: for tests that have no worker. */
export async function registerKeys(config: Config): Promise<void> {
  const client = new Client({ connectionString: config.DATABASE_MIGRATION_URL });
  await client.connect();
  const heads = config.AUDIT_SIGNING_KEY === undefined ? [] : [new LogKeys(config).current];
  for (const { name, id, publicKey } of [...heads, new ExportKeys(config).current])
    await client.query(
      'INSERT INTO audit_keys (name, id, public_key, valid_from) VALUES ($1, $2, $3, clock_timestamp())',
      [name, id, publicKey],
    );
  await client.end();
}
