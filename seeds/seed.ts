import { NestFactory } from '@nestjs/core';
import { WorkerModule } from '../server/src/app.module.ts';
import type { Config } from '../server/src/platform/config/config.ts';
import { Clock } from '../server/src/platform/time/clock.ts';
import { seedAccounts } from './accounts.ts';
import { seedChecklists } from './checklists.ts';
import { Demo } from './demo/demo.ts';

const beforeDemo = 30 * 86_400_000;

/** Puts the reference data in, and with DEMO_DATA the demo accounts and deposits; what is there already stays as it is. */
export async function seed(config: Config, log: (line: string) => void): Promise<void> {
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
    const made = await new Demo(app).play(log);
    log(made > 0 ? `made ${made} demo submissions` : 'the demo data is there');
  } finally {
    await app.close();
  }
}
