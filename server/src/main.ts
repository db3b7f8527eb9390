import 'reflect-metadata';
import { createApi } from './api.ts';
import { builtConsole } from './console.ts';
import { loadConfig } from './platform/config/config.ts';
import { startOrExplain } from './platform/logging/start.ts';

await startOrExplain(async () => {
  const config = loadConfig();
  const app = await createApi(config, builtConsole);
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.HOST);
});
