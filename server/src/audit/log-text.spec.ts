// Which texts the log writes is told in two ways, quickly where they lie and by the parser of JSON: the first takes nothing
// that the second does not, and both take whatever `bodyOf` makes.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asVersion1 } from '../../../test/factories/audit-body.ts';
import { systemActor } from '../platform/access/actor.ts';
import { bodyOf } from './audit-body.ts';
import { type AuditValue, personal } from './audit-event.ts';
import { isLogText, isParsedLogText, isPlainLogText } from './log-text.ts';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date(Number.parseInt('019a9c5e1234', 16));
const plainly = (text: string) => isPlainLogText(Buffer.from(text), 0, Buffer.byteLength(text));

const anything = fc.string({ unit: 'grapheme', maxLength: 12 });
const name = fc.oneof(
  anything,
  fc.constantFrom('$personal', '$$personal', 'of', '__proto__', '', 'é', '\u{10000}', '\uffff', 'a\n'),
);
const value = fc.letrec<{ any: AuditValue }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    anything,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constantFrom(null, true, false, 0, -0, 0.5, -0.25, 0.05, 1e-7, 1e21, 2 ** 53, 123456789012345),
    fc.tuple(anything, fc.option(anything)).map(([text, of]) => personal(text, of)),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const event = fc.record({
  action: anything,
  actorId: anything,
  type: fc.constantFrom('user' as const, 'service' as const, 'system' as const),
  label: fc.oneof(
    anything,
    anything.map((text) => personal(text, 'somebody')),
  ),
  on: fc.option(anything),
  changes: fc.array(fc.record({ field: anything, before: value, after: value }), { maxLength: 3 }),
  facts: fc.dictionary(name, value, { maxKeys: 4 }),
  reason: fc.option(anything),
  origin: fc.record({
    requestId: fc.option(anything),
    address: fc.option(anything),
    client: fc.option(anything),
  }),
  isOld: fc.boolean(),
});
const text = event.map(({ action, actorId, type, label, on, changes, facts, reason, origin, isOld }) => {
  const actor = { ...systemActor('x'), type, id: actorId, roles: ['curator' as const], origin };
  const given = { action, target: { type: 'T', id: 't', label }, changes, facts, reason };
  const onBehalfOf = on === null ? {} : { onBehalfOf: { id: on, name: on } };
  const { body } = bodyOf(id, at, actor, { ...given, ...onBehalfOf });
  return isOld ? asVersion1(body) : body;
});

const { body } = bodyOf(id, at, systemActor('x'), {
  action: 'a.b',
  target: { type: 'T', id: 't', label: personal('Ada', 'ada') },
  changes: [
    { field: 'one', before: 1, after: personal('x') },
    { field: 'two', before: null, after: { list: [1, 'two', { a: 1.5 }] } },
  ],
  facts: { count: 12, empty: {}, none: [], of: 'a "quoted" text\n' },
});

describe('a text that the log writes', () => {
  it('is one of its own, whatever it says', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(isLogText(whole)).toBe(true);
        expect(isParsedLogText(whole)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is known without the parser, where nothing in it is unusual', () => {
    expect(plainly(body)).toBe(true);
    expect(plainly(asVersion1(body))).toBe(true);
    for (const number of ['0', '-1', '12345', '-0.5', '10.25', '999999999999999'])
      expect(plainly(body.replace('"count":12', `"count":${number}`)), number).toBe(true);
  });
});

