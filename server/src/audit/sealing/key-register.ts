import { Injectable, Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import type { AuditEvent } from '../audit-event.ts';
import { ExportKeys } from './export-keys.ts';
import { purposeOf } from './key-names.ts';
import { LogKeys } from './log-keys.ts';
import { SealerDatabase } from './sealer.database.ts';
import type { LogKey } from './signing-key.ts';

/** How long the previous key stays valid, so that a worker that still runs with it can finish its work. */
const overlapMinutes = 60;

/** Thrown when another key has taken the place of the one that this process signs with. */
export class KeyRetired extends Error {
  override name = 'KeyRetired';
}

/**
 * Registers the public keys that sign heads and exports from now on, and ends the validity of the ones before them. A
 * key that is no longer valid never becomes valid again, so that whoever gets hold of an old one can sign nothing new.
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
   * Registers this process's keys. Safe to repeat, and with several workers. A key for exports that is no longer valid
   * is no error here, since the log can be sealed all the same: exports refuse it.
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

  /** Adds a key, if it is new. The database does so only together with the event that says so. */
  private async add(client: PoolClient, key: LogKey): Promise<void> {
    const { name, id, publicKey } = key;
    const { rows: standing } = await client.query<{ id: string; isOver: boolean }>(
      'SELECT id, valid_until IS NOT NULL AS "isOver" FROM audit_keys WHERE name = $1 ORDER BY valid_from, id',
      [name],
    );
    if (standing.some((other) => other.id === id)) return;
    const ended = standing.filter(({ isOver }) => !isOver).map((other) => other.id);
    // The validity of keys is counted by the database's clock.
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const occurredAt = rows[0]?.now ?? new Date();
    const eventId = uuidv7({ msecs: occurredAt.getTime() });
    const { body } = bodyOf(eventId, occurredAt, systemActor('audit'), registeredEvent(key, ended));
    await client.query('SELECT audit_register_key($1, $2, $3, $4, $5, $6, $7)', [
      name,
      id,
      publicKey,
      overlapMinutes,
      eventId,
      occurredAt,
      body,
    ]);
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

/** @param ended ids of the keys that it replaces */
const registeredEvent = ({ name, id, publicKey }: LogKey, ended: readonly string[]): AuditEvent => ({
  action: 'audit.key_register',
  target: { type: 'AuditKey', id, label: name },
  changes: [{ field: 'keyId', before: ended.join(', ') || null, after: id }],
  facts: { purpose: purposeOf(name), publicKey, overlapMinutes },
});
