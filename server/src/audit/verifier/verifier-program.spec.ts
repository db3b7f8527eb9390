import { execFile, execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeVerifier } from '../../../../scripts/lib/verifier.mjs';
import { makeExport, makeLog, newKey, randomFrom } from '../../../../test/factories/audit-export.ts';
import { verifierKey } from '../sealing/signing-key.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'seqdb-program-'));
const program = join(folder, 'seqdb-audit-verify.mjs');
let made: Awaited<ReturnType<typeof makeVerifier>>;
beforeAll(async () => {
  made = await makeVerifier();
  writeFileSync(program, made.program);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (...args: string[]) => {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
      env: {},
      cwd: folder,
    });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
};

it('is one readable file that imports nothing but modules of Node.js', () => {
  const text = made.program.toString();
  expect(made.program.length).toBeLessThan(135_000);
  const imported = [...text.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name);
  expect(imported.length).toBeGreaterThan(3);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  expect(text).not.toMatch(/\b(require|eval)\(|import\(|fetch\(/);
  expect(text).not.toContain(root);
  expect(text.split('\n').length).toBeGreaterThan(1_000);
});

it('is made of the same bytes each time, wherever that is', async () => {
  const again = `
    const { makeVerifier } = await import(${JSON.stringify(join(root, 'scripts/lib/verifier.mjs'))});
    const { program, pack } = await makeVerifier();
    const { hash } = await import('node:crypto');
    console.log(hash('sha256', program), hash('sha256', pack));`;
  const out = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', again], {
    cwd: folder,
  });
  expect(out.stdout.trim().split(' ')).toEqual(
    [made.program, made.pack].map((bytes) => hash('sha256', bytes)),
  );
}, 60_000);

it('is a package that npx runs', () => {
  writeFileSync(join(folder, 'pack.tgz'), made.pack);
  const list = execFileSync('tar', ['tzf', 'pack.tgz'], { cwd: folder }).toString();
  expect(list.split('\n')).toEqual(['package/package.json', 'package/seqdb-audit-verify.mjs', '']);
  execFileSync('tar', ['xzf', 'pack.tgz'], { cwd: folder });
  const about = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
  expect(about).toMatchObject({
    name: 'seqdb-audit-verify',
    bin: { 'seqdb-audit-verify': 'seqdb-audit-verify.mjs' },
  });
  expect(about.dependencies).toBeUndefined();
  expect(readFileSync(join(folder, 'package/seqdb-audit-verify.mjs'))).toEqual(made.program);
});

it('tells what it is given in one sentence, whatever that is', async () => {
  const key = newKey();
  const { text } = makeExport(makeLog(randomFrom(1), 20, key), key, 'jsonl');
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const whole = file('whole.jsonl', text);
  const keys = file('keys', verifierKey(key));
  expect(await run(whole, '--keys', keys)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^OK: 20 rows/),
  });
  const single = makeExport(makeLog(randomFrom(1), 1, key), key, 'jsonl').text;
  const evidence = `signed by its key ${key.id}. SHA-256 of the file: ${hash('sha256', single)}.\n`;
  const { out: ofOne } = await run(file('single.jsonl', single), '--keys', keys);
  expect(ofOne).toMatch(/^OK: 1 row, every event from the first on, in 1 segment\.\n/);
  expect(ofOne).toMatch(/\nExported \d{4}-\S+Z from the log \S+, signed/);
  expect(ofOne.endsWith(evidence)).toBe(true);
  const packed = gzipSync(single);
  const { out: ofPacked } = await run(file('single.jsonl.gz', packed), '--keys', keys);
  expect(ofPacked).toMatch(
    `SHA-256 of the file: ${hash('sha256', packed)}; of what is in it, as the list of exports shows it: ${hash('sha256', single)}.\n`,
  );
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const [args, says] of [
    [['.'], 'is a folder'],
    [['/dev/null'], 'is a pipe or a device'],
    [['pipe'], 'is a pipe or a device'],
    [['nowhere'], 'there is no such file'],
    [['whole.jsonl/x'], 'there is no such file'],
    [[file('empty', '')], 'the file is empty'],
    [[file('noise', Buffer.from([200, 201, 202, 1, 2, 3, 200, 200, 200]))], 'binary'],
    [[file('manifest', text.trimEnd().split('\n').at(-1) ?? '')], 'the manifest of an export'],
    [[whole, '--keys', '.'], 'is a folder'],
    [[whole, '--keys', file('no-keys', '{"keys":[null]}')], 'holds no key'],
    [[whole, '--keys', file('other-keys', '{"keys":[{"verifierKey":3}]}')], 'holds no key'],
    [[whole, '--heads', file('no-heads', '{"items":[{"head":3},{}]}')], 'holds no signed head'],
    [[whole, '--heads', file('other-heads', '[null]')], 'holds no signed head'],
    [[whole, '--manifest', keys], 'is not the manifest'],
    [[whole, '--nonsense'], "Unknown option '--nonsense'"],
    [[whole, '--keys'], 'argument missing'],
  ] as const) {
    const { code, out } = await run(...args);
    expect([code, out], args.join(' ')).toEqual([2, expect.stringContaining(says)]);
    expect(out).not.toMatch(/\n {4}at /);
  }
}, 120_000);

it('gives up on a line that is longer than a text can be', async () => {
  const zeros = gzipSync(Buffer.alloc(280 * 1024 * 1024), { level: 1 });
  writeFileSync(join(folder, 'bomb.jsonl.gz'), Buffer.concat([zeros, zeros, gzipSync('\n')]));
  expect(await run('bomb.jsonl.gz')).toEqual({
    code: 2,
    out: expect.stringMatching(/foreign: no export of the change log has lines this long|binary/),
  });
}, 120_000);
