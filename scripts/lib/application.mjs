// The application's own processes on top of the local stack.
import { join } from 'node:path';
import { pinnedNode, root, runtimeEnv } from '../runtime.mjs';
import { nodeFlags, nodeVariables } from './node-flags.mjs';
import { sleep } from './processes.mjs';
import { Problem, say, seconds } from './say.mjs';

/**
 * Starts the local stack (server/local/stack-process.ts), passing on what it says.
 * @returns {Promise<{ env: Record<string, string>, services: { name: string, describe: string }[], ended: Promise<string> }>}
 *   the variables by which the application finds it, and a promise that says why it ended by itself
 */
export async function startStack(children, dir) {
  const env = { ...runtimeEnv(), SEQDB_LOCAL_DIR: dir };
  const args = ['--disable-warning=ExperimentalWarning', join(root, 'server', 'local', 'stack-process.ts')];
  const stack = children.start('stack', pinnedNode(), args, { cwd: root, env, ipc: true });
  let fell;
  const ended = new Promise((resolve) => (fell = resolve));
  const ready = await new Promise((resolve, reject) => {
    stack.process.on('message', (message) => {
      if (message.kind === 'line') say(message.text);
      if (message.kind === 'ready') resolve(message);
      if (message.kind === 'failed') reject(new Problem(message.reason));
      if (message.kind === 'ended') fell(message.reason);
    });
    void stack.ended.then((reason) => {
      const text = children.obituary(`The local stack ended: ${reason ?? 'it was stopped'}.`, 'stack');
      fell(text);
      return reject(new Problem(text));
    });
  });
  return { ...ready, ended };
}

/** Runs one of the application's commands (dist/server/src/commands). */
export async function runCommand(children, name, env, done) {
  const began = performance.now();
  const file = join(root, 'dist', 'server', 'src', 'commands', `${name}.js`);
  await children.run(name, pinnedNode(), ['--enable-source-maps', file], { cwd: root, env });
  say(`${done} (${seconds(began)})`);
}

/** Starts the `api` or the `worker`; @returns {Promise<string>} says why it ended by itself, with the end of its log */
export function serve(children, name, file, env) {
  const path = join(root, 'dist', 'server', 'src', file);
  const { ended } = children.start(name, pinnedNode(), [...nodeFlags[name], path], {
    cwd: root,
    env: { ...nodeVariables[name], ...env },
  });
  return ended.then((reason) => children.obituary(`The ${name} ended: ${reason ?? 'it stopped'}.`, name));
}

/** Waits until the API says that it and all it needs are there. @throws Problem with what it last said */
export async function waitUntilReady(base, limitMs = 60_000) {
  let last = 'no answer';
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(100)) {
    try {
      const answer = await fetch(`${base}/api/v1/health/ready`, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      last = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      last = String(error.cause?.message ?? error.message);
    }
  }
  throw new Problem(`The API was not ready after ${limitMs / 1000} s. It last said: ${last}`);
}
