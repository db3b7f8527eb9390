// node scripts/command.mjs NAME ARGS…: runs one of the application's commands (server/src/commands) with the variables
// of the environment, or, where those name no database, with those of the `npm start` that runs from this folder.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { Children } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { environmentFile } from './lib/local-data.mjs';
import { Problem, runScript } from './lib/say.mjs';
import { pinnedNode, root, runtimeEnv } from './runtime.mjs';

const dir = resolve(process.env.SEQDB_LOCAL_DIR ?? join(root, '.local'));

/** @throws Problem when there is neither */
function variables() {
  if (process.env.DATABASE_URL || process.env.DATABASE_URL_FILE) return runtimeEnv();
  const file = environmentFile(dir);
  if (existsSync(file)) return { ...JSON.parse(readFileSync(file, 'utf8')), ...runtimeEnv() };
  throw new Problem(
    'Nothing runs here: start the console with npm start first, or set DATABASE_URL and the others.',
  );
}

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2);
  const env = variables();
  const children = new Children(dir);
  await ensureInstalled(children);
  await ensureBuilt('server', children);
  const file = join(root, 'dist', 'server', 'src', 'commands', `${name}.js`);
  const files = args.map((given) => (existsSync(given) ? resolve(given) : given));
  const { status } = spawnSync(pinnedNode(), [file, ...files], { cwd: root, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
