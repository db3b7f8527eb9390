import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  completeRows,
  makeExport,
  makeLog,
  newKey,
  randomFrom,
} from '../../../../test/factories/audit-export.ts';
import { commitmentOf } from '../commitment.ts';
import type { ExportedRow } from '../exporting/export-format.ts';
import { leafHash } from '../sealing/merkle.ts';
import { QuickRows } from './quick-row.ts';
import { writeLine } from './rows.ts';
import { Stretches } from './stretches.ts';
import { checkStretch } from './stretch.ts';

const salt = '0f0e';
const openingOf = (value: string) => ({ [commitmentOf(salt, value)]: { salt, value } });
const rowOf = (body: string, personal: ExportedRow['personal'] = {}, more: Partial<ExportedRow> = {}) => ({
  seq: 7,
  leaf: leafHash(body).toString('hex'),
  body,
  personal,
  ...more,
});
const bytesOf = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const quickly = (line: string) => {
  const bytes = bytesOf(line);
  return new QuickRows(bytes, bytes.toString('latin1')).read(0, bytes.length - 1);
};
const ada = 'Ada é😀';
/** @param facts as JSON */
const told = (facts: string, v = 2) =>
  `{"action":"a.b","actor":{"id":"u","name":"u","roles":[],"type":"user"},"address":null,"changes":[],"client":null,"facts":{"b":${facts}},"id":"019a9c5e-1234-7abc-8def-0123456789ab","occurredAt":"2025-11-19T10:00:00.123Z","onBehalfOf":null,"reason":null,"requestId":null,"root":{"id":"r","type":"R"},"target":{"id":"r","label":"l","type":"R"},"v":${v}}`;
/** An event of version 2 that states commitments to these, in this order. */
const bodyOf = (...values: string[]) => {
  const each = values.map((value) => `{"$personal":"${Object.keys(openingOf(value)).join()}"}`);
  return told(`1,"each":[${each.join()}]`);
};
const plain = rowOf(bodyOf(ada), openingOf(ada));

