import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommandModule } from '../app.module.ts';
import { systemActor } from '../platform/access/actor.ts';
import { loadConfig } from '../platform/config/config.ts';
import { AppError } from '../platform/errors/app.error.ts';
import { startOrExplain } from '../platform/logging/start.ts';
import { UserErasures } from '../users/user-erasures.service.ts';

/** `npm run user:erase -- ADDRESS "REASON"`: erases a person; a worker takes their values from the change log. */
await startOrExplain(async () => {
  const [email = '', reason = '', ...others] = process.argv.slice(2).map((text) => text.trim());
  if (email === '' || reason === '' || others.length > 0)
    throw new AppError('invalid', 'command.usage', 'Usage: npm run user:erase -- ADDRESS "REASON"');
  const app = await NestFactory.createApplicationContext(CommandModule.with(loadConfig()), {
    logger: ['error', 'warn'],
  });
  try {
    const { personId } = await app
      .get(UserErasures)
      .requestByAddress(systemActor('user:erase'), email, reason);
    console.log(`${personId} is closed and empty; a worker erases the rest within minutes.`);
  } finally {
    await app.close();
  }
});
