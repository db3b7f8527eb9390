import { describe, expect, it } from 'vitest';
import { sampled, secondsLeft, type Sample } from './speed.ts';

const after = (...steps: [at: number, sent: number][]): Sample[] =>
  steps.reduce<Sample[]>((samples, [at, sent]) => sampled(samples, { at, sent }), []);

describe('time left', () => {
  it('is not known before a second has passed, nor while nothing moves', () => {
    expect(secondsLeft([], 100)).toBeUndefined();
    expect(secondsLeft(after([0, 0], [900, 50]), 100)).toBeUndefined();
    expect(secondsLeft(after([0, 50], [5_000, 50]), 100)).toBeUndefined();
  });

  it('follows the present speed, not that of long ago', () => {
    expect(secondsLeft(after([0, 0], [2_000, 200]), 1_000)).toBe(10);
    const slowed = after([0, 0], [10_000, 100_000], [20_000, 100_100], [30_000, 100_200]);
    expect(secondsLeft(slowed, 1_000)).toBe(100);
  });

  it('is known again after a part was taken back', () => {
    const back = after([0, 0], [2_000, 4_000], [3_000, 1_000], [5_000, 2_000]);
    expect(secondsLeft(back, 1_000)).toBeGreaterThan(0);
  });
});
