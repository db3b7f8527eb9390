import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, TermIndex } from './closest.ts';
import { degrees, latitudeLongitude } from './coordinates.ts';
import { isoGuess, isReal } from './date-guess.ts';
import { datesOf, impossiblePart, isBefore, partialDate } from './iso-date.ts';
import { isMissingTerm, missingTerms, misspeltTerm, termForPlaceholder } from './missing-terms.ts';
import { repaired } from './mojibake.ts';
import { folded, tidy } from './tidy.ts';

describe('tidy', () => {
  it.each([
    [' a b ', 'a b'],
    ['a\u00a0b', 'a b'],
    ['a\u200bb', 'ab'],
    ['a \u00a0 b', 'a b'],
    ['a\nb', 'a b'],
  ])('%j', (value, meant) => {
    expect(tidy(value)).toBe(meant);
  });

  it('has nothing to do twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(tidy(tidy(value))).toBe(tidy(value));
      }),
    );
  });

  it('folds case, accents and punctuation', () => {
    expect(folded('Côte  d’Ivoire & more')).toBe('cote d ivoire and more');
  });
});

describe('edit distance', () => {
  it.each([
    ['sweden', 'sweden', 0],
    ['swedne', 'sweden', 1],
    ['sweeden', 'sweden', 1],
    ['swedn', 'sweden', 1],
    ['sweten', 'sweden', 1],
    ['nepal', 'nauru', 4],
  ])('%s to %s is %i', (one, other, distance) => {
    expect(editDistance(one, other, 9)).toBe(distance);
  });

  it('is symmetric, zero only for the same, and stops at its limit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, fc.nat(3), (one, other, limit) => {
        const distance = editDistance(one, other, 20);
        expect(editDistance(other, one, 20)).toBe(distance);
        expect(distance === 0).toBe(one === other);
        expect(editDistance(one, other, limit)).toBe(Math.min(distance, limit + 1));
      }),
    );
  });
});

describe('the term that was meant', () => {
  const index = new TermIndex([
    ['Viet Nam', ['Vietnam']],
    ['Niger', []],
    ['Nigeria', []],
    ['Sweden', []],
    ['Mali', []],
  ]);
  it.each([
    ['viet nam', 'Viet Nam'],
    ['VIETNAM', 'Viet Nam'],
    ['Viet-Nam ', 'Viet Nam'],
    ['Swedne', 'Sweden'],
    ['Nigera', undefined],
    ['Malu', undefined],
    ['Atlantis', undefined],
    ['x'.repeat(5_000), undefined],
  ])('%s', (value, meant) => {
    expect(index.closest(value)).toBe(meant);
  });
});

