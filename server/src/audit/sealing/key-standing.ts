import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppError } from '../../platform/errors/app.error.ts';
import { ExportKeys } from './export-keys.ts';
import type { LogKey } from './signing-key.ts';

/**
 * Whether a key of this process is registered and valid: the worker registers it in audit_keys when it starts. What is
 * signed with any other key is worth nothing to an auditor.
 */
@Injectable()
export class KeyStanding {
  constructor(
    private readonly database: DataSource,
    private readonly exports: ExportKeys,
  ) {}

  /** @throws AppError `audit.key_unregistered`, `audit.key_retired` */
  assertExportsRegistered(): Promise<void> {
    return this.assertRegistered(this.exports.current, 'AUDIT_EXPORT_KEY');
  }

  /**
   * @param variable environment variable with the key, for the message
   * @throws AppError `audit.key_unregistered`, `audit.key_retired`
   */
  async assertRegistered({ name, id }: Pick<LogKey, 'name' | 'id'>, variable: string): Promise<void> {
    const [key]: { is_over: boolean | null }[] = await this.database.query(
      `SELECT valid_until <= clock_timestamp() AS is_over FROM audit_keys WHERE (name, id) = ($1, $2)`,
      [name, id],
    );
    if (!key)
      throw new AppError(
        'unavailable',
        'audit.key_unregistered',
        `The key that this server signs with is not registered yet: the worker does that when it starts with the same ${variable}. Try again in a moment.`,
        { keyId: id },
      );
    if (key.is_over)
      throw new AppError(
        'unavailable',
        'audit.key_retired',
        `Another key has taken the place of the one that this server signs with: it has to be restarted with the new ${variable}.`,
        { keyId: id },
      );
  }
}
