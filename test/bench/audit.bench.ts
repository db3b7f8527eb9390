// The change log at size: writing, sealing, exporting, verifying online and offline, listing.
// `npm run bench -- audit --events 10000000` for another size than a million.
import { execFile, execFileSync, fork, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { to } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { createApi } from '../../server/src/api.ts';
import { AuditEventsService } from '../../server/src/audit/audit-events.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { completeSql, inOrder } from '../../server/src/audit/exporting/export.sql.ts';
import { Snapshot } from '../../server/src/audit/exporting/snapshot.ts';
import { sealOnce } from '../../server/src/audit/sealing/seal.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { signingKey, verifierKey } from '../../server/src/audit/sealing/signing-key.ts';
import { planning, verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedHeads } from '../../server/src/audit/verifier/trust.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { loadConfig } from '../../server/src/platform/config/config.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { registerKey } from '../factories/audit-key.ts';
import { fillLog } from './audit-fill.ts';
import type { BenchContext } from './context.ts';

export const needs = ['postgres', 'redis', 'storage'] as const;

const password = 'bench-bench-bench';
const folder = mkdtempSync(join(tmpdir(), 'seqdb-bench-'));

export default async function bench({ env, options }: BenchContext): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: { events: { type: 'string', default: '1000000' } },
  });
  const events = Number(values.events);
  const work = new AuditBench(env, events);
  try {
    await work.run();
  } finally {
    await work.stop();
    rmSync(folder, { recursive: true });
  }
}

class AuditBench {
  private readonly key = signingKey('bench.example/audit', randomBytes(32).toString('base64'));
  private readonly sealers: Pool;
  private readonly owner: Client;
  private api: INestApplicationContext | undefined;

  constructor(
    private readonly env: Record<string, string>,
    private readonly events: number,
  ) {
    this.sealers = new Pool({ connectionString: env['DATABASE_SEALER_URL'], max: 2 });
    this.owner = new Client({ connectionString: env['DATABASE_MIGRATION_URL'] });
  }

  async run(): Promise<void> {
    await this.owner.connect();
    await this.startApi();
    await this.writing();
    await this.sealing();
    const filled = await secondsOf(() => fillLog(this.owner, this.events));
    const sealed = await secondsOf(() => this.sealAll());
    await this.owner.query(
      'VACUUM ANALYZE audit_events, audit_leaves, audit_personal_values, audit_segments, audit_unsealed',
    );
    say(
      'fill',
      `${this.events} events written in ${filled.toFixed(0)} s, sealed in ${sealed.toFixed(0)} s (${Math.round(this.events / sealed)}/s)`,
    );
    await this.pages();
    await this.exporting();
    await this.online();
    await this.offline();
  }

  async stop(): Promise<void> {
    await this.api?.close();
    await this.sealers.end();
    await this.owner.end();
  }

  private async startApi(): Promise<void> {
    const config = loadConfig(this.apiEnv());
    const api = await createApi(config);
    this.api = api;
    const made = { email: 'auditor@bench.example', name: 'Bench', roles: ['auditor' as const], password };
    await api.get(UsersService).create(systemActor('bench'), made);
    await registerKey(config);
  }

  private get app(): INestApplicationContext {
    if (!this.api) throw new Error('the application does not run');
    return this.api;
  }

  private async sealOne() {
    const client = await this.sealers.connect();
    try {
      await client.query('BEGIN');
      const sealed = await sealOnce(client, { origin: this.key.name, keys: [this.key] });
      await client.query('COMMIT');
      return sealed;
    } finally {
      client.release();
    }
  }