describe('a row that is read where it lies', () => {
  it('is the one that was written, whatever its event says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom(1, 2), (facts, v) => {
        const row = rowOf(told(JSON.stringify(facts), v));
        const isPlain = !/\\u/.test(JSON.stringify(row.body));
        const read = { seq: 7, leaf: row.leaf, segments: [] };
        expect(quickly(writeLine(row))).toEqual(isPlain ? { ...read, segments: undefined } : undefined);
        const checked = checkStretch(bytesOf(writeLine(row)));
        if (facts.includes('\0')) expect(checked).toBeUndefined();
        else expect(checked).toMatchObject({ rows: 1, isComplete: true });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is left to who looks closely when its text is none that the log writes', () => {
    const nested = told('['.repeat(20_000) + ']'.repeat(20_000));
    const texts = ['', 'x', '[]', '{"action":"a.b"', told('"\\u0000"'), told('"x\\udBff"'), nested];
    texts.push(
      told('"\\ud83d\\ude00"'),
      told('1e999'),
      told('1,'),
      told('1').replace('"facts":{', '"facts":{"b":1,'),
    );
    for (const text of texts) {
      expect(quickly(writeLine(rowOf(text)))).toBeUndefined();
      expect(checkStretch(bytesOf(writeLine(rowOf(text))))).toBeUndefined();
    }
    const good = [told('"\\\\u0000"'), told('"\\u001b"'), told('1e+21'), told(`"${'x'.repeat(20_000)}"`)];
    for (const text of good) expect(checkStretch(bytesOf(writeLine(rowOf(text))))).toMatchObject({ rows: 1 });
  });

  it('has openings of what stands in the event', () => {
    expect(quickly(writeLine(plain))).toEqual({ seq: 7, leaf: plain.leaf });
    const { leaf: path = '' } = plain as { leaf?: string };
    expect(quickly(writeLine({ ...plain, path }))).toMatchObject({ seq: 7, path });
  });

  it('has each commitment opened in whatever order, or none of them, and says so', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => JSON.stringify(text) === `"${text}"`);
    fc.assert(
      fc.property(fc.uniqueArray(value, { maxLength: 8 }), fc.nat(), (values, at) => {
        const each = Object.assign({}, ...values.map(openingOf)) as ExportedRow['personal'];
        const row = rowOf(bodyOf(...values), each);
        const read = { seq: 7, leaf: row.leaf };
        expect(quickly(writeLine(row))).toEqual(read);
        if (values.length === 0) return;
        const closed = writeLine({ ...row, personal: {} });
        expect(quickly(closed)).toEqual({ ...read, isClosed: true });
        expect(checkStretch(bytesOf(closed))?.people.lacks).toBeDefined();
        const [lost = ''] = Object.keys(openingOf(values[at % values.length] ?? ''));
        const { [lost]: _, ...others } = each;
        const lacking = writeLine({ ...row, personal: others });
        expect(checkStretch(bytesOf(lacking))?.people.lacks).toBeDefined();
        // One that stands there twice is no other.
        const [twice] = writeLine({ ...row, personal: others }).match(/"[\da-f]{64}": [^}]+\}/) ?? [];
        if (twice === undefined) return;
        const doubled = lacking.replace(twice, () => `${twice}, ${twice}`);
        expect(quickly(doubled)).toBeUndefined();
        expect(checkStretch(bytesOf(doubled))?.people.lacks).toBeDefined();
      }),
    );
  });

  it('has no value whose beginning is said to be of the salt', () => {
    const value = 'refused: do not publish';
    const [commitment = ''] = Object.keys(openingOf(value));
    const cut = { salt: `${salt}:refused`, value: ' do not publish' };
    expect(commitmentOf(cut.salt, cut.value)).toBe(commitment);
    const line = writeLine(rowOf(bodyOf(value), { [commitment]: cut }));
    expect(quickly(line)).toBeUndefined();
    expect(checkStretch(bytesOf(line))).toBeUndefined();
  });

  it('opens nothing but commitments, whatever other texts of the event look like one', () => {
    const [commitment = ''] = Object.keys(openingOf(ada));
    for (const own of [
      commitment,
      `{"$personal":"${commitment}"}`,
      `"$personal":"${commitment}"`,
      { $$personal: commitment },
    ]) {
      const row = rowOf(told(JSON.stringify(own)), openingOf(ada));
      expect(quickly(writeLine(row))).toBeUndefined();
      expect(checkStretch(bytesOf(writeLine(row)))).toBeUndefined();
    }
  });

  it('lacks a value, also where it opens another text of the event that looks like a commitment', () => {
    const value = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((text) => JSON.stringify(text) === `"${text}"`);
    const shown = (own: string) =>
      fc.constantFrom(
        own,
        `{"$personal":"${own}"}`,
        `"$personal":"${own}","of":null}`,
        ` ${own}`,
        own.slice(1),
      );
    const made = fc
      .uniqueArray(value, { minLength: 2, maxLength: 6 })
      .chain((values) =>
        fc.tuple(
          fc.constant(values),
          shown(Object.keys(openingOf(values[0] ?? '')).join()),
          fc.nat(),
          fc.boolean(),
        ),
      );
    fc.assert(
      fc.property(made, ([[own = '', ...values], text, at, isSwapped]) => {
        const each = Object.assign({}, ...values.map(openingOf)) as ExportedRow['personal'];
        const [lost = ''] = Object.keys(openingOf(values[at % values.length] ?? ''));
        const { [lost]: _, ...others } = each;
        const body = bodyOf(...values).replace('"b":1', () => `"b":${JSON.stringify(text)}`);
        // As many openings as there are commitments, and not those.
        const personal = isSwapped ? { ...others, ...openingOf(own) } : others;
        const line = writeLine(rowOf(body, personal));
        const checked = checkStretch(bytesOf(line));
        if (isSwapped) expect(checked).toBeUndefined();
        else expect(checked?.people.lacks).toBeDefined();
        // With what it lacks, it is whole, whatever the text looks like.
        const whole = writeLine(rowOf(body, each));
        expect(quickly(whole)).toMatchObject({ seq: 7 });
        expect(checkStretch(bytesOf(whole))?.people.lacks).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is not accepted, quickly or in the usual way, when it is another', () => {
    const line = writeLine(plain);
    const [commitment = ''] = Object.keys(plain.personal);
    const elsewhere = rowOf('{"a":1}', openingOf(ada));
    // Half of an escape, and 63 letters of a commitment that begins with f.
    const hidden = Object.keys(openingOf('')).join();
    expect(hidden).toHaveLength(64);
    for (const wrong of [
      line.replace('Ada', 'Eva'),
      line.replace('"b\\":1', '"b\\":2'),
      line.replace(`"salt": "${salt}"`, '"salt": "0f0f"'),
      line.replace(`"leaf":"${plain.leaf}"`, `"leaf":"${commitment}"`),
      writeLine(elsewhere),
      line.replace('"seq":7', '"seq":0.5'),
      line.slice(0, -1),
      `${line}}`,
      `${line.slice(0, -1)},"segments":[{"number":1}]}`,
      '',
      '{',
    ])
      expect(checkStretch(bytesOf(wrong)), wrong).toBeUndefined();
  });

  it('does not take the second half of an escape for the beginning of a commitment', () => {
    let n = 0;
    while (!commitmentOf(salt, `v${n}`).startsWith('f')) n += 1;
    const personal = openingOf(`v${n}`);
    const [commitment = ''] = Object.keys(personal);
    const row = rowOf(`\f${commitment.slice(1)}`, personal);
    expect(writeLine(row)).toContain(`\\${commitment}`);
    expect(checkStretch(bytesOf(writeLine(row)))).toBeUndefined();
  });

  it('is left to the parser of JSON when anything is unusual, which then finds it right', () => {
    const line = writeLine(plain);
    for (const unusual of [
      line.replace('"seq":', '"seq" :'),
      line.replace('{"seq"', '{ "seq"'),
      line.replace('Ada', '\\u0041da'),
      line.replace('"value"', ' "value"'),
      line.replace('{\\"a', '{\\u0022a'),
      writeLine({
        ...rowOf(plain.body),
        personal: { [Object.keys(plain.personal).join()]: { erased: '2026-11-21' } } as never,
      }),
    ]) {
      expect(quickly(unusual), unusual).toBeUndefined();
      expect(checkStretch(bytesOf(unusual)), unusual).toMatchObject({ rows: 1 });
    }
  });

  it('never fails, whatever it is given', () => {
    const line = bytesOf(writeLine(plain));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(600), (bytes, at) => {
        const bent = Buffer.from(line);
        bent.set(bytes.subarray(0, Math.max(0, bent.length - at)), Math.min(at, bent.length));
        const isSame = bent.equals(line);
        expect(checkStretch(bent) !== undefined).toBe(isSame);
        checkStretch(Buffer.from(bytes));
      }),
    );
  });
});

