// For the tiers `medium` and `e2e`: a whole local stack of its own in .test, on free ports, with one migrated database
// that every spec file clones (./database.ts). The environment of the caller is not looked at: tests never reach a
// real service.
import { chmodSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { remove, removeAbandoned } from '../../scripts/lib/local-data.mjs';
import { recordProcess } from '../../scripts/lib/processes.mjs';
import type { MailService } from '../../server/local/mail.ts';
import { createDatabase, envForDatabase } from '../../server/local/postgres.ts';
import { type Stack, startStack } from '../../server/local/stack.ts';
import { allowMadeUpPast } from '../../server/src/audit/made-up-past.ts';
import { migrate } from '../../server/src/platform/database/migrate.ts';
import { recordChanges } from './change-recorder.ts';
import { TEMPLATE } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Variables of every service; the database is `seqdb`, which is empty: see useDatabase. */
    env: Record<string, string>;
    /** A superuser's connection, for making databases. */
    adminUrl: string;
    /** Where sent mail is read: `GET <mailUrl>/messages?to=…`. */
    mailUrl: string;
  }
}

const folder = join(import.meta.dirname, '..', '..', '.test');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true });
  await removeAbandoned(folder);
  const dir = ownFolder();
  const stack = await startStack({ dir, env: {}, log: () => undefined, durable: false });
  const stop = async () => {
    await stack.stop();
    remove(dir);
  };
  try {
    await provideTo(project, stack);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function provideTo(project: TestProject, stack: Stack): Promise<void> {
  const adminUrl = stack.adminUrl ?? '';
  const env = { ...stack.env, NODE_ENV: 'test', LOG_LEVEL: 'error' };
  await createDatabase(adminUrl, TEMPLATE);
  const ownerUrl = envForDatabase(env, TEMPLATE).DATABASE_MIGRATION_URL ?? '';
  await migrate(ownerUrl);
  await allowMadeUpPast(ownerUrl, 'tests');
  if (project.name === 'e2e') await recordChanges(ownerUrl); // medium tests arrange what no command does
  const mail = stack.services.find((service): service is MailService => service.name === 'mail');
  project.provide('env', env);
  project.provide('adminUrl', adminUrl);
  project.provide('mailUrl', mail?.url ?? '');
}

/** Made under another name, so that a run that cleans up meanwhile does not take it for abandoned. */
function ownFolder(): string {
  const fresh = mkdtempSync(join(folder, 'new-'));
  chmodSync(fresh, 0o755); // the database's own user must get in when root runs the tests
  recordProcess(ownerRecord(fresh), process.pid);
  const dir = fresh.replace(/new-(\w+)$/, 'stack-$1');
  renameSync(fresh, dir);
  return dir;
}

const ownerRecord = (dir: string): string => join(dir, 'run', 'start.json');
