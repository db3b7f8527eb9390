import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unusableIn } from './plain-input.ts';

const paths = (input: unknown) =>
  unusableIn(input)
    .map(({ path }) => path)
    .sort();

describe('an input', () => {
  it('of ordinary values has nothing unusable', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true, maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|__proto__|constructor|prototype/.test(text));
        expect(unusableIn(value)).toEqual([]);
      }),
    );
    expect(unusableIn({ name: 'Ünïcode 😀 \n\t', list: [1, null, true, { deep: ['x'] }] })).toEqual([]);
    for (const nothing of [undefined, null, 7, '', []]) expect(unusableIn(nothing)).toEqual([]);
  });

  it('is searched through for text that is none, and the places are named', () => {
    expect(paths({ a: 'x\0', b: { c: ['fine', '\ud800'] }, d: ['\udc00x'] })).toEqual(['a', 'b.c.1', 'd.0']);
    expect(paths('\0')).toEqual(['']);
    expect(paths({ 'a\0': 1 })).toEqual(['a\0']);
  });

  it('has no keys that reach a prototype, at any depth', () => {
    const given: unknown = JSON.parse('{"__proto__": 1, "a": {"constructor": 2, "b": [{"prototype": 3}]}}');
    expect(paths(given)).toEqual(['__proto__', 'a.b.0.prototype', 'a.constructor']);
  });

  it('of the query parser is searched, too', () => {
    const query = Object.assign(Object.create(null) as Record<string, unknown>, { q: '\0' });
    expect(paths(query)).toEqual(['q']);
  });

  it('as deep or as wide as a client likes is no trouble', () => {
    let deep: unknown = 'x\0';
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(unusableIn(deep).length).toBe(1);
    expect(unusableIn(Array.from({ length: 5_000 }, () => '\0')).length).toBe(100);
  });

  it('is not followed into streams and other things that are no plain data', () => {
    class Upload {
      name = '\0';
    }
    expect(unusableIn({ file: new Upload(), when: new Date(0), bytes: Buffer.from([0]) })).toEqual([]);
  });
});
