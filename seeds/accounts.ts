import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemActor } from '../server/src/platform/access/actor.ts';
import { UsersService } from '../server/src/users/users.service.ts';
import { demoAccounts, demoPassword } from './demo-accounts.ts';

/**
 * Creates the demo accounts, unless there are deposits already: then they have all been there, and one that is gone was
 * renamed or erased since. An erased person does not come back with the next start.
 */
export async function seedAccounts(app: INestApplicationContext): Promise<void> {
  const users = app.get(UsersService);
  const database = app.get(DataSource);
  const deposits: unknown[] = await database.query('SELECT 1 FROM submissions LIMIT 1');
  if (deposits.length > 0) return;
  for (const account of demoAccounts) {
    const known: unknown[] = await database.query('SELECT 1 FROM users WHERE lower(email) = $1', [
      account.email,
    ]);
    if (known.length === 0) await users.create(systemActor('seed'), { ...account, password: demoPassword });
  }
}
