import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signersOf } from '../sealing/signed-note.ts';
import { signingKey } from '../sealing/signing-key.ts';
import { readGuards, signGuards, type StatedGuards } from './guards-statement.ts';

const origin = 'audit.example.org/seqdb';
const key = signingKey(origin, randomBytes(32).toString('base64'));
const guards: StatedGuards = {
  run: '019a0000-0000-7000-8000-000000000000',
  at: '2026-07-01T03:00:00.000Z',
  schema: '94 AuditDamage1763706200000 0123abcd',
  marks: '0123456789abcdef fedcba9876543210',
};
const signed = signGuards(origin, guards, [key]);

describe('a statement of what guards the log', () => {
  it('says what was signed', () => {
    const read = readGuards(origin, signed);
    expect(read?.stated).toEqual(guards);
    expect(read && signersOf(read.note, [key])).toEqual([key]);
  });

  it('is read back whatever marks it has', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 }).filter((each) => !each.includes('\0'));
    fc.assert(
      fc.property(fc.record({ run: text, at: text, schema: text, marks: text }), (stated) => {
        expect(readGuards(origin, signGuards(origin, stated, [key]))?.stated).toEqual(stated);
      }),
    );
  });

  it('is none of another log, of another kind, or of another form', () => {
    expect(readGuards('audit.example.org/other', signed)).toBeUndefined();
    for (const text of [
      '',
      guards.marks,
      signed.replace('\nguards\n', '\nretention\n'),
      signed.replace('"run":', '"run" :'),
      signed.replace(`"${guards.marks}"`, '7'),
      signed.replace(/\{.*\}/, 'null'),
      signed.replace(/\{.*\}/, '{'),
      `${signed}more\n`,
    ])
      expect(readGuards(origin, text)).toBeUndefined();
  });

  it('has no signature any more once it says something else', () => {
    const read = readGuards(origin, signed.replace('0123456789abcdef', '0000000000000000'));
    expect(read?.stated.marks).toMatch(/^0000000000000000 /);
    expect(read && signersOf(read.note, [key])).toEqual([]);
  });
});
