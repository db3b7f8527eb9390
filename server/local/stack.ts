// The whole local stack: every service that no variable names a real one for, each with its data in a folder of its
// own. `npm start` runs this file as a process and talks to it over its channel; the tests call `startStack`.
import { join } from 'node:path';
import { keptSecret } from './kept.ts';
import type { LocalOptions, LocalService } from './local-service.ts';
import type { PostgresService } from './postgres.ts';

type Environment = Record<string, string | undefined>;

interface Part {
  name: ServiceName;
  /** Started when this says so. */
  wanted(env: Environment): boolean;
  /** Imported on demand: a service that is not wanted costs nothing. */
  start(options: LocalOptions & { durable?: boolean }, env: Environment): Promise<LocalService>;
}

/** `NAME`, or `NAME_FILE` for a secret; the literal `None` means unset, as it does to the application. */
function isSet(env: Environment, name: string): boolean {
  return [env[name], env[`${name}_FILE`]].some(
    (value) => value !== undefined && value !== '' && value !== 'None',
  );
}

const unless = (name: string) => (env: Environment) => !isSet(env, name);

const PARTS: readonly Part[] = [
  {
    name: 'postgres',
    wanted: unless('DATABASE_URL'),
    start: async (options) => (await import('./postgres.ts')).startPostgres(options),
  },
  {
    name: 'redis',
    wanted: unless('REDIS_URL'),
    start: async (options) => (await import('./redis.ts')).startRedis(options),
  },
  {
    name: 'storage',
    wanted: unless('S3_HOT_ENDPOINT'),
    start: async (options) => (await import('./storage.ts')).startStorage(options),
  },
  {
    name: 'mail',
    wanted: unless('SMTP_URL'),
    start: async (options) => (await import('./mail.ts')).startMail(options),
  },
  {
    name: 'webin',
    wanted: (env) =>
      !isSet(env, 'ENA_SUBMIT_URL') && (!isSet(env, 'ENA_ENVIRONMENT') || env.ENA_ENVIRONMENT === 'sandbox'),
    start: async ({ dir, log }, env) =>
      (await import('./webin.ts')).startWebin({
        dir,
        log,
        schemaDir: isSet(env, 'ENA_SCHEMA_DIR') ? env.ENA_SCHEMA_DIR : undefined,
      }),
  },
];

export type ServiceName = 'postgres' | 'redis' | 'storage' | 'mail' | 'webin';

export interface StackOptions {
  /** Takes one folder per service. */
  dir: string;
  /** Decides what is started, and wins over what the services say. */
  env: Environment;
  log: (line: string) => void;
  /** Nothing but these, wanted or not. */
  only?: readonly ServiceName[];
  /** false (tests): the database does not wait for the disk. */
  durable?: boolean;
}

export interface Stack {
  /** What the application needs to find the services, with defaults for a local start; without the caller's `env`. */
  env: Record<string, string>;
  services: readonly LocalService[];
  /** A superuser's connection for making databases, when the database server is ours. */
  adminUrl: string | undefined;
  /** Resolves, saying which and why, when a service ends by itself. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts what is wanted, all at once.
 * @throws Error the first failure; what had started is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const wanted = PARTS.filter((part) => options.only?.includes(part.name) ?? part.wanted(options.env));
  const started = await Promise.allSettled(wanted.map((part) => startPart(part, options)));
  const services = started.filter((each) => each.status === 'fulfilled').map((each) => each.value);
  const failure = started.find((each) => each.status === 'rejected');
  if (failure) {
    await stopAll(services);
    throw failure.reason;
  }
  const merged = Object.assign(
    defaults(options.dir, wanted),
    ...services.map((service) => service.env),
  ) as Record<string, string>;
  const env = Object.fromEntries(Object.entries(merged).filter(([name]) => !isSet(options.env, name)));
  return {
    env,
    services,
    adminUrl: services.find((service): service is PostgresService => 'adminUrl' in service)?.adminUrl,
    ended: Promise.race(services.flatMap((service) => service.ended ?? [])),
    stop: () => stopAll(services),
  };
}

async function startPart(part: Part, { dir, log, env, durable = true }: StackOptions): Promise<LocalService> {
  const began = performance.now();
  const service = await part.start({ dir: join(dir, part.name), log, durable }, env);
  log(`${service.describe} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return service;
}

/** All are stopped, whatever one of them says; then the first complaint is passed on. */
async function stopAll(services: readonly LocalService[]): Promise<void> {
  const stopped = await Promise.allSettled(services.map((service) => service.stop()));
  const failure = stopped.find((each) => each.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Demo accounts go into a database of our own only, never into one that somebody named. */
function defaults(dir: string, parts: readonly Part[]): Record<string, string> {
  return {
    NODE_ENV: 'development',
    JWT_SECRET: keptSecret(dir, 'jwt', 32),
    AUDIT_SIGNING_KEY: keptSecret(dir, 'audit-signing-key', 32),
    AUDIT_EXPORT_KEY: keptSecret(dir, 'audit-export-key', 32),
    DEMO_DATA: String(parts.some((part) => part.name === 'postgres')),
    ENA_ENVIRONMENT: 'sandbox',
  };
}
