// node_modules as package-lock.json wants it. npm writes its own list of what it installed when it is done, so the two
// lists tell whether anything is missing, after an interrupted installation too.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pinnedNode, root } from '../runtime.mjs';
import { Problem, say, seconds } from './say.mjs';

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** @returns {boolean} whether every package of the lockfile is there; those for other platforms may be missing */
export function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const present = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(([path, { version, optional, devOptional, peer }]) => {
      const found = present[path];
      return found ? found.version === version : Boolean(optional || devOptional || peer);
    });
}

/** The environment for npm: without the Node.js inside node_modules, which npm is about to replace. */
function npmEnv() {
  const inside = join(root, 'node_modules');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(inside));
  return { ...process.env, PATH: path.join(delimiter) };
}

/**
 * Installs what is missing, from nothing, so that what an interruption left half-unpacked does not stay. Not `npm ci`:
 * it refuses a lockfile without the builds for other platforms, which npm leaves out of it where a registry does not
 * have them. `--no-save` keeps the lockfile as it is; versions and checksums are its.
 * @param {import('./children.mjs').Children} children */
export async function ensureInstalled(children) {
  if (!isInstalled()) {
    say('Installing packages …');
    const began = performance.now();
    const tick = setInterval(() => say(`… still installing, ${seconds(began)}`), 20_000);
    rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    const options = [
      '--no-save',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    try {
      await children.run('npm', 'npm', ['install', ...options], { cwd: root, env: npmEnv() });
    } finally {
      clearInterval(tick);
    }
    say(`Packages installed (${seconds(began)})`);
  }
  checkRuntime();
}

/** npm passes over an optional package it cannot fetch, and the Node.js we are pinned to is one. */
function checkRuntime() {
  if (pinnedNode() !== process.execPath) return;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if ((major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major > 24) return;
  throw new Problem(
    `This is Node.js ${process.versions.node}; the console runs on 24, and npm has no Node.js package for ` +
      `${process.platform}-${process.arch}. Install Node.js 24 and start again.`,
  );
}
