import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { seedAccounts } from '../../../seeds/accounts.ts';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { Demo } from '../../../seeds/demo/demo.ts';
import { isSeeded } from '../../../seeds/is-seeded.ts';
import { WorkerModule } from '../app.module.ts';
import { loadConfig } from '../platform/config/config.ts';
import { Clock } from '../platform/time/clock.ts';
import { startOrExplain } from '../platform/logging/start.ts';

const beforeDemo = 30 * 86_400_000;

/** `node dist/server/src/commands/seed.js`: reference data, and with DEMO_DATA=true the demo accounts and deposits. */
await startOrExplain(async () => {
  const config = loadConfig();
  if (await isSeeded(config.DATABASE_URL, config.DEMO_DATA)) return console.log('everything is there');
  // The worker's module: demo batches really travel to the sandbox.
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    logger: ['error', 'warn'],
  });
  try {
    // Demo deposits have a past of some weeks; the people and checklists they need were there before.
    if (config.DEMO_DATA) app.get(Clock).standAt(new Date(Date.now() - beforeDemo));
    await seedChecklists(app);
    if (!config.DEMO_DATA) return;
    await seedAccounts(app);
    const made = await new Demo(app).play((line) => console.log(line));
    console.log(made > 0 ? `made ${made} demo submissions` : 'the demo data is there');
  } finally {
    await app.close();
  }
});
