import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './app.module.ts';
import { loadConfig } from './platform/config/config.ts';
import { createLogger } from './platform/logging/logging.ts';
import { startOrExplain } from './platform/logging/start.ts';

await startOrExplain(async () => {
  const config = loadConfig(undefined, ['AUDIT_SIGNING_KEY']);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    logger: createLogger(config, 'worker'),
  });
  app.enableShutdownHooks();
});
