// Exports of the real log, checked by the verifier as the auditor has it: by name, without database or network.
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildVerifier, makeVerifier } from '../../scripts/lib/verifier.mjs';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_HEADS_SECONDS: '0.1' } });
const folder = mkdtempSync(join(tmpdir(), 'seqdb-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));
let auditor: Person;
let keys: string;
let heads: string;
let program: string;

const fileWith = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
async function exported(query: string, name = 'export'): Promise<string> {
  const headers = { authorization: `Bearer ${auditor.token}` };
  const answer = await fetch(`${app.url}/api/v1/audit/export?${query}`, { headers });
  expect(answer.status).toBe(200);
  return fileWith(name, Buffer.from(await answer.arrayBuffer()));
}
const unsealed = async (): Promise<number> =>
  (await app.get(DataSource).query('SELECT count(*)::int AS count FROM audit_unsealed'))[0].count;

/** The program as it is taken from the server, in a folder of its own, with nothing of ours in its environment. */
const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { env: {}, cwd: folder }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });

beforeAll(async () => {
  await buildVerifier();
  program = fileWith(
    'seqdb-audit-verify.mjs',
    (await app.request('GET', '/.well-known/seqdb-audit-verify.mjs')).text,
  );
  auditor = await app.person('auditor');
  for (let n = 0; n < 3; n++) {
    await app.person('depositor', 'curator');
    await eventually(async () => (await unsealed()) === 0);
  }
  keys = fileWith('keys', (await app.request('GET', '/.well-known/seqdb-audit-keys.json')).text);
  heads = fileWith('heads', (await app.request('GET', 'audit/checkpoints?limit=500', { as: auditor })).text);
});

describe('an export of the log', () => {
  it.each(['format=csv', 'format=jsonl', 'format=jsonl&compression=gzip', 'format=csv&compression=gzip'])(
    '%s is verified, complete and with a filter',
    async (format) => {
      for (const filter of ['', '&action=user.create', '&actor=nobody-at-all', '&since=2026-01-01']) {
        const verdict = await verifyExport(await exported(format + filter), { keys, heads });
        expect(verdict).toMatchObject({ flaw: null });
        if (verdict.flaw === null) expect(verdict.manifest.complete).toBe(filter === '');
      }
    },
  );

  it('is written as the verifier would write it, to the byte', async () => {
    // A thorough look compares each row with what is written anew; nothing but the file's own hash is made to differ.
    const path = await exported('format=jsonl');
    const text = readFileSync(path, 'utf8');
    const lines = text.split('\n');
    const last = lines.at(-2) ?? '';
    const [row = ''] = lines.slice(-3);
    const shorter = [...lines.slice(0, -3), row.replace('"personal":{', '"personal": {'), last, ''].join(
      '\n',
    );
    const flaw = (await verifyExport(fileWith('bent', shorter), { keys })).flaw;
    expect(flaw).toMatchObject({ place: `row ${lines.length - 3}`, says: 'is not written as it was' });
  });
});

