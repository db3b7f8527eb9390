// Redis (or Valkey) for `npm start` and the tests: from the PATH, else from the system's packages, unpacked into
// .local/packages. Listens on 127.0.0.1 only, never drops a key for want of memory, and keeps its data over a restart.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { hasApt, libraryPath, onPath, unpackPackages } from '../../scripts/lib/packages.mjs';
import { stablePort } from '../../scripts/lib/ports.mjs';
import { endLeftover, startChild } from './child.ts';
import type { LocalOptions, LocalService } from './local-service.ts';
import { runAlone } from './run-alone.ts';

interface Program {
  command: string;
  env: Record<string, string>;
}

const PACKAGES = join(import.meta.dirname, '..', '..', '.local', 'packages', 'redis');
const ADVICE = 'Install redis-server or valkey-server (6.2 or newer), or set REDIS_URL to one that runs.';

/** @throws Error saying what to install when this machine has no Redis and none can be fetched */
async function findProgram(log: (line: string) => void): Promise<Program> {
  const installed = onPath('redis-server', 'valkey-server');
  if (installed) return { command: installed, env: {} };
  if (!existsSync(PACKAGES)) {
    if (!hasApt())
      throw new Error(`There is no Redis on this machine, and no apt to fetch one with. ${ADVICE}`);
    log('Redis: fetching it from the system packages');
    await fetchPackage();
  }
  const command = ['redis-server', 'valkey-server']
    .map((name) => join(PACKAGES, 'usr', 'bin', name))
    .find(existsSync);
  if (!command) throw new Error(`${PACKAGES} holds no Redis: remove that folder. ${ADVICE}`);
  return { command, env: { LD_LIBRARY_PATH: libraryPath(PACKAGES) } };
}

async function fetchPackage(): Promise<void> {
  try {
    await unpackPackages(PACKAGES, ['redis-server']);
  } catch (error) {
    throw new Error(
      `There is no Redis on this machine and it could not be fetched. ${ADVICE}\n${String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** The settings as arguments: the log of every write, put on disk each second, is what a killed server is read back from. */
function settings(dir: string, port: number): string[] {
  const wanted = {
    port,
    bind: '127.0.0.1',
    dir,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    'set-proc-title': 'no',
  };
  return Object.entries(wanted).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** Starts the server; the queue's keys of the last start are there again. */
export async function startRedis(options: LocalOptions): Promise<LocalService> {
  const { dir, log } = options;
  await endLeftover('Redis', dir);
  const program = await findProgram(log);
  const port = options.port ?? (await stablePort(dir));
  const server = startChild({ ...program, name: 'redis', dir, args: settings(dir, port) });
  try {
    await server.waitUntil(() => answers(port), 30);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { stdout } = await promisify(execFile)(program.command, ['--version'], {
    env: { ...process.env, ...program.env },
  });
  return {
    name: 'redis',
    env: { REDIS_URL: `redis://127.0.0.1:${port}/0` },
    describe: `${/^(Redis|Valkey)/i.exec(stdout)?.[0] ?? 'Redis'} ${/v=([\d.]+)/.exec(stdout)?.[1] ?? ''} at 127.0.0.1:${port}`,
    ended: server.ended,
    stop: () => server.stop(),
  };
}

/** Whether it takes commands; false while it is starting or loading its file. */
async function answers(port: number): Promise<boolean> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined); // the refused connection also rejects connect()
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false; // waitUntil tells what the log says when this stays so
  } finally {
    client.disconnect();
  }
}

if (import.meta.main) await runAlone('redis', startRedis);
