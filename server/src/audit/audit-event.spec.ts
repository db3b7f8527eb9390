import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, Personal, personal, plain, writtenBy } from './audit-event.ts';

describe('changesBetween', () => {
  it('names the fields that differ, and only those that are asked for', () => {
    const before = { title: 'Potato', status: 'draft', note: 'x' };
    expect(changesBetween(before, { title: 'Potato', status: 'submitted' })).toEqual([
      { field: 'status', before: 'draft', after: 'submitted' },
    ]);
  });

  it('has null for what was not there before', () => {
    expect(changesBetween(null, { title: 'Potato' })).toEqual([
      { field: 'title', before: null, after: 'Potato' },
    ]);
    expect(changesBetween({ a: undefined }, { a: null })).toEqual([]);
  });

  it('takes no difference from the order in which jsonb gives keys back', () => {
    expect(changesBetween({ values: { b: 1, aa: [2] } }, { values: { aa: [2], b: 1 } })).toEqual([]);
    expect(changesBetween({ values: [1, 2] }, { values: [2, 1] })).toHaveLength(1);
  });

  it('writes dates as text at any depth', () => {
    const at = new Date('2026-11-20T10:00:00Z');
    expect(changesBetween({ hold: at }, { hold: new Date(at) })).toEqual([]);
    expect(changesBetween(null, { list: [{ at }] })[0]?.after).toEqual([{ at: '2026-11-20T10:00:00.000Z' }]);
  });

  it('keeps personal values apart', () => {
    const [change] = changesBetween({ name: personal('Ada', 'u1') }, { name: personal('Eve', 'u1') });
    expect(change).toEqual({ field: 'name', before: personal('Ada', 'u1'), after: personal('Eve', 'u1') });
    expect(changesBetween({ name: personal('Ada', 'u1') }, { name: personal('Ada', 'u1') })).toEqual([]);
  });
});

describe('plain', () => {
  it.each([
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
    ['bytes', Buffer.from('abc')],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['not a number', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['an invalid date', new Date('nope')],
  ])('refuses %s instead of losing it', (_, value) => {
    expect(() => plain(value)).toThrow();
  });

  it('makes text storable: PostgreSQL takes neither NUL nor half a surrogate pair', () => {
    expect(plain({ 'a\0': 'x\0y', lone: '\ud83d', whole: '🥔' })).toEqual({
      'a\uFFFD': 'x\uFFFDy',
      lone: '\uFFFD',
      whole: '🥔',
    });
    expect(plain(personal('Ad\0a', 'u1'))).toEqual(new Personal('Ad\uFFFDa', 'u1'));
  });

  it('writes a bigint in full', () => {
    expect(plain(12_345_678_901_234_567_890n)).toBe('12345678901234567890');
  });

  it('changes nothing that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(plain(value))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('writtenBy', () => {
  it('wraps every text at any depth, and nothing else', () => {
    const change = {
      field: 'details',
      before: null,
      after: { files: [{ name: 'ada.fastq', size: 3 }], isNew: true, note: '' },
    };
    expect(writtenBy('u1', [change])).toEqual([
      {
        field: 'details',
        before: null,
        after: { files: [{ name: personal('ada.fastq', 'u1'), size: 3 }], isNew: true, note: '' },
      },
    ]);
  });

  it('leaves fields alone that hold no such text', () => {
    const changes = [
      { field: 'title', before: 'a', after: 'b' },
      { field: 'status', before: 'x', after: 'y' },
    ];
    expect(writtenBy('u1', changes, ['title'])).toEqual([
      { field: 'title', before: personal('a', 'u1'), after: personal('b', 'u1') },
      changes[1],
    ]);
  });
});
