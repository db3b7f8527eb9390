// `npm start` itself, on a folder and a port of its own: what a person sees, and what it leaves behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { remove } from '../../scripts/lib/local-data.mjs';
import { stablePort } from '../../scripts/lib/ports.mjs';
import { recordedProcess } from '../../scripts/lib/processes.mjs';

const root = join(import.meta.dirname, '..', '..');
mkdirSync(join(root, '.test'), { recursive: true });
const dir = mkdtempSync(join(root, '.test', 'start-'));
let port: number;
let running: Run | undefined;

/** One start and what it has printed so far. */
interface Run {
  process: ChildProcess;
  text(): string;
  ended: Promise<unknown[]>;
}

function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SEQDB_LOCAL_DIR: dir, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { process: child, text: () => text, ended: once(child, 'exit') };
}

async function ready(run: Run): Promise<void> {
  while (!run.text().includes('Ctrl-C stops everything')) {
    if (run.process.exitCode !== null)
      throw new Error(`It ended with ${run.process.exitCode}:\n${run.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Names of what runs on the folder, by the records that every process is noted in. */
function alive(): string[] {
  const records = [
    ...readdirSync(join(dir, 'run')).map((name) => join(dir, 'run', name)),
    ...readdirSync(dir).map((name) => join(dir, name, 'process.json')),
  ];
  return records.filter((file) => existsSync(file) && recordedProcess(file));
}

beforeAll(async () => {
  chmodSync(dir, 0o755);
  port = await stablePort(join(dir, 'port-of-the-test'));
});
afterEach(async () => {
  if (running?.process.exitCode !== null || running.process.signalCode !== null) return;
  running.process.kill('SIGTERM');
  await running.ended;
});
afterAll(() => remove(dir));

it('serves the console, and leaves no process behind when it is stopped', async () => {
  running = start();
  await ready(running);
  expect(running.text()).toContain(`http://localhost:${port}`);
  expect(running.text()).toContain('curator@example.org');
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>SeqDB Console</title>');
  expect(alive().length).toBeGreaterThanOrEqual(5); // start, stack, api, worker, PostgreSQL, Redis
  running.process.kill('SIGINT');
  expect(await running.ended).toEqual([0, null]);
  expect(alive()).toEqual([]);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

it('begins again after it was killed, and lets nobody else begin meanwhile', async () => {
  const killed = start();
  await ready(killed);
  killed.process.kill('SIGKILL');
  await killed.ended;
  running = start();
  await ready(running);
  expect(running.text()).toContain('Stopped what an earlier start left running');
  const second = start({ PORT: String(port + 1) });
  expect(await second.ended).toEqual([1, null]);
  expect(second.text()).toContain(`SeqDB Console already runs from this folder: http://localhost:${port}`);
  expect(await (await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`)).json()).toMatchObject({
    status: 'ready',
  });
});

it('stops everything and says why when one of its processes dies', async () => {
  running = start();
  await ready(running);
  process.kill(recordedProcess(join(dir, 'run', 'worker.json'))?.pid ?? 0, 'SIGKILL');
  expect(await running.ended).toEqual([1, null]);
  expect(running.text()).toContain('The worker ended: it ended with SIGKILL. The end of ');
  expect(alive()).toEqual([]);
});

it.each([
  ['a port that is taken', () => String(port), 'Port %s is taken by another program.'],
  ['a port that is none', () => 'http', 'PORT must be a number between 1 and 65535, not "%s".'],
])('says in a sentence what is wrong with %s', async (_what, choose, sentence) => {
  const holder: Server = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  running = start({ PORT: choose() });
  expect(await running.ended).toEqual([1, null]);
  expect(running.text().trim().split('\n')).toEqual([
    expect.stringContaining(sentence.replace('%s', choose())),
  ]);
  holder.close();
  await once(holder, 'close');
});
