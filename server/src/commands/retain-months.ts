import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommandModule } from '../app.module.ts';
import { MonthsToLeave } from '../audit/retention/months-to-leave.ts';
import { RetentionRuns } from '../audit/retention/retention-runs.service.ts';
import { standingWords } from '../audit/retention/standing-words.ts';
import { ended } from '../audit/retention/run-watch.ts';
import { systemActor } from '../platform/access/actor.ts';
import { loadConfig } from '../platform/config/config.ts';
import { AppError } from '../platform/errors/app.error.ts';
import { startOrExplain } from '../platform/logging/start.ts';

/** `npm run audit:retain`: has a worker archive and drop the months of the change log that are due, and tells how it went. */
await startOrExplain(async () => {
  if (process.argv.length > 2) throw new AppError('invalid', 'command.usage', 'Usage: npm run audit:retain');
  const app = await NestFactory.createApplicationContext(CommandModule.with(loadConfig()), {
    logger: ['error', 'warn'],
  });
  try {
    const runs = app.get(RetentionRuns);
    const asked = await runs.request(systemActor('audit:retain'));
    console.log('A worker looks which months are due.');
    const run = await ended(asked, { look: (id) => runs.get(id) });
    if (run.finishedAt === null) {
      console.log('No worker has taken the run for a minute: is one running? The run stays asked for.');
    } else {
      console.log(
        run.months.length > 0 ? `Left the log: ${run.months.join(', ')}.` : 'No month left the log.',
      );
      if (run.says !== null) console.log(`${run.state}: ${run.says}`);
      const next = await app.get(MonthsToLeave).next();
      if (next) console.log(standingWords(next));
    }
    if (run.finishedAt === null || run.state === 'failed') process.exitCode = 1;
  } finally {
    await app.close();
  }
});
