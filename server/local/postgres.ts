// PostgreSQL 18 for `npm start` and the tests. Listens on 127.0.0.1 only; the passwords are the data folder's own.
import { join } from 'node:path';
import { stablePort } from '../../scripts/lib/ports.mjs';
import { endLeftover, startChild, type Child } from './child.ts';
import { keptSecret } from './kept.ts';
import type { LocalOptions, LocalService } from './local-service.ts';
import { ensureCluster, SUPERUSER } from './postgres/cluster.ts';
import {
  acceptsConnections,
  createDatabase,
  ensureRoles,
  ROLES,
  withDatabase,
} from './postgres/databases.ts';
import { placeFor, type Place } from './postgres/place.ts';
import { freeCluster } from './postgres/server-lock.ts';
import { runAlone } from './run-alone.ts';

export interface PostgresOptions extends LocalOptions {
  /** false (tests): do not wait for the disk; a power cut may lose the data, a kill may not. */
  durable?: boolean;
}

export interface PostgresService extends LocalService {
  /** A superuser's connection to the database `postgres`, for making and dropping databases. */
  adminUrl: string;
}

const DATABASE = 'seqdb';
// SIGINT: fast shutdown. SIGQUIT: at once, recovers at the next start.
const STOP = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Starts the server and makes sure of the database `seqdb`, its extension and its three roles.
 * @throws Error saying what to do when the platform has no build, or another live start owns the folder
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresService> {
  const { dir, log } = options;
  await endLeftover('PostgreSQL', dir, STOP);
  const place = await placeFor(dir);
  if (!place.data.startsWith(dir))
    log(`PostgreSQL: data in ${place.data} (user postgres cannot enter ${dir})`);
  await freeCluster(place.data);
  const password = keptSecret(dir, 'superuser');
  await ensureCluster(place, password);

  const port = options.port ?? (await stablePort(dir));
  const adminUrl = urlOf(SUPERUSER, password, port, 'postgres');
  const server = await startServer(place, port, options, () => acceptsConnections(adminUrl));
  const passwords = Object.fromEntries(Object.values(ROLES).map((role) => [role, keptSecret(dir, role)]));
  try {
    await ensureRoles(adminUrl, passwords);
    await createDatabase(adminUrl, DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    name: 'postgres',
    adminUrl,
    env: databaseEnv((role) => urlOf(role, passwords[role] ?? '', port, DATABASE)),
    describe: `PostgreSQL 18 at 127.0.0.1:${port}`,
    ended: server.ended,
    stop: () => server.stop(),
  };
}

function databaseEnv(url: (role: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(ROLES).map(([name, role]) => [name, url(role)]));
}

/** @returns the connection variables of `env` pointed at another database of the same cluster */
export function envForDatabase(env: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.keys(ROLES).map((key) => [key, withDatabase(env[key] ?? '', name)]));
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function settings(port: number, durable: boolean): Record<string, string | number> {
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : fast),
  };
}

async function startServer(
  place: Place,
  port: number,
  options: PostgresOptions,
  ready: () => Promise<boolean>,
): Promise<Child> {
  const flags = Object.entries(settings(port, options.durable ?? true)).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ]);
  const server = startChild(
    {
      name: 'postgres',
      dir: options.dir,
      command: join(place.programs, 'bin', 'postgres'),
      args: ['-D', place.data, ...flags],
      env: { LC_ALL: 'C' },
      user: place.user,
    },
    STOP,
  );
  try {
    await server.waitUntil(ready, 60);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export { createDatabase, dropDatabase } from './postgres/databases.ts';

if (import.meta.main) await runAlone('postgres', startPostgres);
