import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppError } from '../../platform/errors/app.error.ts';
import { LogKeys } from './log-keys.ts';

/**
 * Whether this process's key is one that others can know: the worker writes it down in audit_keys when it first signs
 * with it. What is signed with another is worth nothing to an auditor, and a head signed with one is an alarm.
 */
@Injectable()
export class KeyStanding {
  constructor(
    private readonly database: DataSource,
    private readonly keys: LogKeys,
  ) {}

  /** @throws AppError `audit.key_unregistered`, `audit.key_retired` */
  async assertRegistered(): Promise<void> {
    const { name, id } = this.keys.current;
    const [key]: { is_over: boolean | null }[] = await this.database.query(
      `SELECT valid_until <= clock_timestamp() AS is_over FROM audit_keys WHERE (name, id) = ($1, $2)`,
      [name, id],
    );
    if (!key)
      throw new AppError(
        'unavailable',
        'audit.key_unregistered',
        'The key that signs the change log is not registered yet: the worker does that when it starts with the same AUDIT_SIGNING_KEY. Try again in a moment.',
        { keyId: id },
      );
    if (key.is_over)
      throw new AppError(
        'unavailable',
        'audit.key_retired',
        'Another key has taken the place of the one that this server signs the change log with: it has to be restarted with the new AUDIT_SIGNING_KEY.',
        { keyId: id },
      );
  }
}
