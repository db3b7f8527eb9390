// npm run bench [-- NAME… --OPTION VALUE…]: the benchmarks of test/bench, all or those whose file name begins with a NAME, one after
// the other, each in a process of its own. They print what they measure as ratios and never fail for being slow.
//
// A benchmark is a file test/bench/NAME.bench.ts:
//   export const needs = ['postgres'] as const;      // of postgres, redis, storage, mail, webin; [] for none
//   export default async function bench({ env }: BenchContext): Promise<void> { … console.log(…) }
// `env` holds the variables of the services it needs (server/local), fresh and empty; the database is migrated, and
// waits for the disk as in production. The type is in test/bench/context.ts. The source is compiled as for production
// (scripts/lib/typescript-hooks.mjs), and `gc()` is there for those that measure memory. What stands from the first
// `--OPTION` on is for the benchmarks, as `options`; but `--data DIR` keeps what they fill their services with in that
// folder, and takes it from there the next time.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, runtimeEnv } from './runtime.mjs';
import { Children } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, runScript } from './lib/say.mjs';

const folder = join(root, 'test', 'bench');
const hooks = join(root, 'scripts', 'lib', 'typescript-hooks.mjs');
const runner = join(root, 'scripts', 'lib', 'bench-runner.mjs');

await runScript(async () => {
  await ensureInstalled(new Children(join(root, '.test')));
  const given = process.argv.slice(2);
  const first = given.findIndex((word) => word.startsWith('--'));
  const names = first < 0 ? given : given.slice(0, first);
  const options = first < 0 ? [] : given.slice(first);
  const all = readdirSync(folder).filter((file) => file.endsWith('.bench.ts'));
  const chosen = all.filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)));
  if (chosen.length === 0) throw new Problem(`No such benchmark. There are: ${all.join(', ')}`);
  for (const file of chosen) {
    const args = [
      '--expose-gc',
      '--enable-source-maps',
      `--import=${hooks}`,
      runner,
      join(folder, file),
      ...options,
    ];
    const { status } = spawnSync(pinnedNode(), args, { cwd: root, env: runtimeEnv(), stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
});
