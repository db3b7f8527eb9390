// Runs one benchmark (see scripts/bench.mjs) in this process, with the services it needs.
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../runtime.mjs';
import { remove } from './local-data.mjs';

const options = process.argv.slice(3);
const kept = dataFolder();
const { needs = [], default: bench } = await import(pathToFileURL(process.argv[2]).href);

async function bringUp(dir) {
  const { startStack } = await import('../../server/local/stack.ts');
  const stack = await startStack({ dir, env: {}, log: () => undefined, only: needs });
  if (stack.env.DATABASE_MIGRATION_URL) {
    const { migrate } = await import('../../server/src/platform/database/migrate.ts');
    const { allowMadeUpPast } = await import('../../server/src/audit/made-up-past.ts');
    await migrate(stack.env.DATABASE_MIGRATION_URL);
    await allowMadeUpPast(stack.env.DATABASE_MIGRATION_URL, 'measurements');
  }
  return stack;
}

if (needs.length === 0) {
  await bench({ env: {}, options });
} else {
  const dir = kept ?? fresh();
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755); // the database's own user must get in when root runs this
  const stack = await bringUp(dir);
  try {
    await bench({ env: stack.env, options });
  } finally {
    await stack.stop();
    if (!kept) remove(dir);
  }
}

/** Of `--data DIR`: what lies there is used and left. */
function dataFolder() {
  const at = options.indexOf('--data');
  return at < 0 ? undefined : resolve(options[at + 1] ?? join('.test', 'bench'));
}

function fresh() {
  const folder = join(root, '.test');
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'bench-'));
}
