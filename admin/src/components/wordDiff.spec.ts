import { describe, expect, it } from 'vitest';
import { comparable, wordDiff } from './wordDiff.ts';

const joined = (parts: ReturnType<typeof wordDiff>, leftOut: 'removed' | 'added') =>
  parts
    .filter(({ change }) => change !== leftOut)
    .map(({ text }) => text)
    .join('');

describe('wordDiff', () => {
  it('marks the changed words only', () => {
    expect(wordDiff('Potato tuber, control', 'Potato leaf, control')).toEqual([
      { text: 'Potato ', change: 'same' },
      { text: 'tuber', change: 'removed' },
      { text: 'leaf', change: 'added' },
      { text: ', control', change: 'same' },
    ]);
  });

  it('carries both texts whole', () => {
    const [before, after] = ['Vietnam  2014-10-01', 'Viet Nam 2014-10-02\n'];
    expect(joined(wordDiff(before, after), 'added')).toBe(before);
    expect(joined(wordDiff(before, after), 'removed')).toBe(after);
  });

  it('has nothing to mark in equal texts', () => {
    expect(wordDiff('same', 'same')).toEqual([{ text: 'same', change: 'same' }]);
  });
});

describe('comparable', () => {
  it('reads out values of every kind', () => {
    expect(comparable(null)).toBe('');
    expect(comparable('x')).toBe('x');
    expect(comparable(['a', 1])).toBe('[\n "a",\n 1\n]');
  });
});