describe('dates', () => {
  it.each([
    ['2023-02-31', 'February 2023 has 28 days'],
    ['2024-02-29', undefined],
    ['1900-02-29', 'February 1900 has 28 days'],
    ['2023-13', 'there is no month 13'],
    ['2023-00', 'there is no month 0'],
    ['2023-06-31T10:00', 'June 2023 has 30 days'],
    ['2023-06-30T24:30', 'there is no such time of day'],
    ['2023-06-30T23:59:60Z', undefined],
  ])('%s: %s', (text, why) => {
    const date = partialDate(text);
    expect(date && impossiblePart(date)).toBe(why);
  });

  it.each([
    ['2014', '2015', true],
    ['2014-05', '2014', false],
    ['2014-05-01', '2014-05-02', true],
    ['2014-05-02', '2014-05-01', false],
    ['2014-05-02T10:00', '2014-05-02', false],
  ])('%s ends before %s begins: %s', (one, other, expected) => {
    const [first, second] = [partialDate(one), partialDate(other)];
    expect(first && second && isBefore(first, second)).toBe(expected);
  });

  it('takes every real day for real, in any precision', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString();
          for (const text of [
            iso.slice(0, 4),
            iso.slice(0, 7),
            iso.slice(0, 10),
            iso.slice(0, 16),
            iso.slice(0, 19),
          ]) {
            const [read] = datesOf(text);
            expect(read && impossiblePart(read)).toBeUndefined();
            expect(read?.year).toBe(date.getUTCFullYear());
          }
        },
      ),
    );
  });

  it.each([
    ['2014/10/01', '2014-10-01'],
    ['2014-1-5', '2014-01-05'],
    ['2014.10.01', '2014-10-01'],
    ['20141001', '2014-10-01'],
    ['31/12/2014', '2014-12-31'],
    ['12/31/2014', '2014-12-31'],
    ['05.05.2014', '2014-05-05'],
    ['03/04/2014', undefined],
    ['1 Oct 2014', '2014-10-01'],
    ['01-OCT-2014', '2014-10-01'],
    ['October 1, 2014', '2014-10-01'],
    ['Oct 2014', '2014-10'],
    ['2014 October', '2014-10'],
    ['2014/10', '2014-10'],
    ['10/2014', '2014-10'],
    ['2008-01-23T19:23:10+00:00', '2008-01-23T19:23:10Z'],
    ['2008-01-23 19:23', '2008-01-23T19:23'],
    ['2008-01-23T19:23:10+02:00', '2008-01-23T19:23:10+02'],
    ['2014-2016', '2014/2016'],
    ['2014-10-01 to 2014-10-03', '2014-10-01/2014-10-03'],
    ['summer 2014', '2014'],
    ['41913', '2014-10-01'],
    ['99999', undefined],
    ['yesterday', undefined],
    [`${'1 '.repeat(4_000)}x`, undefined],
  ])('%s is meant as %s', (value, iso) => {
    expect(isoGuess(value)).toBe(iso);
  });

  it('does not take a guess for real that is not', () => {
    expect([isReal('2014-02-30'), isReal('2014-10-01/2014-10-40'), isReal('2014/2015')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('coordinates', () => {
  it.each([
    ['59.858819', '59.858819'],
    ['59,86', '59.86'],
    ['59.86 N', '59.86'],
    ['12.5W', '-12.5'],
    ['-12.5°', '-12.5'],
    [`59°51'31.7"N`, '59.858806'],
    ['59° 51′ S', '-59.85'],
    ['59.85881912345678', '59.85881912'],
    ['north', undefined],
    ['59.86 17.63', undefined],
    [`5${' '.repeat(40_000)}x`, undefined],
  ])('%s is %s', (text, expected) => {
    expect(degrees(text)).toBe(expected);
  });

  it.each([
    ['37.89413 -5.61363', '37.89413', '-5.61363'],
    ['41.29378217827006, -124.09051154442129', '41.29378218', '-124.09051154'],
    ['36.99 N 25.1 E', '36.99', '25.1'],
    ['36.99 S 25.1 W', '-36.99', '-25.1'],
    ['51.73 9.8', '51.73', '9.8'],
  ])('%s is two', (text, latitude, longitude) => {
    expect(latitudeLongitude(text)).toEqual({ latitude, longitude });
  });

  it.each(['NA', '59.8', 'somewhere near 59 and 17', ''])('%s is not two', (text) => {
    expect(latitudeLongitude(text)).toBeUndefined();
  });
});

describe('missing values', () => {
  it('knows the thirteen terms, exactly', () => {
    expect(missingTerms).toHaveLength(13);
    expect(missingTerms.every(isMissingTerm)).toBe(true);
    expect(missingTerms.some((term) => isMissingTerm(term.toUpperCase()))).toBe(false);
    expect(missingTerms.map(misspeltTerm).every((term) => term === undefined)).toBe(true);
  });

  it.each([
    ['Not Collected', 'not collected'],
    ['not_provided', 'not provided'],
    ['missing:lab stock', 'missing: lab stock'],
    ['missing: data agreement-established pre-2023', 'missing: data agreement established pre-2023'],
    ['missing link', undefined],
    ['nothing', undefined],
  ])('%s is misspelt for %s', (value, term) => {
    expect(misspeltTerm(value)).toBe(term);
  });

  it.each(['NA', 'N/A', 'n.a.', 'nan', 'NULL', 'unknown', 'Unknown ', '-', '—', '?', '#N/A', 'TBD', 'none'])(
    '%s is no value',
    (value) => {
      expect(termForPlaceholder(value.trim())).toBeDefined();
    },
  );

  it.each([
    'Nauru',
    'NA12878',
    '0',
    '+',
    'unknown locality near Ronda',
    'A. Nan',
    'none of the above samples',
  ])('%s is a value', (value) => {
    expect(termForPlaceholder(value)).toBeUndefined();
  });
});

describe('garbled text', () => {
  it.each([
    ['UniversitÃ¤t', 'Universität'],
    ['12 Âµm', '12 µm'],
    ['the â€œArimaâ€\u009d kit', 'the “Arima” kit'],
    ['Universität', undefined],
    ['ÂNGELO', undefined],
    ['plain', undefined],
  ])('%s', (value, meant) => {
    expect(repaired(value)).toBe(meant);
  });
});