const instead = (part: RegExp | string, by: string) => () => body.replace(part, by);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const foreign: Record<string, () => string> = {
  'a list': () => '[]',
  'a number': () => '1',
  null: () => 'null',
  'a text': () => '"x"',
  nothing: () => '',
  'an empty object': () => '{}',
  'a text for who acts': instead(/"actor":\{.*?\},"address"/, '"actor":"x","address"'),
  'nobody who acts': instead(/"actor":\{.*?\},"address"/, '"actor":null,"address"'),
  'an actor of another kind': instead('"type":"system"', '"type":"martian"'),
  'a number among the roles': instead('"roles":[]', '"roles":[1]'),
  'an object for changes': instead(/"changes":\[.*?\],"client"/, '"changes":{"x":1},"client"'),
  'a change of no field': instead('"field":"one"', '"field":1'),
  'a list for facts': instead('"facts":{', '"facts":[],"factz":{'),
  'no target': instead(/,"target":\{.*?\}/, ''),
  'a number for its target': instead(/"target":\{.*?\}/, '"target":1'),
  'no version': instead(',"v":2', ''),
  'another version': instead('"v":2', '"v":3'),
  'another form of its id': instead(id, id.toUpperCase()),
  'an id of no version': instead(id, id.replace('7abc', '0abc')),
  'a day that there is not': instead(/"occurredAt":"2025-\d\d-\d\d/, '"occurredAt":"2025-02-30'),
  'a name twice': instead('"count":12', '"count":12,"count":13'),
  'a name twice, the second time by number': instead('"count":12', '"count":12,"coun\\u0074":13'),
  'names in another order': instead('"count":12,"empty":{}', '"empty":{},"count":12'),
  'a number beyond measure': instead('"count":12', '"count":1e999'),
  'a number in another form': instead('"count":12', '"count":1.20e1'),
  'a number with a zero before it': instead('"count":12', '"count":012'),
  'a number with a zero after it': instead('"count":12', '"count":12.0'),
  'less than nothing': instead('"count":12', '"count":-0'),
  'a small number in another form': instead('"count":12', '"count":0.0000001'),
  'a blank': instead('"count":12', '"count": 12'),
  'an escape that is none': instead('"of":"a ', '"of":"\\x '),
  'an escape that need not be': instead('"of":"a ', '"of":"\\/ '),
  'a letter by its number': instead('"of":"a ', '"of":"\\u0061 '),
  'U+0000': instead('"of":"a ', '"of":"\\u0000 '),
  'half of a pair': instead('"of":"a ', '"of":"\\ud800 '),
  'a line break in a text': instead('"of":"a ', '"of":"\n '),
  'a comma too many': instead('"none":[]', '"none":[1,]'),
  'a comma too many between changes': instead('],"client"', ',],"client"'),
  'a comma too few': instead('"count":12,', '"count":12'),
  'a bracket of another kind': instead('"none":[]', '"none":[}'),
  'a text without its end': instead('text\\n"', 'text\\n'),
  'a word that is none': instead('"count":12', '"count":nil'),
  'what looks like a commitment': instead('"empty":{}', '"empty":{"$personal":1}'),
  'a commitment with something beside it': instead(
    '"empty":{}',
    `"empty":{"!":1,"$personal":"${'ab'.repeat(32)}"}`,
  ),
  'too short a commitment': instead('"empty":{}', '"empty":{"$personal":"ab"}'),
  'nesting without measure': instead('"none":[]', `"none":${nested(10_000)}`),
  'something before it': () => ` ${body}`,
  'something after it': () => `${body} `,
};

describe('none that the log writes is', () => {
  it.each(Object.keys(foreign))('%s', (kind) => {
    const whole = foreign[kind]?.() ?? '';
    expect(whole).not.toBe(body);
    expect(plainly(whole)).toBe(false);
    expect(isParsedLogText(whole)).toBe(false);
    expect(isLogText(whole)).toBe(false);
  });

  it('any that the parser does not take, however little is changed', () => {
    const piece = fc.constantFrom(...'{}[]",:\\0.e-', 'null', '\\u0061', ',"a":1', '{"$personal":"', '😀');
    const splice = fc.record({ from: fc.nat(), length: fc.nat(3), put: fc.oneof(piece, fc.string()) });
    fc.assert(
      fc.property(text, fc.array(splice, { minLength: 1, maxLength: 2 }), (given, splices) => {
        let whole = given;
        for (const { from, length, put } of splices) {
          const here = from % (whole.length + 1);
          whole = whole.slice(0, here) + put + whole.slice(here + length);
        }
        whole = whole.toWellFormed();
        const isOurs = isParsedLogText(whole);
        if (plainly(whole)) expect(isOurs, whole).toBe(true);
        expect(isLogText(whole)).toBe(isOurs);
      }),
      { numRuns: 3_000 },
    );
  });
});
