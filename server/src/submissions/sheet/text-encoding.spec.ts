import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelierEncoding, plausibility } from './encoding-evidence.ts';
import { readableText } from './text-encoding.ts';

const words = 'Universität Göttingen, Sóller, Hammenhög, Río Grande, Curaçao, Åbo, Ærø, naïve, São Paulo';

/** Encodes through the table of the decoder, since Node has no encoder for these. */
function encoded(text: string, encoding: 'windows-1252' | 'macintosh'): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  return Uint8Array.from([...text], (letter) => bytes.get(letter) ?? 0x3f);
}

const readBack = (bytes: Uint8Array) => {
  const text = readableText(bytes);
  return (
    text && {
      name: text.encoding.name,
      certain: text.encoding.certain,
      text: text.decode(0, text.bytes.length),
    }
  );
};
const utf16 = (text: string, isBigEndian: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

describe('an encoding that can be known', () => {
  it.each([
    ['UTF-8', Buffer.from(words), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${words}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(`\ufeff${words}`, false), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(`\ufeff${words}`, true), 'utf-16be'],
    ['UTF-16 LE without a mark', utf16(words, false), 'utf-16le'],
    ['UTF-16 BE without a mark', utf16(words, true), 'utf-16be'],
  ])('%s', (_, bytes, name) => {
    expect(readBack(bytes)).toEqual({ name, certain: true, text: words });
  });

  it('reads any text as UTF-8 and as UTF-16 with a mark', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\ufeff]/.test(text)),
        (text) => {
          expect(readBack(Buffer.from(text))?.text).toBe(text);
          expect(readBack(utf16(`\ufeff${text}`, true))?.text).toBe(text);
        },
      ),
    );
  });
});

describe('an encoding that has to be guessed', () => {
  it.each(['windows-1252', 'macintosh'] as const)('tells %s by its letters', (encoding) => {
    for (const word of [
      'Universität',
      'Sóller',
      'Göttingen',
      'Hammenhög',
      'García',
      'Curaçao',
      'naïve',
      'Århus',
      'Émile',
      'Straße',
    ]) {
      expect
        .soft(readBack(encoded(`leaf of ${word} 3`, encoding)), word)
        .toEqual({ name: encoding, certain: false, text: `leaf of ${word} 3` });
    }
  });

  it.each([
    ['windows-1252', 'Crohn’s disease'],
    ['windows-1252', 'Côte d’Ivoire'],
    ['windows-1252', 'the “Arima” kit'],
    ['windows-1252', '5 – 10 °C'],
    ['macintosh', '5 – 10 °C, Río'],
    ['macintosh', 'Bodø'],
  ] as const)('%s: %s', (encoding, text) => {
    expect(readBack(encoded(text, encoding))?.text).toBe(text);
  });

  it('prefers windows-1252 when nothing tells', () => {
    expect(likelierEncoding(Buffer.from('plain'))).toBe('windows-1252');
    expect(likelierEncoding(encoded('100 µE', 'windows-1252'))).toBe('windows-1252');
  });

  it('finds a letter between letters likelier than a sign', () => {
    expect(plausibility('ó', 'S', 'l')).toBeGreaterThan(plausibility('—', 'S', 'l'));
    expect(plausibility('ä', 'it', 't')).toBeGreaterThan(plausibility('Š', 'it', 't'));
  });

  it('keeps UTF-8 with one damaged character, and says that it is not certain', () => {
    const bytes = Buffer.concat([Buffer.from(words), Uint8Array.of(0x20, 0xe4, 0x20)]);
    expect(readBack(bytes)).toEqual({ name: 'utf-8', certain: false, text: `${words} \ufffd ` });
  });
});

it('takes bytes with NULs for no text', () => {
  expect(readableText(Uint8Array.of(1, 2, 0, 0, 0, 9, 65, 66))).toBeUndefined();
});
