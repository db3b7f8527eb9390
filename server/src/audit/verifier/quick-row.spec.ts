import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportedRow } from '../exporting/export-format.ts';
import { leafHash } from '../sealing/merkle.ts';
import { quickRow } from './quick-row.ts';
import { readLine, readRest, writeLine } from './rows.ts';

const leaf = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const row = (body: string): ExportedRow => ({
  seq: 7,
  leaf,
  body,
  personal: { [leaf]: { salt: '0f', value: 'Ada é😀' }, [other]: { salt: '', value: '}, {' } },
  path: leaf,
});
const recordOf = (line: string) => Buffer.from(`${line}\n`);

describe('a line that is read where it lies', () => {
  it('says the same as the parser does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (body) => {
        const line = writeLine(row(body));
        const read = quickRow(recordOf(line));
        const usual = readLine(line);
        const isPlain = !/\\u/.test(JSON.stringify(body));
        expect(read !== undefined).toBe(isPlain);
        if (!read) return;
        expect(readRest(read.rest)).toEqual({ ...usual, body: '', personal: {} });
        expect(
          Object.fromEntries(read.text.openings.map(({ commitment, ...rest }) => [commitment, rest])),
        ).toEqual(usual?.personal);
        expect(read.text.leaf.toString('hex')).toBe(leafHash(usual?.body ?? '').toString('hex'));
        for (const part of [body.slice(0, 9), body.slice(-9)].filter((each) => each.isWellFormed()))
          expect(read.text.includes(part)).toBe(true);
        expect(read.text.includes('no such text')).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is left to the parser when anything is unusual', () => {
    const line = writeLine(row('{"a":1}'));
    expect(quickRow(recordOf(line))).toBeDefined();
    for (const unusual of [
      line.replace('"seq":', '"seq" :'),
      line.replace('{"seq"', '{ "seq"'),
      line.replace(`"leaf":"${leaf}"`, '"leaf":null'),
      line.replace(leaf, leaf.slice(1)),
      line.replace('"body"', '"Body"'),
      line.replace('"personal"', '"more":1,"personal"'),
      line.replace('Ada', '\\u0041da'),
      line.replace('"value"', '"Value"'),
      line.replace('{"salt": "0f", "value": "Ada é😀"}', '{"erased": "2026-11-21"}'),
      line.replace('{\\"a', '{\\u0022a'),
      line.replace('{\\"a', '{\\xa'),
      line.replace('{\\"a', '{\ta'),
      line.slice(0, line.indexOf('"body"') + 12),
      '',
      '{',
    ])
      expect(quickRow(recordOf(unusual)), unusual).toBeUndefined();
  });

  it('has nothing to open, or no proof', () => {
    const read = quickRow(recordOf(writeLine({ ...row('{}'), personal: {} })));
    expect(read?.text.openings).toEqual([]);
    const { path: _, ...bare } = row('{}');
    expect(readRest(quickRow(recordOf(writeLine(bare)))?.rest ?? '')).toEqual({
      ...bare,
      body: '',
      personal: {},
    });
  });

  it('never fails, whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(400), (bytes, at) => {
        const record = recordOf(writeLine(row('{"a":"b"}')));
        record.set(bytes.subarray(0, Math.max(0, record.length - at)), Math.min(at, record.length));
        quickRow(record);
        quickRow(Buffer.from(bytes));
      }),
    );
  });
});
