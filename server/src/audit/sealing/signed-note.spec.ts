import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointText, parseCheckpoint, parseHead } from './checkpoint.ts';
import { parseNote, signersOf, signNote } from './signed-note.ts';
import { isSignedBy, keyId, readVerifierKey, signingKey, verifierKey } from './signing-key.ts';

const newKey = (name = 'log.example/audit') => signingKey(name, randomBytes(32).toString('base64'));
const key = newKey();

// The example of C2SP's signed-note specification, and the first line of Go's checksum database: both made elsewhere.
const salvatore = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`;

describe('keys', () => {
  it('have the id of the specification, and tell the same in its form', () => {
    const sumdb = readVerifierKey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
    expect(sumdb).toMatchObject({ name: 'sum.golang.org', id: '033de0ae' });
    expect(readVerifierKey(verifierKey(key))).toEqual({
      name: key.name,
      id: key.id,
      publicKey: key.publicKey,
    });
    expect(readVerifierKey(verifierKey(key).replace(key.id, '00000000'))).toBeUndefined();
    expect(keyId('other', key.publicKey)).not.toBe(key.id);
  });

  it('are read from PEM as from bytes', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { d = '' } = privateKey.export({ format: 'jwk' });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    expect(signingKey('n', pem).publicKey).toBe(signingKey('n', d).publicKey);
    expect(() => signingKey('n', 'nonsense')).toThrow();
  });

  it('take no signature of another length', () => {
    const text = 'x\n';
    expect(isSignedBy(key, text, key.sign(text))).toBe(true);
    expect(isSignedBy(key, text, key.sign(text).subarray(1))).toBe(false);
    expect(isSignedBy(key, 'y\n', key.sign(text))).toBe(false);
  });
});

describe('a note', () => {
  it('of the specification is read as it is', () => {
    const note = parseNote(salvatore);
    expect(note?.text.endsWith('ed è subito sera.\n')).toBe(true);
    expect(note?.signatures).toMatchObject([{ name: 'quasimodo.example/salvatore', id: '367ba04b' }]);
  });

  it('names those of the known keys that signed it', () => {
    const other = newKey();
    const note = parseNote(signNote('a\n\nb\n', [key, other]));
    expect(note?.text).toBe('a\n\nb\n');
    expect(note && signersOf(note, [key, newKey(), other])).toEqual([key, other]);
    expect(note && signersOf(note, [newKey()])).toEqual([]);
  });

  it('with one bit changed is signed by nobody or is no note', () => {
    const whole = Buffer.from(signNote('a line\nanother\n', [key]));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const bent = Buffer.from(whole);
        bent[place] = (bent[place] ?? 0) ^ (1 << bit);
        const note = parseNote(bent.toString());
        expect(note ? signersOf(note, [key]) : []).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is nothing that is malformed', () => {
    for (const text of [
      '',
      'a',
      'a\n',
      'a\n\n',
      'a\n\nb\n',
      'a\n\n— x y\n',
      `${salvatore}x`,
      `a\n\n- x ${'A'.repeat(92)}\n`,
    ])
      expect(parseNote(text)).toBeUndefined();
    expect(() => signNote('a', [key])).toThrow();
    expect(() => signNote('a\0\n', [key])).toThrow();
  });
});

describe('a head', () => {
  const hash = randomBytes(32).toString('base64');
  const head = { origin: key.name, size: 12, root: hash, segment: hash, time: '2026-11-21T14:45:29.123Z' };

  it('is read as it was written', () => {
    expect(parseCheckpoint(checkpointText(head))).toEqual(head);
    expect(checkpointText(head).split('\n').slice(0, 3)).toEqual([key.name, '12', hash]);
    expect(parseHead(signNote(checkpointText(head), [key]))?.checkpoint).toEqual(head);
  });

  it('is nothing else', () => {
    const text = checkpointText(head);
    for (const bent of [
      text.replace('\n12\n', '\n012\n'),
      text.replace('segment 12', 'segment 13'),
      text.replace('time', 'tame'),
      `${text}more\n`,
      text.replace('Z\n', '\n'),
    ])
      expect(parseCheckpoint(bent)).toBeUndefined();
    expect(parseHead(salvatore)).toBeUndefined();
  });
});
