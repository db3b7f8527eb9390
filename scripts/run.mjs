// node scripts/run.mjs TOOL ARGS…: runs a tool of node_modules/.bin with the Node.js the project is pinned to.
import { spawn } from 'node:child_process';
import { root, runtimeEnv } from './runtime.mjs';

const [tool, ...args] = process.argv.slice(2);
const child = spawn(tool, args, { cwd: root, env: runtimeEnv(), stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`${tool} could not be started: ${error.message}. Run "npm install" first.`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
