import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessionKind } from './accession.contract.ts';
import { formatAccession, isAccession } from './accession-number.ts';

const kind = fc.constantFrom(...accessionKind.options);
const number = fc.integer({ min: 1, max: 99_999_999 });

describe('accession numbers', () => {
  it('has a kind letter, eight digits and two check digits', () => {
    expect(formatAccession('SQDB', 'sample', 1)).toMatch(/^SQDBS00000001\d\d$/);
  });

  it('leaves remainder 1 when read as a number with A = 10, the definition of ISO 7064 MOD 97-10', () => {
    fc.assert(
      fc.property(kind, number, (k, n) => {
        const digits = [...formatAccession('SQDB', k, n)].map((c) =>
          /\d/.test(c) ? c : String(c.charCodeAt(0) - 55),
        );
        return BigInt(digits.join('')) % 97n === 1n;
      }),
    );
  });

  it('recognises what it formats', () => {
    fc.assert(fc.property(kind, number, (k, n) => isAccession(formatAccession('SQDB', k, n), 'SQDB')));
  });

  it('takes what was minted under another prefix, unless one is asked for', () => {
    const other = formatAccession('ABCDEF', 'run', 7);
    expect([isAccession(other), isAccession(other, 'SQDB'), isAccession(other.toLowerCase())]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('finds every changed digit', () => {
    fc.assert(
      fc.property(
        kind,
        number,
        fc.integer({ min: 5, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        (k, n, at, by) => {
          const good = formatAccession('SQDB', k, n);
          const digit = String((Number(good[at]) + by) % 10);
          return !isAccession(`${good.slice(0, at)}${digit}${good.slice(at + 1)}`);
        },
      ),
    );
  });

  it('finds every swap of two neighbours that differ', () => {
    fc.assert(
      fc.property(kind, number, fc.integer({ min: 5, max: 13 }), (k, n, at) => {
        const good = formatAccession('SQDB', k, n);
        const swapped = `${good.slice(0, at)}${good[at + 1]}${good[at]}${good.slice(at + 2)}`;
        return swapped === good || !isAccession(swapped);
      }),
    );
  });

  it('refuses a number that has no place', () => {
    for (const wrong of [0, -1, 1.5, 100_000_000, Number.NaN]) {
      expect(() => formatAccession('SQDB', 'run', wrong)).toThrow(RangeError);
    }
  });
});
