// Server and console, built when their sources changed: the hash of all sources lies beside what was built from them.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, runtimeEnv } from '../runtime.mjs';
import { say, seconds } from './say.mjs';

const TARGETS = {
  server: {
    sources: [
      'server/src',
      'migrations',
      'seeds',
      'tsconfig.json',
      'tsconfig.build.json',
      'nest-cli.json',
      'scripts/lib/verifier.mjs',
      'scripts/lib/tarball.mjs',
    ],
    counts: (file) => !file.endsWith('.spec.ts'),
    outputs: ['dist/server', 'dist/migrations', 'dist/seeds'],
    proof: 'dist/server/src/main.js',
    commands: [['node_modules/@nestjs/cli/bin/nest.js', 'build'], ['scripts/verifier.mjs']],
  },
  admin: {
    sources: ['admin', 'server/src'], // of the server only what the console imports: the contracts
    counts: (file) =>
      file.startsWith('admin') ? !/\.spec\.tsx?$/.test(file) : file.endsWith('.contract.ts'),
    outputs: ['dist/admin'],
    proof: 'dist/admin/index.html',
    commands: [['node_modules/vite/bin/vite.js', 'build', '--config', 'admin/vite.config.ts']],
  },
};

function filesIn(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full, { recursive: true, withFileTypes: true });
  return names
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath ?? each.path, each.name).slice(root.length));
}

/** @returns {string} changes with the sources, their names, the packages and the Node.js they are built with */
function sourceHash({ sources, counts }) {
  const hash = createHash('sha256').update(pinnedNode());
  for (const file of [
    ...sources.flatMap(filesIn).filter(counts),
    'package-lock.json',
    'package.json',
  ].sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Builds a part when its sources differ from those of the last build.
 * @param {'server' | 'admin'} name
 * @param {import('./children.mjs').Children} children
 * @param {{ force?: boolean }} options `force` builds in any case
 */
export async function ensureBuilt(name, children, { force = false } = {}) {
  const target = TARGETS[name];
  const stamp = join(root, 'dist', `.${name}.sources`);
  const hash = sourceHash(target);
  const current =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(join(root, target.proof));
  if (current && !force) return;
  const began = performance.now();
  say(`Building the ${name === 'admin' ? 'console' : name} …`);
  for (const old of [stamp, ...target.outputs.map((path) => join(root, path))])
    rmSync(old, { recursive: true, force: true });
  for (const command of target.commands)
    await children.run(`build-${name}`, pinnedNode(), command, { cwd: root, env: runtimeEnv() });
  writeFileSync(stamp, hash);
  say(`Built the ${name === 'admin' ? 'console' : name} (${seconds(began)})`);
}
