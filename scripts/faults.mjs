// npm run test:faults [-- --seed N --count N --wave N]: batches on their way to ENA while everything fails that can, 1,000
// times by default (200 in `npm test`), from a seed that is printed; `--wave` repeats one batch of such a run. Then real
// workers that are killed, and the memory that one takes for 10,000 samples.
// Prints what happened how often, and ends with 1 when something was lost, doubled or claimed without being so.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, runtimeEnv } from './runtime.mjs';
import { Children } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, runScript, say } from './lib/say.mjs';

/** @throws {Problem} */
function numberOf(name, text) {
  if (!/^\d{1,9}$/.test(text)) throw new Problem(`--${name} takes a whole number, not "${text}".`);
  return text;
}

await runScript(async () => {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, count: { type: 'string' }, wave: { type: 'string' } },
  });
  const seed = numberOf('seed', values.seed ?? String(randomInt(1e9)));
  const count = numberOf('count', values.count ?? '1000');
  const wave = values.wave === undefined ? {} : { FAULTS_WAVE: numberOf('wave', values.wave) };
  await ensureInstalled(new Children(join(root, '.test')));
  say(`${count} faults from the seed ${seed} …`);
  const env = { ...runtimeEnv(), FAULTS_SEED: seed, FAULTS_COUNT: count, ...wave };
  const projects = values.wave === undefined ? ['faults', 'faults-long'] : ['faults'];
  const args = ['run', ...projects.map((name) => `--project=${name}`)];
  const { status } = spawnSync('vitest', args, { cwd: root, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
