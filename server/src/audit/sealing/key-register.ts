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

  /** The database adds a key only together with the event that says so. */
  private async add(client: PoolClient, key: LogKey): Promise<void> {
    const { name, id, publicKey } = key;
    const { rows: standing } = await client.query<{ id: string; isOver: boolean }>(
      'SELECT id, valid_until IS NOT NULL AS "isOver" FROM audit_keys WHERE name = $1 ORDER BY valid_from, id',
      [name],
    );
    if (standing.some((other) => other.id === id)) return;
    const ended = standing.filter(({ isOver }) => !isOver).map((other) => other.id);
    // Keys are good from and until moments of the database's clock.
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

/** @param ended ids of the keys that it takes the place of */
const registeredEvent = ({ name, id, publicKey }: LogKey, ended: readonly string[]): AuditEvent => ({
  action: 'audit.key_register',
  target: { type: 'AuditKey', id, label: name },
  changes: [{ field: 'keyId', before: ended.join(', ') || null, after: id }],
  facts: { purpose: purposeOf(name), publicKey, overlapMinutes },
});
