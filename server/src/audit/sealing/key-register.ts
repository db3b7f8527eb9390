import { Injectable, Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { ExportKeys } from './export-keys.ts';
import { purposeOf } from './key-names.ts';
import { LogKeys } from './log-keys.ts';
import { SealerDatabase } from './sealer.database.ts';
import type { LogKey } from './signing-key.ts';

/** A worker that still runs with the old key may finish what it does. */
const overlapMinutes = 60;

/** Thrown when a key signs no more: another has taken its place. */
export class KeyRetired extends Error {
  override name = 'KeyRetired';
}

/**
 * Writes down the public keys that sign heads and exports from now on, and until when the ones before them were good. A
 * key whose time is over never comes back, so that whoever got hold of an old one can sign nothing that is new.
 */
@Injectable()
export class KeyRegister {
  private readonly logger = new Logger(KeyRegister.name);

  constructor(
    private readonly database: SealerDatabase,
    private readonly keys: LogKeys,
    private readonly exports: ExportKeys,
  ) {}

  /**
   * Safe to repeat, and with several workers. Of a key for exports whose time is over, each export tells: the log is
   * sealed all the same.
   *
   * @throws KeyRetired
   */
  async register(): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(7331204)');
      for (const key of [this.keys.current, this.exports.current]) await this.add(client, key);
    });
    await this.assertValid();
  }

  private async add(client: PoolClient, { name, id, publicKey }: LogKey): Promise<void> {
    const { rowCount } = await client.query(
      `INSERT INTO audit_keys (name, id, public_key, valid_from) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING`,
      [name, id, publicKey],
    );
    if (rowCount === 0) return;
    await client.query(
      `UPDATE audit_keys SET valid_until = clock_timestamp() + make_interval(mins => $3)
        WHERE name = $1 AND id <> $2 AND valid_until IS NULL`,
      [name, id, overlapMinutes],
    );
    this.logger.log(`the ${purposeOf(name)} of the change log are signed with key ${id} from now on`);
  }

  /** @throws KeyRetired */
  async assertValid(): Promise<void> {
    const { name, id } = this.keys.current;
    const [key] = await this.database.query<{ is_over: boolean }>(
      `SELECT valid_until <= clock_timestamp() AS is_over FROM audit_keys WHERE (name, id) = ($1, $2)`,
      [name, id],
    );
    if (!key || key.is_over) throw new KeyRetired(`key ${id} of ${name} signs no more`);
  }
}
