// npm start: from a fresh clone to a running console. Installs what is missing, builds what changed, starts the local
// stack (whatever no variable names a real service for), migrates, seeds, and serves until Ctrl-C.
// Plain JavaScript without dependencies, for Node 20 and newer; everything else runs on the Node.js pinned in
// package.json. `npm start -- --reset` clears the local data first. PORT and HOST choose where the console listens.
import { join, resolve } from 'node:path';
import { runtimeEnv, root } from './runtime.mjs';
import { runCommand, serve, startStack, waitUntilReady } from './lib/application.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { Children, stopLeftovers } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { applicationVariables, claim, keepEnvironment, release, reset } from './lib/local-data.mjs';
import { isPortFree } from './lib/ports.mjs';
import { Problem, runScript, say, seconds } from './lib/say.mjs';

const dir = resolve(process.env.SEQDB_LOCAL_DIR ?? join(root, '.local'));
const children = new Children(dir);

let stopping; // set once stopping began
let interruptedAt = 0;

function stop() {
  stopping ??= stopInOrder();
  return stopping;
}

async function stopInOrder() {
  const any = children.count > 0;
  if (any) say('Stopping …');
  await children.stopAll(['api', 'worker'], ['stack']);
  release(dir);
  if (any) say('Stopped');
}

/** Ctrl-C arrives twice at once, from the terminal and through npm: only a later one means "now". */
function onSignal() {
  const now = Date.now();
  if (!interruptedAt) {
    interruptedAt = now;
    void stop();
  } else if (now - interruptedAt > 1000) {
    say('Stopping at once.');
    void children.killAll().finally(() => process.exit(130));
  }
}

function checkMachine() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Problem(`This is Node.js ${process.versions.node}: Node.js 20 or newer is needed.`);
  }
  if (process.platform === 'win32') {
    throw new Problem(
      'The local stack runs on Linux and macOS. On Windows, use the Windows Subsystem for Linux.',
    );
  }
}

function choosePort() {
  const port = Number(process.env.PORT || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(`PORT must be a number between 1 and 65535, not "${process.env.PORT}".`);
}

async function checkPort(port) {
  const hosts = [process.env.HOST || '127.0.0.1', '::1'];
  const free = await Promise.all(hosts.map((host) => isPortFree(port, host)));
  if (free.every(Boolean)) return;
  throw new Problem(
    `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
  );
}

async function prepare(port) {
  claim(dir, port);
  const leftovers = await stopLeftovers(dir);
  if (leftovers.length > 0) say(`Stopped what an earlier start left running: ${leftovers.join(', ')}`);
  await checkPort(port);
  if (process.argv.includes('--reset')) {
    reset(dir);
    say('Local data cleared');
  }
  await ensureInstalled(children);
}

/** The API would leave them aside with a warning (server/src/platform/config/worker-secrets.ts). */
function withoutWorkersSecrets(env) {
  const ofWorker = /^(DATABASE_SEALER_URL|AUDIT_(PREVIOUS_)?SIGNING_KEY)(_FILE)?$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofWorker.test(name)));
}

async function up(port) {
  const [stack] = await Promise.all([
    startStack(children, dir),
    ensureBuilt('server', children),
    ensureBuilt('admin', children),
  ]);
  const url = `http://localhost:${port}`;
  const env = { PUBLIC_URL: url, ...runtimeEnv(), ...stack.env, PORT: String(port) };
  keepEnvironment(dir, applicationVariables(env));
  await runCommand(children, 'migrate', env, 'Database is up to date');
  await runCommand(children, 'seed', env, 'Checklists and demo data are there');
  const fell = Promise.race([
    stack.ended,
    serve(children, 'api', 'main.js', withoutWorkersSecrets(env)),
    serve(children, 'worker', 'worker.js', env),
  ]);
  const host = ['', '0.0.0.0', '::'].includes(process.env.HOST ?? '') ? '127.0.0.1' : process.env.HOST;
  await Promise.race([
    waitUntilReady(`http://${host}:${port}`),
    fell.then((reason) => Promise.reject(new Problem(reason))),
  ]);
  return { fell, env, stack, url };
}

function greet({ env, stack, url }) {
  const mail = stack.services.find((service) => service.name === 'mail');
  const people = ['depositor', 'depositor2', 'curator', 'curator2', 'support', 'auditor', 'admin'];
  const lines = [
    `SeqDB Console is ready after ${seconds()}: ${url}`,
    '',
    ...(env.DEMO_DATA === 'true'
      ? ['Accounts, all with the password seqdb-demo:', ...people.map((name) => `  ${name}@example.org`), '']
      : []),
    `API documentation  ${url}/api/docs`,
    ...(mail ? [mail.describe.replace(/^Mail catcher at/, 'Mail it sends     ')] : []),
    `Logs               ${join(dir, 'logs')}`,
    '',
    'Ctrl-C stops everything.',
  ];
  console.log(`\n${lines.join('\n')}\n`);
}

async function main() {
  if (process.argv.includes('--help')) {
    console.log('npm start [-- --reset]   PORT=3000 HOST=127.0.0.1; --reset clears the local data first');
    return;
  }
  checkMachine();
  const port = choosePort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  try {
    await prepare(port);
    const running = await up(port);
    greet(running);
    const reason = await running.fell;
    if (!interruptedAt) throw new Problem(reason);
  } catch (error) {
    if (!interruptedAt) throw error;
    process.exitCode = 130; // before it was ready
  } finally {
    await stop();
  }
}

await runScript(main);
