import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternError, valuePattern } from './value-pattern.ts';

/** ENA's own shapes: anchors inside branches, none at all, nested quantifiers. */
const sources = [
  '(^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?([+-][0-9]{1,2})?)?)?)?$)|(^not collected$)|(^missing: lab stock$)',
  '(^[+-]?[0-9]+.?[0-9]{0,8}$)|(^missing$)',
  '(0|((0\\.)|([1-9][0-9]*\\.?))[0-9]*)([Ee][+-]?[0-9]+)?',
  '[+-]?[0-9]+',
  '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$',
];

describe.each(sources)('%s', (source) => {
  const pattern = valuePattern(source);
  const reference = new RegExp(`^(?:${source})$`);

  it('judges as a whole match does', () => {
    const value = fc.oneof(
      fc.string({
        unit: fc.constantFrom('0', '1', '2', '9', '-', '+', '.', 'T', ':', 'Z', 'E', 'x'),
        maxLength: 20,
      }),
      fc.stringMatching(reference),
      fc.constantFrom('not collected', 'missing', 'missing: lab stock', '2014-10-01T12:30Z', '2014-10-01\n'),
    );
    fc.assert(
      fc.property(value, (text) => {
        expect(pattern.matches(text)).toBe(reference.test(text));
      }),
      { numRuns: 300 },
    );
  });

  it('lets nothing through that has something before or after it', () => {
    fc.assert(
      fc.property(fc.stringMatching(reference), fc.constantFrom(' ', '\n', 'q'), (text, more) => {
        expect(pattern.matches(text + more)).toBe(reference.test(text + more));
        expect(pattern.matches(more + text)).toBe(reference.test(more + text));
      }),
    );
  });
});

it.each(['[', '(?=a)b', '(a)\\1', 'a{1,5000}', '(?<!x)a'])(
  'refuses %s, which RE2 does not know',
  (source) => {
    expect(() => valuePattern(source)).toThrow(PatternError);
  },
);
