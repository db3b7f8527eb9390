// A page of 100,000 submissions as a curator gets it over HTTP, access rules included, against pgbench running the same
// two statements on the same database; at the first page and half-way down.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { createApi } from '../../server/src/api.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { loadConfig } from '../../server/src/platform/config/config.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import type { BenchContext } from './context.ts';

export const needs = ['postgres', 'redis', 'storage'] as const;

const submissions = 100_000;
const clients = 8;
const seconds = 6;
const goal = 0.3;
const password = 'bench-bench-bench';

type Statement = { sql: string; parameters: unknown[] };
type Page = { next: string | null };

export default async function bench({ env }: BenchContext): Promise<void> {
  const config = loadConfig({
    ...env,
    ENA_ENVIRONMENT: 'test',
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    JWT_SECRET: 'b'.repeat(20) + 'e'.repeat(23),
    AUDIT_EXPORT_KEY: 'b'.repeat(43),
  });
  const app = await createApi(config);
  try {
    await app.listen(0, '127.0.0.1');
    const base = `${await app.getUrl()}/api/v1`;
    const email = 'curator@bench.example';
    await app
      .get(UsersService)
      .create(systemActor('bench'), { email, name: 'Bench', roles: ['curator'], password });
    await fill(env['DATABASE_MIGRATION_URL'] ?? '');
    const token = await signIn(base, email);
    const deep = await cursorAt(env['DATABASE_URL'] ?? '');
    for (const [where, query] of [
      ['first page', ''],
      ['half-way down', `&after=${deep}`],
    ] as const) {
      const url = `${base}/submissions?sort=-updatedAt&limit=50${query}`;
      const statements = await recorded(app.get(DataSource), () => get(url, token));
      const http = await load(url, token);
      const database = pgbench(env['DATABASE_URL'] ?? '', statements);
      report(where, http, database);
    }
  } finally {
    await app.close();
  }
}

function report(where: string, http: number, database: number | null): void {
  const rate = `submissions-list, ${where}: ${Math.round(http)} pages/s over HTTP`;
  if (database === null)
    return console.log(`${rate}; ratio skipped: no pgbench (postgresql's contrib programs)`);
  const ratio = http / database;
  console.log(
    `${rate}, ${Math.round(database)}/s in pgbench; ratio ${ratio.toFixed(2)} (goal ≥ ${goal})${ratio >= goal ? '' : ' NOT MET'}`,
  );
}

/** Submissions of two hundred depositors, in every state, spread over two years. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    INSERT INTO users (id, email, name, roles, created_at, updated_at)
      SELECT gen_random_uuid(), 'd' || n || '@bench.example', 'Depositor ' || n, '{depositor}', now(), now() FROM generate_series(1, 200) n;
    INSERT INTO submissions (id, owner_id, status, title, description, checklist, revision, sample_count, submitted_at, created_at, updated_at)
      SELECT gen_random_uuid(), owners.ids[1 + n % 200],
             (ARRAY['draft', 'submitted', 'in_review', 'changes_requested', 'approved', 'approved', 'rejected'])[1 + n % 7],
             'Study number ' || n || ' of the benchmark', 'A study.', 'ERC000011', CASE WHEN n % 7 = 0 THEN 0 ELSE 1 END, n % 90,
             CASE WHEN n % 7 > 0 THEN now() - n * interval '10 minutes' END, now() - n * interval '10 minutes', now() - n * interval '10 minutes'
        FROM generate_series(1, ${submissions}) n, (SELECT array_agg(id) AS ids FROM users WHERE email LIKE 'd%@bench.example') owners;
    ANALYZE users, submissions`);
  await client.end();
}

async function signIn(base: string, email: string): Promise<string> {
  const answer = await fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

async function get(url: string, token: string): Promise<Page> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Page;
}

/** The cursor of a row in the middle of the list, in the form that the list itself gives. */
async function cursorAt(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SET timezone = UTC');
  const { rows } = await client.query(
    `SELECT updated_at::text AS key, id FROM submissions ORDER BY updated_at DESC, id DESC OFFSET ${submissions / 2} LIMIT 1`,
  );
  await client.end();
  return Buffer.from(JSON.stringify(['-updatedAt', rows[0].key, rows[0].id])).toString('base64url');
}

/** The list's statements of one request. */
async function recorded(database: DataSource, request: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const original = database.query.bind(database);
  database.query = ((sql: string, parameters: unknown[] = []) => {
    if (sql.includes('submissions s')) seen.push({ sql, parameters });
    return original(sql, parameters);
  }) as typeof database.query;
  await request();
  database.query = original;
  return seen;
}

/** Pages a second that several clients in a thread of their own get. */
function load(url: string, token: string): Promise<number> {
  const code = `
    const { workerData, parentPort } = require('node:worker_threads');
    const { url, token, clients, seconds } = workerData;
    const run = async (until) => { let n = 0; while (Date.now() < until) {
      const answer = await fetch(url, { headers: { authorization: 'Bearer ' + token } });
      if (answer.status !== 200) throw new Error('status ' + answer.status);
      await answer.text(); n++; } return n; };
    (async () => {
      await Promise.all(Array.from({ length: clients }, () => run(Date.now() + 1500)));
      const counts = await Promise.all(Array.from({ length: clients }, () => run(Date.now() + seconds * 1000)));
      parentPort.postMessage(counts.reduce((sum, n) => sum + n, 0) / seconds);
    })();`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: { url, token, clients, seconds } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** @returns how often a second pgbench runs the statements of one page; null where it is not installed */
function pgbench(url: string, statements: readonly Statement[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'seqdb-bench-'));
  try {
    const script = join(folder, 'page.sql');
    writeFileSync(script, statements.map((statement) => `${inlined(statement)};\n`).join(''));
    const args = [
      '-n',
      '-M',
      'prepared',
      '-f',
      script,
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      url,
    ];
    const { status, stdout, error } = spawnSync('pgbench', args, { encoding: 'utf8' });
    if (error) return null;
    const rate = /tps = ([\d.]+) \(without/.exec(stdout)?.[1];
    if (status !== 0 || rate === undefined) throw new Error(`pgbench failed: ${stdout}`);
    return Number(rate);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const inlined = ({ sql, parameters }: Statement): string =>
  sql
    .replaceAll(/\$(\d+)/g, (_, number: string) => pg.escapeLiteral(String(parameters[Number(number) - 1])))
    .replaceAll(/\s+/g, ' ');
