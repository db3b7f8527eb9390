// Finds the Node.js that the project is pinned to (optionalDependencies in package.json): the system's own may be
// older. Plain JavaScript without dependencies, for Node 20 and newer.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns {string} absolute path of the pinned Node.js, or of the running one where no pinned build exists */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** @returns {NodeJS.ProcessEnv} the environment with the pinned Node.js and the project's tools first on the PATH */
export function runtimeEnv() {
  const bins = [join(pinnedNode(), '..'), join(root, 'node_modules', '.bin')];
  return { ...process.env, PATH: [...bins, process.env.PATH].join(':') };
}
