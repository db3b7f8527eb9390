// Whoever may write events can write one whose text is none of ours: it is told from those that are, and breaks nothing.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentsOf } from './commitment.ts';
import { commitmentsIn } from './verification/commitments.ts';
import { nobodyErased, takeRow } from './verifier/erased-people.ts';
import { Found } from './verifier/verdict.ts';

const hex = 'ab'.repeat(32);
const own = `{"$personal":"${hex}"}`;
const others = (of: string) => `{"$personal":"${hex}","of":${of}}`;
const body = (actor: string, fact = own, action = 'a.b') =>
  `{"action":"${action}"${actor === '' ? '' : `,"actor":${actor}`},"facts":{"x":${fact}},"v":2}`;
const ada = '{"id":"ada","type":"user"}';
const inBytes = (text: string) => commitmentsIn(Buffer.from(text), 0, Buffer.byteLength(text), 'ada');

describe('a text whose commitments are as the log writes them', () => {
  it('says whose each is', () => {
    const all = `[${own},${others('"bob"')},${others('null')},${others('"b\\u00f6b \\"x\\""')}]`;
    expect(commitmentsOf(body(ada, all))).toEqual(
      ['ada', 'bob', '', 'böb "x"'].map((of) => ({ commitment: hex, of })),
    );
  });

  it('says it also when nobody acts whom it would name', () => {
    expect(commitmentsOf(body('null', others('"bob"')))).toEqual([{ commitment: hex, of: 'bob' }]);
  });
});

describe('one that is none of ours', () => {
  it.each([
    ['nobody acts', body('')],
    ['who acts is null', body('null')],
    ['who acts is a list', body('[]')],
    ['who acts is a text', body('"ada"')],
    ['who acts has no id', body('{"type":"user"}')],
    ['the id is a number', body('{"id":1}')],
    ['the id is null', body('{"id":null}')],
    ['the whole is a list', `[${own},"v":2}`],
    ['the whole is cut', body(ada).slice(1)],
    ['it is nested too deeply', body(ada, '['.repeat(200_000) + own)],
  ])('%s', (_, text) => {
    expect(commitmentsOf(text)).toBeUndefined();
  });

  it.each([
    ['an unknown escape', others('"\\x"')],
    ['half an escape', others('"\\u12"')],
    ['a line break', others('"a\nb"')],
    ['a number', others('1')],
    ['a list', others('[]')],
    ['nothing', others('')],
    ['no end', `{"$personal":"${hex}","of":"bob`],
    ['another member', `{"$personal":"${hex}","to":"bob"}`],
    ['too short a commitment', '{"$personal":"ab"}'],
  ])('whose the value is has %s', (_, fact) => {
    const text = body(ada, fact);
    expect(commitmentsOf(text)).toBeUndefined();
    if (!fact.includes('\\') && !fact.includes('\n') && !fact.includes('"ab"'))
      expect(inBytes(text)).toBeUndefined();
  });

  it('reads at once, however long', () => {
    const long = '\\\\'.repeat(4_000_000);
    expect(commitmentsOf(body(ada, others(`"${long}"`)))).toBeUndefined();
    expect(commitmentsOf(body(ada, others(`"${long}`)))).toBeUndefined();
  });

  it('ends no verification, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '{"$personal":"',
        hex,
        '","of":',
        '"}',
        '}',
        '{',
        '[',
        ']',
        'null',
        '\\',
        '"',
        ',"v":2}',
        '1',
      ),
      fc.constantFrom('{"action":"user.erasure_request"', ',"actor":', ',"target":', '{"id":"ada"}', own),
      fc.json(),
      fc.string(),
    );
    const texts = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    const erased = { [hex]: { erased: '2026-11-22' } } as never;
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isRequest) => {
        const forged = `${isRequest ? '{"action":"user.erasure_request"' : ''}${text},"v":2}`;
        inBytes(forged);
        try {
          takeRow(nobodyErased(), { seq: 1, leaf: hex, body: forged, personal: erased }, 'row 1');
        } catch (error) {
          expect(error).toBeInstanceOf(Found);
          expect((error as Found).flaw.place).toBe('row 1');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['{"id":1}', 'null', '[]', '"ada"', '{}'])('asks for the erasure of %s', (target) => {
    const forged = `{"action":"user.erasure_request","actor":${ada},"target":${target},"v":2}`;
    const take = () => takeRow(nobodyErased(), { seq: 1, leaf: hex, body: forged, personal: {} }, 'row 1');
    expect(take).toThrow('row 1: its text is none that the log writes');
  });
});