describe('the stretches of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqdb-stretches-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const key = newKey();
  const log = makeLog(randomFrom(3), 900, key);
  const read = async (content: string | Buffer) => {
    writeFileSync(join(folder, 'file'), content);
    const stretches = new Stretches(join(folder, 'file'));
    const rows: string[] = [];
    for await (const bytes of stretches.read()) rows.push(bytes.toString());
    return { stretches, rows };
  };

  it('are all of its rows, in order, however they are cut', async () => {
    const { text } = makeExport(log, key, 'jsonl');
    for (const content of [text, gzipSync(text)]) {
      const { stretches, rows } = await read(content);
      expect(rows.length).toBeGreaterThan(3);
      expect(rows.join('')).toBe(
        completeRows(log)
          .map((row) => `${writeLine(row)}\n`)
          .join(''),
      );
      expect(stretches.isAsWritten()).toBe(true);
      expect(stretches.header).toBe(text.slice(0, text.indexOf('\n')));
    }
  });

  it('have no end when something follows the manifest, or it is cut', async () => {
    const { text } = makeExport(log, key, 'jsonl');
    for (const other of [
      `${text}x`,
      `${text}\n`,
      text.slice(0, -1),
      text.slice(0, text.lastIndexOf('{"manifest')),
    ])
      expect((await read(other)).stretches.ending).toBeUndefined();
  });

  it('hold lines of any length', async () => {
    const long = `${'x'.repeat(300_000)}\n${'y'.repeat(700_000)}\nz\n`;
    const { rows } = await read(`h\n${long}`);
    expect(rows.join('')).toBe(long);
  });
});

it('a row beside archived events is left to who looks closely', () => {
  const path = 'ab'.repeat(32);
  expect(checkStretch(bytesOf(writeLine({ ...plain, path })))).toBeDefined();
  expect(checkStretch(bytesOf(writeLine({ ...plain, remaining: path })))).toBeUndefined();
});
