import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { CommandModule } from '../app.module.ts';
import { systemActor } from '../platform/access/actor.ts';
import { loadConfig } from '../platform/config/config.ts';
import { AppError } from '../platform/errors/app.error.ts';
import { startOrExplain } from '../platform/logging/start.ts';
import { ChecklistsService } from '../validation/checklists.service.ts';

/** `npm run checklist:import -- FILE…`: installs ENA's checklist XML, or our JSON form, and makes it current. */
await startOrExplain(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0)
    throw new AppError('invalid', 'command.usage', 'Usage: npm run checklist:import -- FILE…');
  const app = await NestFactory.createApplicationContext(CommandModule.with(loadConfig()), {
    logger: ['error', 'warn'],
  });
  try {
    for (const file of files) {
      const { items } = await app
        .get(ChecklistsService)
        .import(systemActor('checklist:import'), await readFile(file));
      for (const { accession, version, label, outcome } of items)
        console.log(`${accession} ${version} (${label}): ${outcome}`);
    }
  } finally {
    await app.close();
  }
});
