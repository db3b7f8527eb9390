import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createApi } from './api.ts';
import { builtConsole } from './console.ts';
import { loadConfig } from './platform/config/config.ts';
import { withholdFromApi } from './platform/config/worker-secrets.ts';
import { startOrExplain } from './platform/logging/start.ts';
import { returnMemoryOfStart } from './platform/memory/memory-of-start.ts';

await startOrExplain(async () => {
  const withheld = withholdFromApi();
  const config = loadConfig();
  const app = await createApi(config, builtConsole);
  for (const name of withheld)
    new Logger('Config').warn(
      `${name} is set for the API, which has no use for it and did not read it: only the worker may know it. Take it away here.`,
    );
  app.enableShutdownHooks();
  returnMemoryOfStart();
  await app.listen(config.PORT, config.HOST);
});
