// Whoever may write events can write one whose text is none of ours, and have it sealed: whatever it is, the verification
// of the log and that of an export name it and do not break off.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { completeRows, makeLog, newKey, randomFrom, seal } from '../../../../test/factories/audit-export.ts';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import { isLogText } from '../log-text.ts';
import { personal } from '../audit-event.ts';
import { csvHeadings } from '../exporting/export-format.ts';
import { unlikeBody } from '../verifier/rows.ts';
import { verifyExport } from '../verifier/verify-export.ts';
import { CloseLook } from './close-look.ts';
import { statedIn } from './event-columns.ts';
import { Flaws } from './flaws.ts';
import { stateEvent } from './stating.ts';
import { Statements } from './statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-forged-'));
afterAll(() => rmSync(folder, { recursive: true }));

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date(Number.parseInt('019a9c5e1234', 16));
const ada = { ...systemActor('x'), type: 'user' as const, id: 'ada', name: 'Ada' };
const { body, personal: opening } = bodyOf(id, at, ada, {
  action: 'a.b',
  target: { type: 'T', id: 't', label: personal('about Bob', 'bob') },
  facts: { of: personal('nobody’s'), about: personal('what Carl said', 'carl') },
  reason: 'because',
});
const openings = opening.flatMap(({ opened }) => Object.entries(opened));
const columns = ['a.b', 'user', 'ada', null, 'T', 't', 'T', 't', null];
const commitments = [...body.matchAll(/\{"\$personal":"([\da-f]{64})"/g)].map(([, each = '']) => each);

/** A row as COPY writes it. */
function row(fields: readonly (Buffer | null)[]): [Buffer, Int32Array] {
  const places = new Int32Array(2 * fields.length).fill(-1);
  const parts: Buffer[] = [];
  let end = 0;
  for (const [index, field] of fields.entries()) {
    parts.push(Buffer.alloc(4), field ?? Buffer.alloc(0));
    if (field) places.set([end + 4, end + 4 + field.length], 2 * index);
    end += 4 + (field?.length ?? 0);
  }
  return [Buffer.concat([...parts, Buffer.from('{"$personal":"')]), places];
}
const number = (value: number | bigint) => {
  const field = Buffer.alloc(8);
  field.writeBigInt64BE(BigInt(value));
  return field;
};
const key = [
  number(BigInt(at.getTime() - Date.UTC(2000, 0, 1)) * 1000n),
  Buffer.from(id.replaceAll('-', ''), 'hex'),
];

/** What is said of an event with this text and its leaf, whose values were erased. */
function online(text: string): string {
  const [flaws, bytes] = [new Flaws(), Buffer.from(text)];
  const event = row([...key, bytes, ...columns.map((each) => (each === null ? null : Buffer.from(each)))]);
  statedIn(...event);
  const said = new Statements(1_000);
  stateEvent(said, ...event);
  expect(said.waiting).toBeGreaterThan(0);
  const look = new CloseLook(flaws);
  look.event(...event);
  look.leaf(
    ...row([...key, number(1), number(1), Buffer.from(hash('sha256', `\0${bytes.toString()}`), 'hex')]),
  );
  const opened = Object.fromEntries(commitments.map((each) => [each, { erased: '2026-11-21' }]));
  const values = [Buffer.from('erased x'), Buffer.from(`\x01${JSON.stringify(opened)}`), null, null];
  look.values(...row([...key, ...values]));
  look.judge(new Set());
  try {
    flaws.assertNone();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const signer = newKey();
const log = makeLog(randomFrom(1), 3, signer);
/** In an export that has it among the events that wait for the seal. */
async function offline(text: string, format: 'csv' | 'jsonl', opened?: object): Promise<string> {
  const personalValues = Object.fromEntries(
    commitments.map((each) => [each, { erased: '2026-11-21' }]),
  ) as never;
  const personalOf = opened ?? (commitments.every((each) => text.includes(each)) ? personalValues : {});
  const waiting = { seq: null, leaf: null, body: text, personal: personalOf as never };
  const file = seal([...completeRows(log), waiting], [], log.segments.at(-1), signer, format, true);
  writeFileSync(join(folder, format), file.text);
  const { flaw } = await verifyExport(join(folder, format));
  return flaw ? `${flaw.place}: ${flaw.says}` : '';
}

const actor = '"actor":{"id":"ada"';
const text = 'its text is none that the log writes';
const forged: Record<string, (whole: string) => string> = {
  'an id that is a number': (whole) => whole.replace(actor, '"actor":{"id":1'),
  'no id': (whole) => whole.replace(actor, '"actor":{"ID":"ada"'),
  'nobody who acts': (whole) => whole.replace(/"actor":\{.*?\},"address"/, '"actor":null,"address"'),
  'a list for who acts': (whole) => whole.replace(/"actor":\{.*?\},"address"/, '"actor":[],"address"'),
  'no actor at all': (whole) => whole.replace(/"actor":\{.*?\},"address"/, '"address"'),
  'a broken escape': (whole) => whole.replace('"of":"carl"', '"of":"\\x"'),
  'half an escape': (whole) => whole.replace('"of":"carl"', '"of":"\\u00"'),
  'a number for whose it is': (whole) => whole.replace('"of":"carl"', '"of":1'),
};

const instead = (part: RegExp | string, by: string) => (whole: string) => whole.replace(part, by);
const inFacts = (more: string) => instead('"facts":{', `"facts":{"a":${more},`);
/** JSON of another form, and texts that are broken only in their middle. */
const misshapen: Record<string, (whole: string) => string> = {
  'a list': () => '[]',
  'a number': () => '1',
  nothing: () => 'null',
  'a text for facts': instead(/"facts":\{.*?\},"id"/, '"facts":"x","id"'),
  'a list for facts': instead(/"facts":\{.*?\},"id"/, '"facts":[],"id"'),
  'an object for changes': instead('"changes":[]', '"changes":{"a":1}'),
  'a change without a field': instead('"changes":[]', '"changes":[{"after":1,"before":2}]'),
  'no target': instead(/,"target":\{.*\},"v"/, ',"v"'),
  'roles that are none': instead('"roles":[]', '"roles":[1,{"a":2}]'),
  'a line break in who acts': instead('"type":"user"', '"type":"us\ner"'),
  'nesting 10,000 deep': inFacts('['.repeat(10_000) + ']'.repeat(10_000)),
  'a number beyond measure': inFacts('1e999'),
  'a name twice': inFacts('1,"a":2'),
  'no JSON in its middle': inFacts('nil'),
  'brackets that do not close': inFacts('[[1]'),
  'a blank in its middle': inFacts(' 1'),
  'a client that is none': instead('"client":null', '"client":7'),
};

describe('an event with', () => {
  it('the text that the log writes is none of these', async () => {
    expect(online(body)).toBe('');
    for (const format of ['csv', 'jsonl'] as const) expect(await offline(body, format)).toMatch(/nobody/);
  });

  it.each(Object.keys(forged))('%s is named', async (name) => {
    const whole = (forged[name] as (whole: string) => string)(body);
    expect(whole).not.toBe(body);
    expect(online(whole)).toMatch(/^event (1|019a9c5e-1234-7abc-8def-0123456789ab): /);
    if (name.includes('escape') || name.includes('whose')) expect(online(whole)).toContain(text);
    const isCommitted = /"\$personal"/.test(whole);
    if (isCommitted) expect(await offline(whole, 'jsonl')).toBe(`row 4: ${text}`);
    if (!name.includes('escape')) expect(await offline(whole, 'csv')).toBe(`row 4: ${text}`);
  });

  it.each(Object.keys(misshapen))('%s is named by both', async (name) => {
    const whole = (misshapen[name] as (whole: string) => string)(body);
    expect(whole).not.toBe(body);
    expect(online(whole)).toContain(`: ${text}`);
    const opened = openings.filter(([each]) => whole.includes(each));
    expect(await offline(whole, 'jsonl', Object.fromEntries(opened))).toMatch(
      /^row 4: (the text of the event|its text) is none that the log writes/,
    );
  });

  it('any text ends no verification', async () => {
    const splice = fc.record({
      from: fc.nat(body.length),
      length: fc.nat(40),
      with: fc.oneof(
        fc.string(),
        fc.json(),
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          '\\',
          'null',
          '{"$personal":"',
          '","of":',
          ',"v":2}',
          '1e999',
          '\\ud800',
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(splice, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (splices, isWhole) => {
          let whole = body;
          for (const { from, length, with: put } of splices)
            whole = whole.slice(0, from) + put + whole.slice(from + length);
          if (isWhole) whole = whole.replace(/(,"v":2\})?$/, ',"v":2}');
          whole = whole.toWellFormed();
          const found = [online(whole), await offline(whole, 'jsonl', {})];
          if (isLogText(whole)) return;
          expect(found[0], whole).toMatch(/^event /);
          expect(found[1], whole).toMatch(/^row 4: /);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('values nested however deeply ends none', async () => {
    const deep = body.replace('"facts":{', `"facts":{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},`);
    online(deep);
    await offline(deep, 'jsonl');
    const cells = csvHeadings.map(() => '');
    expect(unlikeBody(cells, { seq: null, leaf: null, body: deep, personal: {} })).toBe('body');
  });
});