describe('the program', () => {
  it('is served to everybody, as a file and as a package, with what it is to be compared by', async () => {
    const made = await makeVerifier();
    const { status, body } = await app.request('GET', '/.well-known/seqdb-audit-verify.json');
    expect(status).toBe(200);
    for (const [index, [name, bytes, type]] of [
      ['seqdb-audit-verify.mjs', made.program, 'text/javascript; charset=utf-8'] as const,
      ['seqdb-audit-verify.tgz', made.pack, 'application/gzip'] as const,
    ].entries()) {
      const sha256 = hash('sha256', bytes);
      expect(body.files[index]).toEqual({ name, path: `/.well-known/${name}`, bytes: bytes.length, sha256 });
      const answer = await fetch(`${app.url}/.well-known/${name}`);
      expect(hash('sha256', Buffer.from(await answer.arrayBuffer()))).toBe(sha256);
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      const known = { 'if-none-match': `"x", W/"${sha256}"` };
      const again = await fetch(`${app.url}/.well-known/${name}`, { headers: known });
      expect([again.status, await again.text()]).toEqual([304, '']);
      const other = await fetch(`${app.url}/.well-known/${name}`, { headers: { 'if-none-match': '"x"' } });
      expect(other.status).toBe(200);
    }
  });

  it('takes a workbook with its manifest', async () => {
    const headers = { authorization: `Bearer ${auditor.token}` };
    const answer = await fetch(`${app.url}/api/v1/audit/export?format=xlsx`, { headers });
    const book = fileWith('log.xlsx', Buffer.from(await answer.arrayBuffer()));
    expect(await run(book, '--keys', keys)).toMatchObject({
      code: 2,
      out: expect.stringContaining('/api/v1/audit/exports/ID/manifest'),
    });
    const id = answer.headers.get('x-audit-export');
    let manifest = '';
    await eventually(async () => {
      const { status, text } = await app.request('GET', `audit/exports/${id}/manifest`, { as: auditor });
      manifest = text;
      return status === 200;
    });
    fileWith('log.xlsx.manifest.json', manifest);
    expect(await run(book, '--keys', keys, '--heads', heads, '--old-heads')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^OK: the workbook is, byte for byte,/),
    });
    fileWith('log.xlsx', Buffer.concat([readFileSync(book), Buffer.from('x')]));
    expect(await run(book, '--keys', keys)).toMatchObject({ code: 1 });
  });

  it('says what it checked, and ends with 0', async () => {
    const { code, out } = await run(await exported('format=jsonl'), '--keys', keys, '--heads', heads);
    expect(out).toMatch(/^OK: \d+ rows, every event from the first on, in \d+ segments\.\n/);
    expect(out).toMatch(
      /; compared with \d+ published heads?, the newest that of segment \d+, \d{4}-\S+Z\. SHA-256 of the file: [\da-f]{64}\.\n$/,
    );
    expect(out).not.toContain('--keys');
    expect(code).toBe(0);
  });

  it('names the first bad row, and ends with 1', async () => {
    const lines = readFileSync(await exported('format=jsonl'), 'utf8').split('\n');
    lines[2] = (lines[2] ?? '').replace(/(occurredAt\\":\\")20/, '$119');
    const { code, out } = await run(fileWith('edited', lines.join('\n')), '--keys', keys);
    expect([code, out]).toEqual([1, expect.stringMatching(/^DAMAGED at row 2: the event is not the one/)]);
  });

  it('says what is no export, and how it is used, and ends with 2', async () => {
    expect(await run(fileWith('picture', Buffer.alloc(99)))).toMatchObject({
      code: 2,
      out: expect.stringContaining('binary'),
    });
    expect(await run(fileWith('empty', ''))).toMatchObject({
      code: 2,
      out: expect.stringContaining('truncated'),
    });
    for (const args of [[], ['a', 'b'], ['--nonsense']])
      expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining('Usage:') });
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage:') });
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: expect.stringContaining(hash('sha256', readFileSync(program))),
    });
    expect(readdirSync(folder)).toContain('picture');
  });
});

describe('a log that was changed in the database', () => {
  /** What who owns the tables can do. */
  const asOwner = async (sql: string, values: unknown[] = []): Promise<void> => {
    const owner = await new DataSource({
      type: 'postgres',
      url: app.config.DATABASE_MIGRATION_URL ?? '',
    }).initialize();
    const tables = ['audit_events', 'audit_leaves', 'audit_segments', 'audit_personal_values'];
    for (const table of tables) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER audit_refuse_change`);
    await owner.query(sql, values);
    for (const table of tables) await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER audit_refuse_change`);
    await owner.destroy();
  };
  const flawOf = async (query = 'format=jsonl') =>
    (await verifyExport(await exported(query), { keys, heads })).flaw;

  it('shows in what is exported from it, though the export is signed', async () => {
    expect(await flawOf()).toBeNull();
    const [{ body }] = await app
      .get(DataSource)
      .query('SELECT body FROM audit_events JOIN audit_leaves ON event_id = id WHERE seq = 2');
    const change = (to: string) =>
      asOwner(
        'UPDATE audit_events SET body = $1 WHERE id = (SELECT event_id FROM audit_leaves WHERE seq = 2)',
        [to],
      );
    await change(body.replace('"', ' "'));
    expect(await flawOf()).toMatchObject({ kind: 'damaged', place: 'row 2' });
    expect(await flawOf('format=csv')).toMatchObject({ kind: 'damaged', place: 'row 2' });
    await change(body);
    expect(await flawOf()).toBeNull();
  });

  it('is exported as it was sealed, whatever its columns say', async () => {
    const names = [
      'action',
      'actor_id',
      'on_behalf_of',
      'target_type',
      'target_id',
      'root_type',
      'request_id',
    ];
    const event = 'WHERE id = (SELECT event_id FROM audit_leaves WHERE seq = 2)';
    const [before] = await app.get(DataSource).query(`SELECT ${names} FROM audit_events ${event}`);
    await asOwner(`UPDATE audit_events SET ${names.map((name) => `${name} = 'forged'`)} ${event}`);
    try {
      const path = await exported('format=csv');
      expect((await verifyExport(path, { keys, heads })).flaw).toBeNull();
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(before.target_id);
      expect(text).not.toContain('forged');
    } finally {
      await asOwner(
        `UPDATE audit_events SET ${names.map((name, index) => `${name} = $${index + 1}`)} ${event}`,
        names.map((name) => before[name]),
      );
    }
  });

  it('shows when an event was taken out', async () => {
    await asOwner('DELETE FROM audit_events WHERE id = (SELECT event_id FROM audit_leaves WHERE seq = 3)');
    expect(await flawOf()).toMatchObject({
      kind: 'damaged',
      place: 'row 3',
      says: expect.stringContaining('event 3 is missing'),
    });
  });
});
