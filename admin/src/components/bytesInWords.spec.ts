import { describe, expect, it } from 'vitest';
import { bytesInWords } from './bytesInWords.ts';

describe('bytesInWords', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [18_500, '18.5 kB'],
    [15_000_000, '15 MB'],
    [2_345_678_901, '2.35 GB'],
    [7e15, '7,000,000 GB'],
  ])('%i is %s', (bytes, words) => expect(bytesInWords(bytes, 'en')).toBe(words));
});
