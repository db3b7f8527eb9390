import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apart, plainText, textParts } from './hiddenCharacters.ts';

it('tells what reorders a text apart from what can be read', () => {
  expect(textParts('invoice\u202Efdp.exe')).toEqual([
    { text: 'invoice' },
    { code: 'U+202E' },
    { text: 'fdp.exe' },
  ]);
  expect(textParts('\u2066a\u2069\u0000')).toEqual([
    { code: 'U+2066' },
    { text: 'a' },
    { code: 'U+2069' },
    { code: 'U+0000' },
  ]);
  expect(textParts('\u{E0041}')).toEqual([{ code: 'U+E0041' }]);
});

it('leaves alone what scripts and emoji are written with', () => {
  for (const text of ['line\n\tnext\r\n', 'می‌خواهم', 'क्‍ष', '👩‍🔬', 'عينة من ورقة', ''])
    expect(textParts(text)).toEqual(text === '' ? [] : [{ text }]);
});

it('loses nothing: what can be read is there in its order, and each hidden character by its code', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const again = textParts(text)
        .map((part) => ('text' in part ? part.text : String.fromCodePoint(parseInt(part.code.slice(2), 16))))
        .join('');
      expect(again).toBe(text);
      expect(textParts(plainText(text)).every((part) => 'text' in part)).toBe(true);
    }),
  );
});

it('sets apart within a sentence what is written the other way', () => {
  expect(apart('ada')).toBe('ada');
  expect(apart('متر')).toBe('\u2068متر\u2069');
  expect(apart('a\u202Eb')).toBe('a[U+202E]b');
});