  /** What is due is made due at once: nobody waits for the next second here. */
  private async sealAll(): Promise<void> {
    for (;;) {
      const sealed = await this.sealOne();
      if (sealed && sealed.events === 0) return;
      if (!sealed && (await this.owner.query('SELECT FROM audit_unsealed LIMIT 1')).rowCount === 0) return;
      if (!sealed) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async writing(): Promise<void> {
    await this.owner.query('CREATE TABLE bench_rows (id int PRIMARY KEY, title text, version int)');
    await this.owner.query(`INSERT INTO bench_rows SELECT n, 'x', 1 FROM generate_series(0, 999) n`);
    await this.owner.query('GRANT SELECT, UPDATE ON bench_rows TO seqdb_app');
    const uow = this.app.get(UnitOfWork);
    const log = this.app.get(AuditLog);
    const actor = { ...systemActor('bench'), type: 'user' as const, id: 'u1', name: 'Ada' };
    let n = 0;
    const change = (withEvent: boolean) => async () => {
      const id = n++ % 1000;
      await uow.run(async (tx) => {
        await tx.query('UPDATE bench_rows SET title = $2, version = version + 1 WHERE id = $1 RETURNING id', [
          id,
          `t${n}`,
        ]);
        if (!withEvent) return;
        await log.record(tx, actor, {
          action: 'bench.update',
          target: { type: 'Row', id: String(id), label: 'row' },
          changes: [{ field: 'title', before: 'x', after: `t${n}` }],
        });
      });
    };
    const state = { isSealing: true };
    const sealer = (async () => {
      while (state.isSealing) {
        await this.sealOne();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    const rates: { without: number[]; with: number[] } = { without: [], with: [] };
    for (let round = 0; round < 3; round++) {
      rates.without.push(await rateOf(change(false), 2));
      rates.with.push(await rateOf(change(true), 2));
    }
    state.isSealing = false;
    await sealer;
    const [without, withEvent] = [Math.max(...rates.without), Math.max(...rates.with)];
    say(
      'writing',
      `UPDATE ${Math.round(without)}/s, with its event and the sealer ${Math.round(withEvent)}/s; ${ratio(withEvent / without, '≥', 0.7)}`,
    );
  }

  private async sealing(): Promise<void> {
    const [perSecond, seconds] = [2_000, 10];
    const committed: { at: number; count: number }[] = [];
    const lags: number[] = [];
    let isWriting = true;
    const sealer = (async () => {
      for (;;) {
        const before = committed.length;
        const sealed = await this.sealOne();
        const now = performance.now();
        // Whatever had committed before the pass began is sealed with it.
        if (sealed && sealed.events > 0)
          for (const { at, count } of committed.splice(0, before))
            lags.push(...Array<number>(count).fill(now - at));
        if (!isWriting && committed.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    const app = new Client({ connectionString: this.env['DATABASE_URL'] });
    await app.connect();
    const began = performance.now();
    for (let sent = 0; sent < perSecond * seconds;) {
      const due =
        Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond)) - sent;
      if (due > 0) {
        await app.query(probe, [due]);
        committed.push({ at: performance.now(), count: due });
        sent += due;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const rate = (perSecond * seconds) / ((performance.now() - began) / 1000);
    isWriting = false;
    await sealer;
    await app.end();
    say(
      'sealing',
      `lag at ${Math.round(rate)} events/s: p50 ${ms(quantile(lags, 0.5))}, p99 ${ms(quantile(lags, 0.99))} (goal ≤ 1500 ms)`,
    );
  }

  private async pages(): Promise<void> {
    const events = this.app.get(AuditEventsService);
    const reader = systemActor('bench');
    const filters = [
      {},
      { actor: 'u7' },
      { action: ['submission.approve'] },
      { rootId: 's77' },
      { actor: 'u7', action: ['ena.send'] },
    ];
    const depth = Math.min(1_000_000, Math.floor(this.events * 0.9));
    for (const where of ['first', 'deep'] as const) {
      const times: number[] = [];
      const after = where === 'deep' ? await this.cursorAt(depth) : undefined;
      for (let round = 0; round < 40; round++)
        for (const filter of filters) {
          const query = { limit: 50, sort: '-occurredAt', ...filter, ...(after && { after }) };
          times.push(
            1000 * (await secondsOf(() => events.list(reader, query as never).then(() => undefined))),
          );
        }
      say(
        'pages',
        `${where === 'deep' ? `at depth ${depth}` : 'first'}: p50 ${ms(quantile(times, 0.5))}, p99 ${ms(quantile(times, 0.99))} (goal ≤ 50 ms)`,
      );
    }
  }

  private async cursorAt(depth: number): Promise<string> {
    const { rows } = await this.owner.query(
      `SELECT occurred_at::text AS key, id FROM audit_events ORDER BY occurred_at DESC, id DESC OFFSET $1 LIMIT 1`,
      [depth],
    );
    const { encodeCursor } = await import('../../server/src/platform/lists/cursor.ts');
    const key = String(rows[0].key).replace(/\+00$/, '+00');
    return encodeCursor({ sort: '-occurredAt', key, id: rows[0].id });
  }

  private async exporting(): Promise<void> {
    const server = fork(join(import.meta.dirname, 'audit-api.ts'), [built()], {
      env: { ...process.env, ...this.apiEnv() },
      execArgv: ['--expose-gc'],
    });
    const told = () =>
      new Promise<{ url?: string; rss?: number }>((resolve) => {
        server.once('message', (message) => resolve(message as { url?: string; rss?: number }));
      });
    const rss = async (when: 'begin' | 'end') => {
      const answer = told();
      server.send(when);
      return (await answer).rss ?? 0;
    };
    try {
      const url = `${(await told()).url}/api/v1`;
      const token = await signIn(url);
      const before = await rss('begin');
      const http = await secondsOf(() =>
        download(`${url}/audit/export?format=csv`, token, join(folder, 'export.csv')),
      );
      const peak = await rss('end');
      const copy = await secondsOf(() => this.copied(completeSql('csv')));
      const size = statSync(join(folder, 'export.csv')).size / 1e6;
      say(
        'export',
        `CSV over HTTP ${http.toFixed(1)} s (${Math.round(size)} MB), the same COPY to a file ${copy.toFixed(1)} s; ${ratio(http / copy, '≤', 1.25)}; memory ${Math.round(peak / 1e6)} MB, before it ${Math.round(before / 1e6)} MB (goal ≤ 160 MB)`,
      );
      rmSync(join(folder, 'export.csv'));
      await download(`${url}/audit/export?format=jsonl`, token, join(folder, 'export.jsonl'));
    } finally {
      server.kill();
    }
  }

  private apiEnv(): Record<string, string> {
    return { ...this.env, ENA_ENVIRONMENT: 'test', NODE_ENV: 'test', LOG_LEVEL: 'error' };
  }

  /** As `\copy` would: one statement after the other, into a file. */
  private async copied(statements: readonly string[]): Promise<void> {
    const snapshot = await Snapshot.open(this.pool(), inOrder);
    for (const statement of statements)
      await pipeline(await snapshot.copy(statement), createWriteStream(join(folder, 'copy')));
    await snapshot.close();
  }

  private pool(): Pool {
    return (this.app.get(DataSource).driver as unknown as { master: Pool }).master;
  }

  private async online(): Promise<void> {
    const copy = await secondsOf(async () => {
      const client = await this.pool().connect();
      await pipeline(
        client.query(to('COPY (SELECT * FROM audit_events) TO STDOUT (FORMAT binary)')),
        drain(),
      );
      client.release();
    });
    const verify = await secondsOf(async () => {
      const others = await Snapshot.open(this.pool());
      const rows = await others.twin(this.pool(), planning);
      const trust = {
        isSigned: () => true,
        published: new PublishedHeads([], () => true),
        isThorough: false,
      };
      try {
        await verifyLogIn(rows, others, trust, async () => undefined);
      } finally {
        for (const snapshot of [rows, others]) snapshot.abort(new Error('the verification has ended'));
      }
    });
    say(
      'online',
      `verified in ${verify.toFixed(1)} s, COPY binary of the events ${copy.toFixed(1)} s; ${ratio(verify / copy, '≤', 1.3)}`,
    );
  }

  private async offline(): Promise<void> {
    const path = join(folder, 'export.jsonl');
    const keys = join(folder, 'keys');
    writeFileSync(keys, [this.key, this.app.get(LogKeys).current].map(verifierKey).join('\n'));
    const loop = await secondsOf(async () => {
      for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
        createHash('sha256').update(line).digest('hex');
    });
    globalThis.gc?.();
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
    const verify = await secondsOf(async () => {
      const { flaw } = await verifyExport(path, { keys });
      if (flaw) throw new Error(`${flaw.place}: ${flaw.says}`);
    });
    clearInterval(watch);
    const openssl = await secondsOf(() =>
      promisify(execFile)('openssl', ['dgst', '-sha256', path]).then(() => undefined),
    ).catch(() => undefined);
    const beside = openssl === undefined ? '' : `; ${(verify / openssl).toFixed(1)} times openssl dgst`;
    say(
      'offline',
      `${Math.round(statSync(path).size / 1e6)} MB verified in ${verify.toFixed(1)} s, hashing each line ${loop.toFixed(1)} s; ${ratio(verify / loop, '≤', 2.5)}${beside}; memory ${Math.round(peak / 1e6)} MB`,
    );
  }
}

/** Compiles the server as for production. @returns the folder; it lies in the repository, for the sake of its packages */
function built(): string {
  const root = join(import.meta.dirname, '..', '..');
  const out = join(root, '.test', 'bench-build');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', out], {
    stdio: 'inherit',
  });
  return out;
}

/** So many events in one transaction, as small as they come. */
const probe = `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
  SELECT id, at, 'bench.probe', 'system', 'x', 'T', 't', 'T', 't',
         '{"action":"bench.probe","actor":{"id":"x","name":"x","roles":[],"type":"system"},"address":null,"changes":[],"client":null,"facts":{"text":"'
         || repeat('x', 400) || '"},"id":"' || id || '","occurredAt":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
         || '","onBehalfOf":null,"reason":null,"requestId":null,"root":{"id":"t","type":"T"},"target":{"id":"t","label":"t","type":"T"},"v":1}'
    FROM (SELECT at, (left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(md5(random()::text), 1, 3) || '-8' || substr(md5(random()::text), 1, 3) || '-' || substr(md5(random()::text), 1, 12))::uuid AS id
            FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) t, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms, generate_series(1, $1) n) made`;

const drain = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const say = (what: string, text: string) => console.log(`audit ${what}: ${text}`);
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const ratio = (value: number, sign: '≤' | '≥', goal: number) =>
  `ratio ${value.toFixed(2)} (goal ${sign} ${goal})${(sign === '≤' ? value <= goal : value >= goal) ? '' : ' NOT MET'}`;

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Eight at a time, for so many seconds. */
async function rateOf(work: () => Promise<void>, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (; performance.now() < end; done++) await work();
    }),
  );
  return done / seconds;
}

async function signIn(url: string): Promise<string> {
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'auditor@bench.example', password }),
  });
  return ((await login.json()) as { accessToken: string }).accessToken;
}

/** In a process of its own, so that this one's memory is the server's. */
async function download(url: string, token: string, path: string): Promise<void> {
  const program = `const { createWriteStream } = require('node:fs');
    require('node:http').get(process.argv[1], { headers: { authorization: 'Bearer ' + process.argv[2] } }, (answer) => {
      if (answer.statusCode !== 200) process.exit(1);
      answer.pipe(createWriteStream(process.argv[3]));
    });`;
  const child = spawn(process.execPath, ['-e', program, url, token, path], { stdio: 'inherit' });
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error('the export was not downloaded');
}
