import { Client } from 'pg';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import type { Config } from '../../server/src/platform/config/config.ts';

/** As the worker does when it starts to sign with a key: for tests that have no worker. */
export async function registerKey(config: Config): Promise<void> {
  const { name, id, publicKey } = new LogKeys(config).current;
  const client = new Client({ connectionString: config.DATABASE_SEALER_URL });
  await client.connect();
  await client.query(
    'INSERT INTO audit_keys (name, id, public_key, valid_from) VALUES ($1, $2, $3, clock_timestamp())',
    [name, id, publicKey],
  );
  await client.end();
}
