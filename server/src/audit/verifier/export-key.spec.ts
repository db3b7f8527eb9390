// Exports are signed by a key of their own, which the API holds: it vouches for what was exported and for no head.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeExport, makeLog, newKey, randomFrom } from '../../../../test/factories/audit-export.ts';
import { exportKeyName } from '../sealing/key-names.ts';
import { keyId, type SigningKey, verifierKey } from '../sealing/signing-key.ts';
import { verifyExport } from './verify-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fileWith = (content: string): string => {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, content);
  return path;
};

const key = newKey();
const exportKey = newKey(exportKeyName(key.name));
const known = fileWith([key, exportKey].map(verifierKey).join('\n'));
const log = makeLog(randomFrom(1), 40, key);
const chosen = [2, 3, 7, 30];
const formats = ['csv', 'jsonl'] as const;
const flawOf = async (text: string, options = {}) =>
  (await verifyExport(fileWith(text), { keys: known, ...options })).flaw;

describe.each(formats)('an export as %s', (format) => {
  it('is accepted when the key for exports signed it, and when the one of the log did', async () => {
    const heads = fileWith(log.segments.map(({ head }) => head).join(''));
    for (const signer of [exportKey, key])
      for (const { text } of [
        makeExport(log, key, format, undefined, signer),
        makeExport(log, key, format, chosen, signer),
      ]) {
        expect(await flawOf(text)).toBeNull();
        expect(await flawOf(text, { heads })).toBeNull();
        expect((await verifyExport(fileWith(text))).flaw).toBeNull(); // by the keys that it names
      }
  });

  it.each([
    ['an unknown key', newKey(exportKeyName(key.name))],
    ['a key for the exports of another log', newKey(exportKeyName('other.example/audit'))],
    ['a key of another log', newKey('other.example/audit')],
  ])('is refused when %s signed it', async (_, signer) => {
    const other = signer.name === exportKey.name ? '' : `\n${verifierKey(signer)}`;
    const keys = fileWith([key, exportKey].map(verifierKey).join('\n') + other);
    const { text } = makeExport(log, key, format, undefined, signer);
    expect(await flawOf(text, { keys })).toMatchObject({
      kind: 'damaged',
      place: 'manifest',
      says: 'is not signed by a known key',
    });
  });
});

describe('a head that the key for exports signed', () => {
  /** As who took over the API could make them: under the key's own name, under the log's, and with an id to fit. */
  const forgers: readonly [string, SigningKey][] = [
    ['its own name', exportKey],
    ['the name of the log', { ...exportKey, name: key.name }],
    [
      'the name of the log and an id that fits',
      { ...exportKey, name: key.name, id: keyId(key.name, exportKey.publicKey) },
    ],
  ];

  it.each(forgers)('under %s is refused in every export', async (_, forger) => {
    const forged = makeLog(randomFrom(2), 40, forger, key.name);
    for (const format of formats)
      for (const which of [undefined, chosen]) {
        const { text } = makeExport(forged, key, format, which, exportKey);
        expect(await flawOf(text)).toMatchObject({
          kind: 'damaged',
          says: 'its head is not signed by a known key',
        });
      }
  });

  it.each(forgers)('under %s is refused among published heads', async (_, forger) => {
    const forged = makeLog(randomFrom(1), 40, forger, key.name); // the same log, so that nothing but the signature differs
    const { text } = makeExport(log, key, 'jsonl', undefined, exportKey);
    const heads = fileWith(forged.segments.map(({ head }) => head).join(''));
    expect(await flawOf(text, { heads })).toMatchObject({
      kind: 'damaged',
      place: 'heads',
      says: expect.stringContaining('is not signed by a known key'),
    });
  });
});
