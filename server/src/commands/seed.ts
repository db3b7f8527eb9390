import 'reflect-metadata';
import { isSeeded } from '../../../seeds/is-seeded.ts';
import { loadConfig } from '../platform/config/config.ts';
import { startOrExplain } from '../platform/logging/start.ts';

/** `node dist/server/src/commands/seed.js`: reference data, and with DEMO_DATA=true the demo accounts and deposits. */
await startOrExplain(async () => {
  const config = loadConfig();
  if (await isSeeded(config.DATABASE_URL, config.DEMO_DATA)) return console.log('everything is there');
  // Only now: loading the whole application to find nothing to do would slow every start down.
  const { seed } = await import('../../../seeds/seed.ts');
  await seed(config, (line) => console.log(line));
});
