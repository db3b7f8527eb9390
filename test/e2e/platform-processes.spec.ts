// The two programs as a system runs them: what they say, how they start, and how they end.
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { eventually } from '../factories/eventually.ts';
import { freePort, Program, useBuild } from '../factories/process.ts';
import { testPassword } from '../factories/users.ts';
import { useApp } from '../setup/app.ts';

const build = useBuild();
let given: Record<string, string> = {};
// In this process only to make a user and to look at rows: the programs work on the same database.
const app = useApp({
  env: (env) => {
    given = env;
    return {};
  },
});

const programs: Program[] = [];
afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.signal('SIGKILL');
    await program.ended;
  }
});
function start(name: 'main' | 'worker', env: Record<string, string>): Program {
  const program = new Program(build.folder, name, env);
  programs.push(program);
  return program;
}

const secret = randomBytes(32).toString('base64url');
let production: Record<string, string>;
let url: string;
beforeAll(async () => {
  const PORT = String(await freePort());
  url = `http://127.0.0.1:${PORT}`;
  // The sandbox's addresses and demo accounts have no place in production.
  const isForProduction = ([name]: [string, string]) =>
    name !== 'DEMO_DATA' && (!name.startsWith('ENA_') || name === 'ENA_USERNAME' || name === 'ENA_PASSWORD');
  production = {
    ...Object.fromEntries(Object.entries(given).filter(isForProduction)),
    NODE_ENV: 'production',
    ENA_ACCOUNT_ENVIRONMENT: 'test',
    LOG_LEVEL: 'debug',
    PUBLIC_URL: 'https://seqdb.example.org',
    JWT_SECRET: secret,
    PORT,
  };
});

const isUp = async () => {
  try {
    return (await fetch(`${url}/api/v1/health`)).status === 200;
  } catch {
    return false; // does not listen yet
  }
};
const login = async (email: string, password: string, requestId: string) =>
  fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    // In many pieces: what is known of the request must outlive the reading of its body.
    body: JSON.stringify({ email, password }) + ' '.repeat(1_000_000),
  });

describe.each(['main', 'worker'] as const)('a wrong configuration of %s', (name) => {
  it('is told whole, in plain lines, and ends the start', async () => {
    const program = start(name, {
      ...production,
      PUBLIC_URL: 'http://x',
      DEMO_DATA: 'true',
      REDIS_URL: 'None',
    });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.err.trim().split('\n')).toEqual([
      'The configuration has 3 problem(s):',
      '  REDIS_URL: is not set',
      '  DEMO_DATA: must not be true in production',
      '  PUBLIC_URL: must be https in production',
    ]);
    expect(program.out).toBe('');
  });
});

describe('the api', () => {
  it('logs JSON lines that name the request, and no secret', async () => {
    const program = start('main', production);
    await eventually(isUp);
    const { email } = await app.get(UsersService).create(systemActor('tests'), {
      email: 'logged.in@example.org',
      name: 'Logged In',
      roles: ['depositor'],
      password: testPassword,
    });
    expect((await login(email, testPassword, 'request-fine')).status).toBe(200);
    const owner = await new DataSource({
      type: 'postgres',
      url: given['DATABASE_MIGRATION_URL'] ?? '',
    }).initialize();
    await owner.query('ALTER TABLE refresh_tokens RENAME TO refresh_tokens_away');
    expect((await login(email, testPassword, 'request-broken')).status).toBe(500);
    await owner.query('ALTER TABLE refresh_tokens_away RENAME TO refresh_tokens');
    await owner.destroy();

    program.signal('SIGTERM');
    await program.ended;
    const failures = program.log.filter(({ level }) => level === 'error');
    expect(failures).toEqual([
      expect.objectContaining({
        process: 'api',
        requestId: 'request-broken',
        message: expect.stringContaining('POST /api/v1/auth/login internal'),
      }),
    ]);
    const all = program.out + program.err;
    for (const hidden of [secret, testPassword, new URL(production['DATABASE_URL'] ?? '').password])
      expect(all).not.toContain(hidden);
  });

  it('answers what it is working on before it ends, and ends soon', async () => {
    const program = start('main', production);
    await eventually(isUp);
    const blocker = app.get(DataSource).createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('LOCK TABLE sessions IN EXCLUSIVE MODE');
    const answer = login('logged.in@example.org', testPassword, 'request-late');
    await eventually(async () => {
      const [{ count }] = await app
        .get(DataSource)
        .query(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return count > 0;
    });
    program.signal('SIGTERM');
    await eventually(async () => !(await isUp()));
    await blocker.rollbackTransaction();
    await blocker.release();
    const response = await answer;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ expiresIn: 600 });
    const began = performance.now();
    expect((await program.ended).signal).toBe('SIGTERM');
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('says plainly that its port is taken', async () => {
    const first = start('main', production);
    await eventually(isUp);
    const second = start('main', production);
    expect((await second.ended).code).toBe(1);
    expect(second.err).toContain('EADDRINUSE');
    expect(await isUp()).toBe(true);
    first.signal('SIGTERM');
    await first.ended;
  });
});

describe('the worker', () => {
  it('does what is waiting, and ends when it is told to', async () => {
    const program = start('worker', production);
    const id = await app.get(UnitOfWork).run(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO tasks (id, name, payload) VALUES (gen_random_uuid(), 'test.nobody', '{}') RETURNING id`,
      );
      return row?.id;
    });
    await eventually(async () => {
      const [row] = await app
        .get(DataSource)
        .query('SELECT state, last_error FROM tasks WHERE id = $1', [id]);
      return row.state === 'failed' && row.last_error === 'nobody handles test.nobody';
    }, 30);
    program.signal('SIGTERM');
    const began = performance.now();
    expect((await program.ended).signal).toBe('SIGTERM');
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(program.err).toBe('');
  });
});
