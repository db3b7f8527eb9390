import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeVerifier } from '../../../../scripts/lib/verifier.mjs';
import {
  below,
  completeRows,
  makeExport,
  makeLog,
  newKey,
  randomFrom,
} from '../../../../test/factories/audit-export.ts';
import { tamper, tamperKinds } from '../../../../test/factories/audit-tampers.ts';
import { verifierKey } from '../sealing/signing-key.ts';
import { writeLine } from './rows.ts';
import { checkStretch } from './stretch.ts';
import { StretchThreads } from './stretch-threads.ts';
import { verifyExport } from './verify-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-threads-'));
const program = pathToFileURL(join(folder, 'verifier.mjs'));
const key = newKey();
const keys = join(folder, 'keys');
const path = join(folder, 'export');
beforeAll(async () => {
  writeFileSync(program, (await makeVerifier()).program);
  writeFileSync(keys, verifierKey(key));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const both = async (content: string | Buffer) => {
  writeFileSync(path, content);
  const threads = { program, count: 3, smallestFile: 0 };
  return [await verifyExport(path, { keys }), await verifyExport(path, { keys, threads })];
};

it('accept what a single thread accepts, with several stretches for each of them', async () => {
  const log = makeLog(randomFrom(1), 6_000, key);
  for (const chosen of [undefined, log.rows.filter((_, index) => index % 3 > 0).map(({ seq }) => seq ?? 0)]) {
    const { text } = makeExport(log, key, 'jsonl', chosen);
    expect(text.length).toBeGreaterThan(3 * 2 * 512 * 1024);
    for (const content of [text, gzipSync(text)]) {
      const [alone, together] = await both(content);
      expect(together).toEqual(alone);
      expect(together).toMatchObject({ flaw: null, events: chosen?.length ?? 6_000 });
    }
  }
}, 120_000);

it('answer in order, what a single thread answers', async () => {
  const rows = completeRows(makeLog(randomFrom(4), 40, key)).map((row) => Buffer.from(`${writeLine(row)}\n`));
  const threads = new StretchThreads(program, 2);
  try {
    const answers = await Promise.all(rows.map((row) => threads.check(row)));
    expect(answers).toEqual(rows.map((row) => checkStretch(row)));
    expect(answers.map((checked) => checked?.runs[0]?.seq)).toEqual(rows.map((_, index) => index + 1));
    expect(await threads.check(Buffer.from('{}\n'))).toBeUndefined();
  } finally {
    await threads.end();
  }
}, 120_000);

it('find what a single thread finds, at the same place', async () => {
  const random = randomFrom(11);
  const log = makeLog(random, 200, key);
  for (const kind of tamperKinds)
    for (const share of [1, 0.4]) {
      const chosen = log.rows.filter(() => random() < share).map(({ seq }) => seq ?? 0);
      const tampered = tamper(kind, {
        log,
        key,
        format: 'jsonl',
        chosen: share === 1 ? undefined : chosen,
        random,
      });
      if (!tampered) continue;
      const [alone, together] = await both(
        Buffer.from(tampered.file, kind === 'a changed byte' ? 'latin1' : 'utf8'),
      );
      expect(alone?.flaw, kind).not.toBeNull();
      expect(together).toEqual(alone);
    }
}, 120_000);

it('find a changed byte in whichever stretch it is', async () => {
  const { text } = makeExport(makeLog(randomFrom(2), 4_000, key), key, 'jsonl');
  const random = randomFrom(3);
  for (let n = 0; n < 8; n++) {
    const bytes = Buffer.from(text);
    const at = below(random, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const [alone, together] = await both(bytes);
    expect(alone?.flaw, String(at)).not.toBeNull();
    expect(together).toEqual(alone);
  }
}, 120_000);

it('leave a file to the single thread when they fail', async () => {
  const { text } = makeExport(makeLog(randomFrom(1), 50, key), key, 'jsonl');
  writeFileSync(path, text);
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'throw new Error("no thread");');
  const threads = { program: pathToFileURL(broken), count: 2, smallestFile: 0 };
  expect(await verifyExport(path, { keys, threads })).toMatchObject({ flaw: null, events: 50 });
  const ended = new StretchThreads(program, 1);
  await ended.end();
  expect(await ended.check(Buffer.from('{}\n'))).toBeUndefined();
}, 120_000);
