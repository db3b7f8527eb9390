import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeExport, makeLog, newKey, randomFrom } from '../../../../test/factories/audit-export.ts';
import { type Manifest, manifestLine } from '../exporting/export-format.ts';
import { FileDigest } from '../exporting/file-digest.ts';
import { WorkbookFile } from '../exporting/workbook/workbook-file.ts';
import { verifierKey } from '../sealing/signing-key.ts';
import { type Options, verifyExport } from './verify-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-workbook-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = newKey();
const log = makeLog(randomFrom(1), 20, key);

function workbook(): Buffer {
  const file = new WorkbookFile();
  file.beginSheet([10], true);
  for (let n = 0; n < 5_000; n++) file.row([`${n} ${hash('sha256', String(n))}`]);
  file.endSheet();
  file.end();
  return file.take();
}
const book = workbook();
const digestOf = (bytes: Buffer) => {
  const digest = new FileDigest();
  digest.update(bytes);
  return digest.end();
};
const stated: Manifest = {
  ...makeExport(log, key, 'jsonl', [1, 2]).manifest,
  ...digestOf(book),
  format: 'xlsx',
  rows: 5_000,
  matching: 6_000,
};

const path = join(folder, 'log.xlsx');
const beside = `${path}.manifest.json`;
const keys = join(folder, 'keys');
const put = (bytes: Buffer, manifest: Manifest | string | undefined, signer = key) => {
  writeFileSync(path, bytes);
  if (manifest === undefined) rmSync(beside, { force: true });
  else
    writeFileSync(beside, typeof manifest === 'string' ? manifest : `${manifestLine(manifest, [signer])}\n`);
};
const flawOf = async (options: Options = { keys }) => (await verifyExport(path, options)).flaw;

beforeEach(() => writeFileSync(keys, verifierKey(key)));

describe('a workbook', () => {
  it('is the one that was exported, by the manifest beside it or one that is given', async () => {
    put(book, stated);
    expect(await verifyExport(path, { keys })).toMatchObject({ flaw: null, events: 5_000, hasKeys: true });
    expect(await flawOf({})).toBeNull();
    const given = join(folder, 'manifest');
    writeFileSync(given, readFileSync(beside));
    put(book, undefined);
    expect(await flawOf({ keys, manifest: given })).toBeNull();
    const heads = join(folder, 'heads');
    writeFileSync(heads, log.segments.map(({ head }) => head).join(''));
    expect(await verifyExport(path, { keys, heads, manifest: given })).toMatchObject({
      flaw: null,
      hasHeads: true,
    });
  });

  it('says where it was changed, whatever byte it was', async () => {
    for (const at of [0, 4, 5_000, Math.floor(book.length / 2), book.length - 1]) {
      const bent = Buffer.from(book);
      bent[at] = (bent[at] ?? 0) ^ 1;
      put(bent, stated);
      const flaw = await flawOf();
      if (at < 4) expect(flaw).toMatchObject({ kind: 'unreadable' });
      else {
        expect(flaw).toMatchObject({ kind: 'damaged', place: 'file' });
        const [, from, to] = /between bytes (\d+) and (\d+)/.exec(flaw?.says ?? '') ?? [];
        expect(Number(from)).toBeLessThanOrEqual(at);
        expect(Number(to)).toBeGreaterThan(at);
      }
    }
    put(Buffer.concat([book, Buffer.from('x')]), stated);
    expect(await flawOf()).toMatchObject({ kind: 'damaged', place: 'file' });
  });

  it('that is another one, or has the manifest of another, is not accepted', async () => {
    const other = Buffer.from(zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }));
    put(other, stated);
    expect(await flawOf()).toMatchObject({ place: 'file' });
    put(book, stated, newKey(key.name));
    expect(await flawOf()).toMatchObject({ kind: 'damaged', place: 'manifest' });
    put(book, { ...stated, head: log.segments[0]?.head ?? null });
    expect(await flawOf()).toMatchObject({ kind: 'damaged', place: 'manifest' });
  });

  it('that is cut is told as cut, with its manifest or without', async () => {
    for (const length of [4, 100, 5_000, book.length - 1]) {
      put(book.subarray(0, length), stated);
      const cut = { kind: 'unreadable', says: expect.stringContaining('truncated') };
      expect(await flawOf(), String(length)).toMatchObject(cut);
      put(book.subarray(0, length), undefined);
      expect(await flawOf(), String(length)).toMatchObject(cut);
    }
  });

  it('without its manifest says what to ask for', async () => {
    put(book, undefined);
    expect(await flawOf()).toMatchObject({
      kind: 'unreadable',
      place: 'manifest',
      says: expect.stringContaining(`${path}.manifest.json`),
    });
    for (const wrong of [
      '',
      '{}',
      'x',
      makeExport(log, key, 'jsonl').text.trimEnd().split('\n').at(-1) ?? '',
    ]) {
      put(book, wrong);
      expect(await flawOf(), wrong.slice(0, 20)).toMatchObject({ kind: 'unreadable', place: 'manifest' });
    }
  });

  it('is told from other zip files', async () => {
    put(Buffer.from(zipSync({ 'a.txt': strToU8('a') })), undefined);
    expect(await flawOf()).toMatchObject({ kind: 'unreadable', says: expect.stringContaining('foreign') });
  });
});

it('a manifest beside an export that carries its own must be the same', async () => {
  const { text } = makeExport(log, key, 'jsonl');
  const manifest = join(folder, 'own');
  writeFileSync(path, text);
  writeFileSync(manifest, text.trimEnd().split('\n').at(-1) ?? '');
  expect(await flawOf({ keys, manifest })).toBeNull();
  writeFileSync(manifest, makeExport(log, key, 'jsonl', [1]).text.trimEnd().split('\n').at(-1) ?? '');
  expect(await flawOf({ keys, manifest })).toMatchObject({ kind: 'damaged', place: 'manifest' });
});
