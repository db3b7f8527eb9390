// The whole application for one spec file: on a port of its own, against the file's own database, Redis and prefix.
import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll } from 'vitest';
import { createApi } from '../../server/src/api.ts';
import { WorkerModule } from '../../server/src/app.module.ts';
import type { Role } from '../../server/src/platform/access/roles.contract.ts';
import { type Config, loadConfig } from '../../server/src/platform/config/config.ts';
import { createLogger } from '../../server/src/platform/logging/logging.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { makeUser, testPassword } from '../factories/users.ts';
import { useDatabase } from './database.ts';

export type Answer = {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, the text otherwise. */
  body: any;
  text: string;
};

export type Person = {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  token: string;
  cookie: string;
};

export type Ask = {
  /** An object goes as JSON, FormData as multipart, a string as it is (give its content type in `headers`). */
  body?: unknown;
  as?: Pick<Person, 'token'> | undefined;
  /** Sent as `If-Match: "<version>"`. */
  ifMatch?: number;
  idempotencyKey?: string;
  headers?: Record<string, string>;
};

export interface TestApp {
  readonly config: Config;
  /** e.g. `http://127.0.0.1:40123` */
  readonly url: string;
  readonly api: NestFastifyApplication;
  readonly worker: INestApplicationContext | undefined;
  /** A provider of the API's process. */
  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T;
  /** @param path from the root, or without a leading slash from `/api/v1/` */
  request(method: string, path: string, ask?: Ask): Promise<Answer>;
  signIn(email: string, password?: string): Promise<Person>;
  /** Makes a person with these roles through the service and signs them in. */
  person(...roles: Exclude<Role, 'service'>[]): Promise<Person>;
  /**
   * Starts another background worker in this process; `providers` may bring handlers of the test's own tasks, and it may
   * have another `config` than the rest.
   */
  startWorker(providers?: Provider[], config?: Config): Promise<INestApplicationContext>;
}

/**
 * Call at the top of a spec file. Only from `beforeAll` on.
 * @param options `worker`: also does background tasks; `console`: also serves the built console; `env`: variables that
 *   differ from the local stack's, as they are or made from the whole environment
 */
export function useApp(options: { worker?: boolean; console?: boolean; env?: EnvOption } = {}): TestApp {
  const database = useDatabase();
  const app = new RunningApp();
  beforeAll(async () => {
    const other = typeof options.env === 'function' ? await options.env(database.env) : options.env;
    await app.start({ ...database.env, ...trial, ...other }, options);
  });
  afterAll(() => app.stop());
  return app;
}

type Env = Record<string, string>;
export type EnvOption = Env | ((env: Env) => Env | Promise<Env>);

/**
 * A proxy is trusted, so that a test can come from many addresses: sign-in is limited by address. Tasks that wait for
 * something wait a tenth of the time.
 */
const trial = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'error',
  TRUST_PROXY: '1',
  AUDIT_VERIFICATION_HOUR: 'never',
  TASK_PACE: '10',
};

/** @throws Error when the console was not built; `npm test` builds it before these tests */
function builtConsole(): string {
  const folder = join(import.meta.dirname, '..', '..', 'dist', 'admin');
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Error('The console is not built: npm run build:admin');
}

const someAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

class RunningApp implements TestApp {
  config!: Config;
  url = '';
  api!: NestFastifyApplication;
  worker: INestApplicationContext | undefined;
  private readonly workers: INestApplicationContext[] = [];

  async start(env: Env, parts: { worker?: boolean; console?: boolean }): Promise<void> {
    this.config = loadConfig(env);
    this.api = await createApi(this.config, parts.console ? builtConsole() : undefined);
    await this.api.listen(0, '127.0.0.1');
    const { port } = this.api.getHttpServer().address() as { port: number };
    this.url = `http://127.0.0.1:${port}`;
    if (parts.worker) this.worker = await this.startWorker();
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) await worker.close();
    await this.api?.close();
  }

  async startWorker(providers: Provider[] = [], config = this.config): Promise<INestApplicationContext> {
    const worker = await NestFactory.createApplicationContext(
      { module: class {}, imports: [WorkerModule.with(config)], providers },
      { logger: createLogger(config, 'worker'), abortOnError: false },
    );
    this.workers.push(worker);
    return worker;
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.api.get<T>(token as Type<T>);
  }

  async request(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const isJson = ask.body !== undefined && typeof ask.body !== 'string' && !(ask.body instanceof FormData);
    const response = await fetch(new URL(path.startsWith('/') ? path : `/api/v1/${path}`, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(isJson && { 'content-type': 'application/json' }),
        ...(ask.as && { authorization: `Bearer ${ask.as.token}` }),
        ...(ask.ifMatch !== undefined && { 'if-match': `"${ask.ifMatch}"` }),
        ...(ask.idempotencyKey !== undefined && { 'idempotency-key': ask.idempotencyKey }),
        ...ask.headers,
      },
      ...(ask.body !== undefined && {
        body: isJson ? JSON.stringify(ask.body) : (ask.body as string | FormData),
      }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const body: unknown = /\bjson\b/.test(type) && text !== '' ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body, text };
  }

  async signIn(email: string, password = testPassword): Promise<Person> {
    const { status, body, text, headers } = await this.request('POST', 'auth/login', {
      body: { email, password },
      headers: { 'x-forwarded-for': someAddress() },
    });
    if (status !== 200) throw new Error(`${email} could not sign in: ${status} ${text}`);
    const cookie = headers.getSetCookie().find((line) => line.startsWith('seqdb_refresh=')) ?? '';
    return { ...body.user, token: body.accessToken, cookie: cookie.split(';')[0] ?? '' };
  }

  async person(...roles: Exclude<Role, 'service'>[]): Promise<Person> {
    const { email } = await makeUser(this.get(UsersService), { roles });
    return this.signIn(email);
  }
}
