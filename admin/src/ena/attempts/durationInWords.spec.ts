import { describe, expect, it } from 'vitest';
import { durationInWords, latencyInWords } from './durationInWords.ts';

const start = '2026-11-21T12:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();

describe('durationInWords', () => {
  it.each([
    [0, '0 sec'],
    [0.42, '0.4 sec'],
    [12.4, '12 sec'],
    [59.9, '1 min 0 sec'],
    [200, '3 min 20 sec'],
    [7_500, '2 hr 5 min'],
  ])('%d s is %s', (seconds, words) => expect(durationInWords(start, after(seconds), 'en')).toBe(words));

  it('is nothing where clocks disagree', () => expect(durationInWords(start, after(-3), 'en')).toBe('0 sec'));
});

describe('latencyInWords', () => {
  it.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [999, '999 ms'],
    [1_500, '1.5 sec'],
    [-4, '0 ms'],
  ])('%d ms is %s', (ms, words) => expect(latencyInWords(ms, 'en')).toBe(words));
});
